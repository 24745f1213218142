"""Who answers an operation, as far as it can be known of a project that is not served."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.operations import Operation
from understudy.contract.resources import resources
from understudy.findings import Finding
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture


def unanswered(subject: Subject) -> Iterator[Finding]:
    """Operations of a project with handlers or fixtures that have neither, nor an example."""
    parts, operations = subject.parts, subject.contract.operations
    if not (parts.handlers and parts.handlers.found) and not parts.collections:
        return
    kept = {name for name, (resource, _) in resources(operations).items() if resource.is_written}
    for operation in operations:
        if operation.broken or operation.name in kept or has_handler(subject, operation):
            continue
        if not subject.made_of[operation] and _is_made_up(subject, operation):
            message = f"{operation} has no handler, no fixture and no example: what it answers is made up"
            yield operation.node.finding(message, "binding/unanswered")


def has_handler(subject: Subject, operation: Operation) -> bool:
    """Whether a handler answers an operation; where they cannot be read, one may."""
    handlers = subject.parts.handlers
    names = {handler.operation_id for handler in handlers.found} if handlers else None
    return names is None or operation.id in names or str(operation) in names


def fixtures(subject: Subject, collection: Collection) -> Iterator[Fixture]:
    """The records of a collection, and those that scenarios put in their place or add."""
    yield from collection.fixtures.values()
    for scenario in subject.parts.scenarios.known.values():
        yield from filter(None, scenario.records.get(collection.name, {}).values())


def _is_made_up(subject: Subject, operation: Operation) -> bool:
    """Whether a good answer has a body, of which the document gives no example."""
    _, response = operation.success
    contents = list(response.body.content.values()) if response else []
    for content in contents:
        holders = [content]
        if schema := content.get("schema"):
            holders.append(subject.contract.schemas.resolve(schema))
        if any(holder.get("example") or holder.get("examples") for holder in holders):
            return False
    return bool(contents)
