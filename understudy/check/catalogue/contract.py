"""What is found in a document."""

from collections.abc import Mapping

from understudy.check.catalogue.code import Code
from understudy.findings import Severity

CODES: Mapping[str, Code] = {
    "contract/ambiguous-path": Code(
        "Two templated paths match the same requests (OpenAPI 3.1, 4.8.8.2).",
        "Make them one path, or let them differ in more than the names of their parameters.",
    ),
    "contract/array-items": Code(
        "A document of 3.0 does not say what the elements of an array are (OpenAPI 3.0.3, Schema Object).",
        "Give `items`; an empty object stands for anything.",
        Severity.WARNING,
    ),
    "contract/dialect": Code(
        "A schema is written in a dialect of JSON Schema that is not understood, and is read as 2020-12.",
        "Leave `$schema` and `jsonSchemaDialect` out, or name the dialect of OpenAPI 3.1 or JSON Schema 2020-12.",
        Severity.WARNING,
    ),
    "contract/discriminator": Code(
        "The mapping of a discriminator leads to no schema, be it a name or a reference (OpenAPI 3.1, 4.8.25).",
        "Mend it, or declare the schema.",
    ),
    "contract/duplicate-enum": Code(
        "An enumeration has a member twice: 1 and 1.0 are equal (JSON Schema Validation, 6.1.2).",
        "Remove one of them.",
        Severity.WARNING,
    ),
    "contract/duplicate-operation-id": Code(
        "Two operations have one operationId, which has to tell them apart (OpenAPI 3.1, 4.8.10.1).",
        "Rename one of them.",
    ),
    "contract/duplicate-parameter": Code(
        "A parameter is declared twice: name and location tell parameters apart (OpenAPI 3.1, 4.8.10.1).",
        "Remove one of them.",
    ),
    "contract/duplicate-tag": Code(
        "Two tags have one name, which has to tell them apart (OpenAPI 3.1, 4.8.1).",
        "Remove one of them.",
    ),
    "contract/example": Code(
        "An example or a default breaks the schema that it is to illustrate, and so misleads whoever reads it.",
        "Mend the example, or the schema if the example is right.",
    ),
    "contract/header-clash": Code(
        "Two headers have names that differ in case alone, and so are one (RFC 9110, 5.1).",
        "Declare it once.",
        Severity.WARNING,
    ),
    "contract/header-name": Code(
        "The name of a header is no token, and so nothing that is sent can have it (RFC 9110, 5.1).",
        "Write it without spaces, commas and brackets.",
    ),
    "contract/ignored-header": Code(
        "A header is declared that the specification ignores in this place (OpenAPI 3.1, 4.8.12.1 and 4.8.17.1).",
        "Remove it; the message says what is read in its place.",
        Severity.WARNING,
    ),
    "contract/impossible-schema": Code(
        "No value satisfies a schema, as far as that can be proven; `serve --eager` tries every declared answer, too.",
        "The message says which keyword is why: loosen it, or mend what it contradicts.",
    ),
    "contract/link": Code(
        "A link leads to no operation, or names a parameter that its operation has not (OpenAPI 3.1, 4.8.20).",
        "Mend the name or the reference.",
    ),
    "contract/media-type": Code(
        "What a body is sent or answered as is no media type, and so nobody can ask for it (OpenAPI 3.1, 4.8.14).",
        "Write it as type/subtype: application/json.",
    ),
    "contract/nullable": Code(
        "A schema says `nullable`, which is a word of OpenAPI 3.0 and passed over since 3.1.",
        "The message says what to write.",
        Severity.WARNING,
    ),
    "contract/path-parameter": Code(
        "The placeholders in a path and the parameters with `in: path` are not the same (OpenAPI 3.1, 4.8.8.2).",
        "Declare each placeholder once, and put each declared parameter into the path.",
    ),
    "contract/schema": Code(
        "A schema cannot be used: it does not compile, or its identifier is no URI.",
        "The message says which keyword is why.",
    ),
    "contract/security-scheme": Code(
        "A security requirement names a scheme that `components.securitySchemes` has not.",
        "Declare it there, or mend the name.",
    ),
    "contract/server-variable": Code(
        "A server's URL has a variable that is not described, or the default of one is none of its `enum` "
        "(OpenAPI 3.1, 4.8.5 and 4.8.6).",
        "Describe it in the server's `variables`, or mend its name or its default.",
    ),
    "contract/structure": Code(
        "Something in the document is not what the OpenAPI Specification expects in its place.",
        "The message says what is expected.",
    ),
    "contract/tag-parent": Code(
        "The parent of a tag is no tag, or is one of its own descendants (OpenAPI 3.2, 4.22).",
        "Declare the parent, or mend its name.",
    ),
    "contract/two-examples": Code(
        "`example` stands beside `examples`, and only one of them is read (OpenAPI 3.1, 4.8.12.2 and 4.8.14.1).",
        "Move the one among the others.",
        Severity.WARNING,
    ),
    "contract/undeclared-scope": Code(
        "A scope is asked for that no flow of its security scheme has (OpenAPI 3.1, 4.8.30).",
        "Declare it in the `scopes` of a flow, or mend the name.",
        Severity.WARNING,
    ),
    "contract/undefined-required": Code(
        "A property is required that no schema declares: often its name is misspelt.",
        "Declare it in `properties`, or mend the name in `required`.",
        Severity.WARNING,
    ),
    "contract/unreachable-enum": Code(
        "A member of an enumeration is refused by the rest of its schema, and so can never be.",
        "Remove it, or loosen what refuses it.",
        Severity.WARNING,
    ),
    "contract/unresolved-ref": Code(
        "A reference leads nowhere, to something of another kind, in a circle, or out of the project.",
        "Mend it; --allow-refs DIR allows files of another directory.",
    ),
    "contract/unused-component": Code(
        "Nothing in the document refers to a component, and no fixture does.",
        "Remove it, or refer to it where it was meant to be used.",
        Severity.WARNING,
    ),
    "contract/validator": Code(
        "openapi-spec-validator finds something in the document where none of the other rules does.",
        "The message is its own. It takes long for a large document, and so is off until it is switched on.",
        Severity.WARNING,
        on=False,
    ),
    "contract/version": Code(
        "The document is no OpenAPI document of a version that is understood: 3.0, 3.1 or 3.2.",
        "Name the version in `openapi`; convert a document of Swagger 2.0 first.",
    ),
}
