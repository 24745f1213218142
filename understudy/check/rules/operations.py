"""Operations beside those below `paths`: what has to tell them and their parameters apart does."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.objects import operation_items, paths
from understudy.errors import MockError
from understudy.findings import Finding

_Spot = tuple[str, tuple[str | int, ...]]


def same_id(subject: Subject) -> Iterator[Finding]:
    """An operationId names one operation, also in callbacks and webhooks (OpenAPI 3.1, 4.8.10.1)."""
    served = _served(subject)
    first: dict[str, Node] = {}
    for operation in sorted(subject.of("operation"), key=lambda node: _spot(node) not in served):
        node = operation.get("operationId")
        if node is None or not isinstance(node.value, str):
            continue
        earlier = first.setdefault(node.value, node)
        if earlier is not node and _spot(operation) not in served:  # of two that are served, a start says so
            message = f"duplicate operationId {node.value!r}, first given at {earlier.place}"
            yield node.finding(message, "contract/duplicate-operation-id").beside(earlier.place, "given here first")


def same_parameter(subject: Subject) -> Iterator[Finding]:
    """Name and location tell the parameters of a callback or a webhook apart, too (OpenAPI 3.1, 4.8.10.1)."""
    served = _served(subject)
    for operation in subject.of("operation"):
        if _spot(operation) not in served:
            yield from _twice(subject, operation)


def _twice(subject: Subject, operation: Node) -> Iterator[Finding]:
    first: dict[tuple[str, str], Node] = {}
    given = operation.get("parameters")
    for at in given.elements() if given else ():
        try:
            value = subject.contract.document.resolve(at).value
            location, name = str(value["in"]), str(value["name"])
        except (MockError, KeyError, TypeError):  # it leads nowhere, or is no parameter
            continue
        if (earlier := first.setdefault((location, name), at)) is not at:
            message = f"{location} parameter {name!r} is declared twice"
            yield at.finding(message, "contract/duplicate-parameter").beside(earlier.place, "declared here first")


def _served(subject: Subject) -> set[_Spot]:
    """The operations below `paths`."""
    items = paths(subject.contract.document, subject.root)
    return {_spot(node) for _, _, item in items for _, node in operation_items(item)}


def _spot(node: Node) -> _Spot:
    return node.source.file, node.pointer
