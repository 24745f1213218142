"""Who answers an operation, as far as it can be known of a project that is not served."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.operations import Operation
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture


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
