"""Style: what a reader of the document wants to know, and what a client wants to be told."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.findings import Finding


def summary(subject: Subject) -> Iterator[Finding]:
    """Each operation says in a line what it does."""
    yield from _without(subject, "summary", "style/summary")


def description(subject: Subject) -> Iterator[Finding]:
    """Each operation says at length what it does."""
    yield from _without(subject, "description", "style/description")


def success(subject: Subject) -> Iterator[Finding]:
    """Each operation says what is answered where all goes well."""
    for name, operation in subject.operations:
        if not any(status[:1] in ("2", "3") for status in _statuses(operation.value)):
            yield operation.finding(f"{name} declares no answer of 2xx or 3xx", "style/success")


def error(subject: Subject) -> Iterator[Finding]:
    """Each operation says what is answered to a request that is wrong."""
    for name, operation in subject.operations:
        if not any(status.startswith("4") for status in _statuses(operation.value)):
            yield operation.finding(f"{name} declares no answer of 4xx", "style/error")


def servers(subject: Subject) -> Iterator[Finding]:
    """The document says where the API is."""
    if not subject.root.value.get("servers"):
        yield subject.root.finding("the document names no servers", "style/servers")


def contact(subject: Subject) -> Iterator[Finding]:
    """The document says whom to ask."""
    info = subject.root.get("info")
    if info and isinstance(info.value, dict) and not info.value.get("contact"):
        yield info.finding("the document's `info` has no contact", "style/contact")


def _without(subject: Subject, field: str, code: str) -> Iterator[Finding]:
    for name, operation in subject.operations:
        if not operation.value.get(field):
            yield operation.finding(f"{name} has no {field}", code)


def _statuses(operation: dict[str, object]) -> list[str]:
    responses = operation.get("responses")
    return list(responses) if isinstance(responses, dict) else []
