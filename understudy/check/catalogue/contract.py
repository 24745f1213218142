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
    "contract/closed-part": Code(
        "A schema is closed, and forbids what another one requires that it is to hold with (JSON Schema, 10.3.2.3).",
        "Close the whole: with `unevaluatedProperties: false`, or in 3.0 with all names in its own `properties`.",
    ),
    "contract/component-name": Code(
        "A component has a name with other characters than letters, digits, '.', '-' and '_' (OpenAPI 3.1, 4.8.7.1).",
        "Rename it, and what refers to it.",
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
    "contract/discriminator-property": Code(
        "An alternative has not the property that a discriminator tells it apart by (OpenAPI 3.1, 4.8.25).",
        "Declare it in each alternative, or mend its name.",
        Severity.WARNING,
    ),
    "contract/duplicate-alternative": Code(
        "Two alternatives of a `oneOf` ask the same, so that no value could be exactly one (JSON Schema, 10.2.1.3).",
        "Remove one of them, or say what tells them apart; until then the first stands for both.",
        Severity.WARNING,
    ),
    "contract/duplicate-anchor": Code(
        "Two schemas of one resource have the same `$anchor` or `$dynamicAnchor`: which one is meant is open "
        "(JSON Schema Core, 8.2.2).",
        "Give the schemas around them an `$id` each, so that they are resources of their own, or rename one of them.",
        Severity.WARNING,
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
    "contract/encoding": Code(
        "An encoding is that of no property of the schema, and is never used (OpenAPI 3.1, 4.8.14.1).",
        "Mend its name, or declare the property.",
        Severity.WARNING,
    ),
    "contract/enum-type": Code(
        "No member of an enumeration is of the type beside it (JSON Schema Validation, 6.1.1 and 6.1.2).",
        "The message says what to mend; until then the values are taken that are meant.",
    ),
    "contract/example": Code(
        "An example or a default breaks the schema that it is to illustrate, and so misleads whoever reads it.",
        "Mend the example, or the schema if the example is right.",
    ),
    "contract/expression": Code(
        "What a link gives, or where a callback goes, begins as a runtime expression and is none (OpenAPI 3.1, "
        "4.8.20.4).",
        "Write it as in $request.body#/url, $response.header.Location or $request.path.id.",
        Severity.WARNING,
    ),
    "contract/forbidden-required": Code(
        "A closed schema requires a property that it does not declare, and so forbids (JSON Schema, 10.3.2.3).",
        "Declare it, or mend its name; until then it is not required.",
    ),
    "contract/format": Code(
        "The name of a format is nearly one that is known, and nothing is held against it.",
        "Mend the name; one of your own is nobody's business as long as it is not so near.",
        Severity.WARNING,
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
    "contract/http-scheme": Code(
        "The scheme of HTTP that credentials are of is nearly one that is registered (OpenAPI 3.1, 4.8.27.1).",
        "Mend its name.",
        Severity.WARNING,
    ),
    "contract/idle-encoding": Code(
        "An encoding says something that nobody reads in its place (OpenAPI 3.1, 4.8.15.1).",
        "Remove it, or say it as the message tells.",
        Severity.WARNING,
    ),
    "contract/idle-keyword": Code(
        "A keyword is for values of another type than its schema has, and says nothing (JSON Schema Validation, 6).",
        "Remove it, or mend the type.",
        Severity.WARNING,
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
        "What a body, or a field of a form, is sent or answered as is no media type (OpenAPI 3.1, 4.8.14 and 4.8.15).",
        "Write it as type/subtype: application/json.",
    ),
    "contract/media-type-name": Code(
        "A media type is written as one, and is nobody's (RFC 6838, 4.2).",
        "Mend its name.",
        Severity.WARNING,
    ),
    "contract/no-content": Code(
        "Content is described of an answer that never has any (RFC 9110, 6.4.1).",
        "Remove the content, or answer another status.",
        Severity.WARNING,
    ),
    "contract/nullable": Code(
        "A schema says `nullable` and means nothing by it: a word of OpenAPI 3.0, for what has a `type`, till 3.1.",
        "The message says what to write.",
        Severity.WARNING,
    ),
    "contract/path": Code(
        "No request can have the path: a brace in it opens or closes no parameter (OpenAPI 3.2, 4.8.2).",
        "Close each brace.",
    ),
    "contract/path-colon": Code(
        "A segment of a path begins with a colon, which stands for itself in OpenAPI.",
        "Write a parameter in braces: /pets/{id}.",
        Severity.WARNING,
    ),
    "contract/path-parameter": Code(
        "The placeholders in a path and the parameters with `in: path` are not the same (OpenAPI 3.1, 4.8.8.2).",
        "Declare each placeholder once, and put each declared parameter into the path.",
    ),
    "contract/path-query": Code(
        "A path has a query or a fragment in it, which no request has in its path (OpenAPI 3.1, 4.8.8.1).",
        "Leave it out, and describe what is in it by parameters: what it tells apart is one operation.",
    ),
    "contract/pattern-literal": Code(
        "A pattern is written as a literal of JavaScript, `/^…$/`, and no text matches it (JSON Schema, 6.3.3).",
        "Write it without the slashes, and without flags.",
    ),
    "contract/ref-in-value": Code(
        "An example is nothing but a `$ref`, which is data there, and led nowhere.",
        "Write the value itself, or refer to an Example Object from `examples`.",
        Severity.WARNING,
    ),
    "contract/ref-sibling": Code(
        "Something stands beside a `$ref` and is ignored (OpenAPI 3.0.3, Reference Object; 3.1, 4.8.9.1).",
        "Move it to what the reference leads to, or put the reference into an `allOf` beside it.",
        Severity.WARNING,
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
    "contract/unknown-keyword": Code(
        "A schema has a keyword that is nearly one, or that is itself a schema: it says nothing.",
        "Mend its name, or move it into `properties`; begin one of your own with x-.",
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
