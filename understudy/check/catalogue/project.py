"""What is found in the files of a project beside its document, and in how they fit it."""

from collections.abc import Mapping

from understudy.check.catalogue.code import Code
from understudy.findings import Severity

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
    "fixture/misspelt-field": Code(
        "A record has a field that its schema does not declare, and that is spelled much like one which it lacks.",
        "Spell it as the schema does; or declare it there, if it is meant.",
        Severity.WARNING,
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
    "fixture/unread": Code(
        "A collection lies where nothing reads it: in a directory among the fixtures, beside them, or in one misspelt.",
        "Put it into fixtures/ itself.",
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
        "A module in handlers/ cannot be loaded: it is not Python, has no name of a module, or fails when run.",
        "The message says what went wrong, and on which line.",
    ),
    "handler/unread": Code(
        "A function is called like an operation, in a module that nothing reads.",
        "Put the module into handlers/ itself, or call the function otherwise.",
        Severity.WARNING,
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
