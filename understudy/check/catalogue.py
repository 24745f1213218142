"""Every finding that there is: its stable code, how bad it is, what it means and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from understudy.findings import Finding, Severity


@dataclass(frozen=True)
class Code:
    """What a finding's code stands for.

    One that is not `on` is said where a project asks for it.
    """

    means: str
    advice: str
    severity: Severity = Severity.ERROR
    on: bool = True


def severity_of(finding: Finding) -> Severity:
    """How bad a finding is: as its project says, else as its code does."""
    return finding.severity or CODES[finding.code].severity


CODES: Mapping[str, Code] = {
    "binding/duplicate": Code(
        "Two handlers are bound to one operation, and only one of them can answer.",
        "Keep one; begin the name of a helper with '_'.",
    ),
    "binding/no-operation": Code(
        "A handler has the name of no operation of the contract, and is never called.",
        "Name it after an operationId, mark it with @operation, or begin a helper's name with '_'.",
    ),
    "binding/secret": Code(
        "A text in a fixture looks like a real credential, and whoever has the repository has it.",
        "Put one in its place that opens nothing, and have the real one replaced where it is known.",
        Severity.WARNING,
    ),
    "binding/signature": Code(
        "A handler cannot be called with the parameters and the body that its operation declares.",
        "Take arguments that are named after the parameters, `body` for the body, or **kwargs for the rest.",
    ),
    "binding/unanswered": Code(
        "An operation has no handler, no fixture and no example, where others have: its answers are made up.",
        "Write records or an example for it, or a handler; or leave it so.",
        Severity.NOTE,
    ),
    "compat/body-added": Code(
        "An operation takes a body now that took none.",
        "Nobody breaks; say what happens without one.",
        Severity.NOTE,
    ),
    "compat/body-removed": Code(
        "An operation takes no body any more: who sends one is refused.",
        "Go on taking it, or offer another operation.",
    ),
    "compat/body-required": Code(
        "A body has to be sent now that had not: who sends none is refused.",
        "Leave it optional.",
    ),
    "compat/default": Code(
        "A default is another: who leaves the value out gets something else.",
        "Keep it, or tell those who rely on it.",
        Severity.WARNING,
    ),
    "compat/deprecated": Code(
        "Something is deprecated now that was not.",
        "Say in its description what to use instead, and until when.",
        Severity.NOTE,
    ),
    "compat/header-removed": Code(
        "An answer no longer has a header that it could have.",
        "Keep it, or tell those who read it.",
        Severity.WARNING,
    ),
    "compat/header-required": Code(
        "An answer may come without a header that was always there.",
        "Keep it required.",
    ),
    "compat/hint": Code(
        "A format that nothing is held against, or what tells alternatives apart, is another.",
        "Keep it, or tell those who generate code: it goes by these.",
        Severity.WARNING,
    ),
    "compat/media-type-added": Code(
        "A body may be sent, or an answer be given, in another media type too.",
        "Nobody breaks who says what is accepted.",
        Severity.NOTE,
    ),
    "compat/media-type-removed": Code(
        "A body is no longer taken, or an answer no longer given, in a media type.",
        "Keep the media type.",
    ),
    "compat/new": Code(
        "There was no contract before.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/operation-added": Code(
        "An operation is new.",
        "There is nothing to do.",
        Severity.NOTE,
    ),
    "compat/operation-id": Code(
        "An operationId is another: generated clients call the operation by it.",
        "Keep it, or tell those who generate code.",
        Severity.WARNING,
    ),
    "compat/operation-removed": Code(
        "An operation is gone that was not deprecated before.",
        "Keep it, and deprecate it first.",
    ),
    "compat/operation-retired": Code(
        "An operation is gone that was deprecated before.",
        "See that nobody calls it any more.",
        Severity.WARNING,
    ),
    "compat/parameter-added": Code(
        "A parameter is new, and may be left out.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/parameter-form": Code(
        "A parameter is written otherwise: what clients send is read as something else.",
        "Keep its style, or add a parameter of another name.",
    ),
    "compat/parameter-removed": Code(
        "A parameter is gone: who sends it gets an answer as if it was not sent.",
        "Keep it, and deprecate it first.",
        Severity.WARNING,
    ),
    "compat/parameter-required": Code(
        "A parameter has to be sent that had not: who does not is refused.",
        "Leave it optional.",
    ),
    "compat/request-dropped": Code(
        "A member of a request is no longer described: who sends it gets an answer as if it was not sent.",
        "Keep it, and deprecate it first.",
        Severity.WARNING,
    ),
    "compat/request-narrowed": Code(
        "Something that clients could send is refused now.",
        "Go on taking it.",
    ),
    "compat/request-undeclared": Code(
        "A member is described that was not before: who sends another thing by that name is refused.",
        "See that nobody does.",
        Severity.NOTE,
    ),
    "compat/request-widened": Code(
        "Something may be sent that was refused before.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/response-narrowed": Code(
        "Something is no longer answered that could be.",
        "Nobody breaks who reads what there is.",
        Severity.NOTE,
    ),
    "compat/response-undeclared": Code(
        "A member of an answer is no longer described: it may be anything, or missing.",
        "Keep describing it as long as it is answered.",
        Severity.WARNING,
    ),
    "compat/response-widened": Code(
        "Something may be answered that never was: who reads it does not know it.",
        "Go on answering what was promised, or add a new member.",
    ),
    "compat/security": Code(
        "Credentials that were enough are no longer.",
        "Go on taking them.",
    ),
    "compat/security-added": Code(
        "Other credentials are taken too.",
        "Nobody breaks.",
        Severity.NOTE,
    ),
    "compat/security-scheme": Code(
        "Credentials of a scheme have to be brought otherwise.",
        "Add a scheme of another name, and take both.",
    ),
    "compat/server-removed": Code(
        "No server has a base path any more that one had: who calls below it is not heard.",
        "Keep the server.",
        Severity.WARNING,
    ),
    "compat/status-added": Code(
        "An operation may answer a status of failure that it did not.",
        "Clients should know what to do with any failure.",
        Severity.NOTE,
    ),
    "compat/status-removed": Code(
        "An operation no longer answers a status of failure.",
        "Say which one comes in its place.",
        Severity.WARNING,
    ),
    "compat/success-added": Code(
        "An operation may answer a status of success that it did not: clients may not know it.",
        "Keep to the statuses that are known.",
        Severity.WARNING,
    ),
    "compat/success-removed": Code(
        "An operation no longer answers a status of success: who waits for it waits in vain.",
        "Keep answering it.",
    ),
    "contract/ambiguous-path": Code(
        "Two templated paths match the same requests (OpenAPI 3.1, 4.8.8.2).",
        "Make them one path, or let them differ in more than the names of their parameters.",
    ),
    "contract/dialect": Code(
        "A schema is written in a dialect of JSON Schema that is not understood, and is read as 2020-12.",
        "Leave `$schema` and `jsonSchemaDialect` out, or name the dialect of OpenAPI 3.1 or JSON Schema 2020-12.",
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
    "contract/example": Code(
        "An example or a default breaks the schema that it is to illustrate, and so misleads whoever reads it.",
        "Mend the example, or the schema if the example is right.",
    ),
    "contract/header-clash": Code(
        "Two headers have names that differ in case alone, and so are one (RFC 9110, 5.1).",
        "Declare it once.",
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
        "A reference leads nowhere, in a circle, or out of the project.",
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
    "fixture/duplicate-collection": Code(
        "Two fixture files give one collection.",
        "Put their records into one file, or rename one collection.",
    ),
    "fixture/form": Code(
        "A fixture file is not written as one: see 'Fixture files' in the README.",
        "The message says what is expected.",
    ),
    "fixture/key": Code(
        "The key of a record is missing, is no text or number, or is another record's too.",
        "Give each record values of its own in the fields that `key` names.",
    ),
    "fixture/no-error-body": Code(
        "An error is declared for which no body can be made: who asks for it is answered with a 500.",
        "Loosen its schema, or give an example that holds.",
        Severity.WARNING,
    ),
    "fixture/preference": Code(
        "A name cannot be asked for by `Prefer`: no header carries it, or it asks for something else.",
        "Rename the record, stage, scenario or example.",
        Severity.WARNING,
    ),
    "fixture/rule": Code(
        "A record breaks a rule of its collection, in one of its stages or in a scenario.",
        "Mend the record, or the rule if the record is right.",
    ),
    "fixture/schema": Code(
        "A record breaks the schema of its collection, in one of its stages or in a scenario.",
        "Mend the record at the place that is named first, or the schema at the one in brackets.",
    ),
    "fixture/schema-reference": Code(
        "The `schema` of a collection leads to no schema of the contract.",
        "Write it as a reference in the contract would be: '#/components/schemas/Name'.",
    ),
    "fixture/unmet-key": Code(
        "A record has a key that the path parameter which carries it refuses, and so no request finds it.",
        "Mend the key, or the parameter's schema.",
        Severity.WARNING,
    ),
    "fixture/unreachable": Code(
        "No operation answers with the records of a collection, or none finds them by their key.",
        "Mend the collection's schema or key, or declare an operation that answers with it.",
        Severity.WARNING,
    ),
    "fixture/unseen-state": Code(
        "An enumeration has members that no record shows, in any stage or scenario: a page is never tried with them.",
        "Write a record, or a stage of one, that shows them.",
        Severity.NOTE,
    ),
    "handler/import": Code(
        "A module in handlers/ cannot be loaded: it is not Python, or fails while it is imported.",
        "The message says what went wrong, and on which line.",
    ),
    "ignore/form": Code(
        "A comment that is to ignore a finding does not say which, or not why.",
        "Write `# understudy: ignore[contract/example] why it stays` on the line, or alone on the line before.",
    ),
    "ignore/unused": Code(
        "A finding is said to be ignored that is not there (any more).",
        "Remove the comment, or the table in pyproject.toml.",
        Severity.WARNING,
    ),
    "project/missing": Code(
        "There is nothing at the path that was named.",
        "Name a mock project's directory or an OpenAPI document.",
    ),
    "project/no-contract": Code(
        "The directory has no openapi.yaml, openapi.yml or openapi.json.",
        "Name the document itself if it is called something else.",
    ),
    "scenario/form": Code(
        "The scenarios are not written as such: see 'Scenarios' in the README.",
        "The message says what is expected.",
    ),
    "scenario/no-operation": Code(
        "A fault is meant for an operation that the contract has not.",
        "Name an operationId, or a method and a path as in 'GET /pets'.",
    ),
    "scenario/second-file": Code(
        "Scenarios are given in more than one file.",
        "Keep all of them in one.",
    ),
    "scenario/undeclared-status": Code(
        "A fault answers with a status that none of its operations declares, and so never happens.",
        "Declare the status in the contract, or name one that is declared.",
    ),
    "settings/form": Code(
        "[tool.understudy.check] in pyproject.toml is not written as such: see 'Check it' in the README.",
        "The message says what is expected.",
    ),
    "source/duplicate-key": Code(
        "An object has a key twice, and only one of its values can be meant.",
        "Remove one of them.",
    ),
    "source/encoding": Code(
        "A file is not UTF-8.",
        "Save it as UTF-8.",
    ),
    "source/syntax": Code(
        "A file is neither the YAML nor the JSON that its name says.",
        "The message says what was expected where.",
    ),
    "source/unreadable": Code(
        "A file cannot be opened.",
        "See to it that it is a file that may be read.",
    ),
    "style/contact": Code(
        "The document does not say whom to ask about the API.",
        "Give `info.contact`.",
        Severity.WARNING,
        on=False,
    ),
    "style/description": Code(
        "An operation does not say at length what it does.",
        "Give it a `description`.",
        Severity.WARNING,
        on=False,
    ),
    "style/error": Code(
        "An operation declares no answer of 4xx, and so does not say how it refuses.",
        "Declare what is answered to a request that is wrong.",
        Severity.WARNING,
        on=False,
    ),
    "style/operation-id": Code(
        "An operation has no operationId, by which code, documentation and handlers name it.",
        "Give it one.",
        Severity.WARNING,
        on=False,
    ),
    "style/operation-id-case": Code(
        "An operationId is not written as most in the document are.",
        "Write it as the others.",
        Severity.WARNING,
        on=False,
    ),
    "style/path-case": Code(
        "A word of a path is not written in kebab-case.",
        "Write it in small letters, with hyphens between its words.",
        Severity.WARNING,
        on=False,
    ),
    "style/property-case": Code(
        "A property's name is not written as most in the document are.",
        "Write it as the others, if it may still change.",
        Severity.WARNING,
        on=False,
    ),
    "style/schema-case": Code(
        "The name of a schema is not written in PascalCase.",
        "Begin each of its words with a capital, and leave out what stands between them.",
        Severity.WARNING,
        on=False,
    ),
    "style/servers": Code(
        "The document does not say where the API is.",
        "Give `servers`.",
        Severity.WARNING,
        on=False,
    ),
    "style/success": Code(
        "An operation declares no answer of 2xx or 3xx, and so does not say what it is good for.",
        "Declare what is answered where all goes well.",
        Severity.WARNING,
        on=False,
    ),
    "style/summary": Code(
        "An operation does not say in a line what it does.",
        "Give it a `summary`.",
        Severity.WARNING,
        on=False,
    ),
    "style/tags": Code(
        "An operation has no tags, by which documentation groups operations.",
        "Give it one.",
        Severity.WARNING,
        on=False,
    ),
    "style/trailing-slash": Code(
        "A path ends in a slash.",
        "Leave the slash out.",
        Severity.WARNING,
        on=False,
    ),
    "style/undeclared-tag": Code(
        "An operation has a tag that the document's `tags` do not describe.",
        "Describe it there, or mend the name.",
        Severity.WARNING,
        on=False,
    ),
    "wording/handler": Code(
        "handlers/errors.py has a handler in it, and it is kept for the wording of refusals.",
        "Move the handler to another module, or begin a helper's name with '_'.",
    ),
    "wording/missing": Code(
        "handlers/errors.py has no function word(refusal).",
        "Define it, or rename the module.",
    ),
    "wording/signature": Code(
        "word() is no plain function of one argument, the refusal.",
        "Define it as `def word(refusal):`.",
    ),
}
"""The codes with what they stand for, in alphabetical order."""
