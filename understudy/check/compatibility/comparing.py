"""Two versions of a contract, operation by operation."""

from collections.abc import Iterator

from understudy.check.compatibility.bodies import Bodies
from understudy.check.compatibility.changes import Change, deepest, marks
from understudy.check.compatibility.deliveries import Deliveries
from understudy.check.compatibility.links import Links
from understudy.check.compatibility.parameters import Parameters
from understudy.check.compatibility.schemas import SchemaChanges
from understudy.check.compatibility.security import Security
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.objects import paths
from understudy.contract.operations import Operation
from understudy.contract.paths import path_shape

_Key = tuple[str, str]


def compare(old: Contract, new: Contract) -> Iterator[Change]:
    """Every change from one contract to another. Operations that are broken in one of them are passed over."""
    yield from _Comparison(old, new).changes()


class _Comparison:
    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        self._schemas = SchemaChanges(old, new)
        self._security = Security(old, new)
        self._parameters, self._bodies = Parameters(self._schemas, old, new), Bodies(self._schemas, old, new)
        self._deliveries, self._links = Deliveries(self._schemas, self._security, old, new), Links(old, new)

    def changes(self) -> Iterator[Change]:
        """Of operations that were there, in their order; then those that are new."""
        before, now = _operations(self._old), _operations(self._new)
        moved = dict(_moved(before, now))
        for key, operation in before.items():
            same = now.get(key) or moved.get(key)
            if same is None:
                yield self._removed(operation)
            elif not (operation.broken or same.broken):
                yield from self._changed(operation, same)
        kept = {id(operation) for operation in moved.values()}
        for operation in (now[key] for key in now.keys() - before.keys() if id(now[key]) not in kept):
            yield Change("compat/operation-added", operation.node, None, "the operation is new", str(operation))
        yield from self._deliveries.webhooks()
        yield from self._schemas.changes()

    def _removed(self, operation: Operation) -> Change:
        root = Node(self._new.document.root, (), self._new.document.root.value)
        same = (at for path, at, _ in paths(self._new.document, root) if path_shape(path) == path_shape(operation.path))
        at = next(same, deepest(root, ("paths",)))
        was_announced = operation.node.value.get("deprecated") is True
        code = "compat/operation-retired" if was_announced else "compat/operation-removed"
        notice = "as it was announced by `deprecated`" if was_announced else "and was not deprecated before"
        return Change(code, at, operation.node, f"the operation is gone, {notice}", str(operation))

    def _changed(self, old: Operation, new: Operation) -> Iterator[Change]:
        name = str(new)
        yield from marks(old, new, name)
        heard = _urls(new)
        if gone := [base for base in old.bases if path_shape(f"{base}{old.path}") not in heard]:
            what = f"no server has the base path {' or '.join(base or '/' for base in sorted(gone))} any more"
            yield Change("compat/server-removed", self._said(new, "servers"), old.node, what, name)
        yield from self._security.changes(old, new, self._said(new, "security"))
        yield from self._parameters.changes(old, new)
        yield from self._bodies.sent(old, new)
        yield from self._bodies.answered(old, new)
        yield from self._links.changes(old, new)
        yield from self._deliveries.callbacks(old, new)

    def _said(self, operation: Operation, field: str) -> Node:
        """Where something stands that an operation says itself, or the document says for it."""
        root = Node(self._new.document.root, (), self._new.document.root.value)
        return operation.node.get(field) or root.get(field) or operation.node


def _operations(contract: Contract) -> dict[_Key, Operation]:
    return {(path_shape(operation.path), operation.method): operation for operation in contract.operations}


def _moved(before: dict[_Key, Operation], now: dict[_Key, Operation]) -> Iterator[tuple[_Key, Operation]]:
    """Operations whose URLs are what they were, a part of their paths being that of their servers now, or no longer."""
    new = {(url, key[1]): operation for key, operation in now.items() if key not in before for url in _urls(operation)}
    for key, operation in before.items():
        same = [new[url, key[1]] for url in _urls(operation) if (url, key[1]) in new] if key not in now else []
        if same:
            yield key, same[0]


def _urls(operation: Operation) -> list[str]:
    """The paths that an operation is heard at, below the base paths of its servers."""
    return [path_shape(f"{base}{operation.path}") for base in operation.bases or ("",)]
