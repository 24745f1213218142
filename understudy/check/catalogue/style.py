"""What teams expect of a document, each as they please: off until switched on."""

from collections.abc import Mapping

from understudy.check.catalogue.code import Code
from understudy.findings import Severity

CODES: Mapping[str, Code] = {
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
}
