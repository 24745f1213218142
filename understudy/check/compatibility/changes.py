"""Changes between two versions of a contract, as values; and as findings, one for each place."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.errors import quoted
from understudy.findings import Finding, Place
from understudy.source import Pointer

_MOST_NAMED = 3
"""Operations that a message names."""


class Change(Struct, frozen=True, eq=False):
    """One change: where it stands in the new document, where in the old one, what it is, and the operation it is of."""

    code: str
    at: Node
    was: Node | None
    what: str
    operation: str


def deepest(node: Node, pointer: Pointer) -> Node:
    """The node that a pointer leads to from another one, or the last one on its way."""
    for part in pointer:
        try:
            node = node.child(part)
        except (KeyError, IndexError, TypeError):
            break
    return node


def schema_of(node: Node) -> Node:
    """The schema of a parameter, a header or a body; where none is written, one that takes anything."""
    return node.get("schema") or Node(node.source, node.pointer, {})


def marks(old: Operation, new: Operation, name: str) -> Iterator[Change]:
    """What an operation says of itself, and others go by."""
    if old.id != new.id:
        now, before = (quoted(each.id) if each.id else "none" for each in (new, old))
        what = f"the operationId is {now}, and was {before}: generated clients call it so"
        at, was = (deepest(node, ("operationId",)) for node in (new.node, old.node))
        yield Change("compat/operation-id", at, was, what, name)
    yield from deprecated(old.node, new.node, "the operation", name)


def deprecated(old: Node, new: Node, label: str, name: str) -> Iterator[Change]:
    """Whether something is deprecated now that was not."""
    if new.value.get("deprecated") is True and old.value.get("deprecated") is not True:
        yield Change("compat/deprecated", new.child("deprecated"), old, f"{label} is deprecated now", name)


def findings(changes: Iterable[Change], before: Callable[[Place], Place]) -> Iterator[Finding]:
    """One for each change at a place, of whatever operations; `before` says how a place of the old one is called."""
    together: dict[tuple[str, Place, str], list[Change]] = {}
    for change in changes:
        together.setdefault((change.code, change.at.place, change.what), []).append(change)
    for (code, _, what), same in together.items():
        finding = same[0].at.finding(f"{_named([change.operation for change in same])}: {what}", code)
        was = same[0].was
        yield finding.beside(before(was.place), "as it was") if was else finding


def _named(operations: list[str]) -> str:
    names = sorted(set(operations), key=lambda name: name.partition(" ")[::-1])  # by their paths
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names if more <= 1 else names[:_MOST_NAMED])
    return shown if more <= 1 else f"{shown} and {more} more"
