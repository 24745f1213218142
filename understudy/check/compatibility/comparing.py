"""Two versions of a contract, operation by operation."""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.check.compatibility.bodies import Bodies
from understudy.check.compatibility.changes import Change, deepest
from understudy.check.compatibility.parameters import Parameters
from understudy.check.compatibility.schemas import SchemaChanges
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.objects import paths
from understudy.contract.operations import Operation
from understudy.contract.paths import path_shape

_Key = tuple[str, str]
Requirement = Mapping[str, list[str]]


def compare(old: Contract, new: Contract) -> Iterator[Change]:
    """Every change from one contract to another. Operations that are broken in one of them are passed over."""
    yield from _Comparison(old, new).changes()


class _Comparison:
    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        self._schemas = SchemaChanges(old, new)
        self._parameters, self._bodies = Parameters(self._schemas), Bodies(self._schemas, old, new)

    def changes(self) -> Iterator[Change]:
        """Of operations that were there, in their order; then those that are new."""
        before, now = _operations(self._old), _operations(self._new)
        for key, operation in before.items():
            if key not in now:
                yield self._removed(operation)
            elif not (operation.broken or now[key].broken):
                yield from self._changed(operation, now[key])
        for key in now.keys() - before.keys():
            operation = now[key]
            yield Change("compat/operation-added", operation.node, None, "the operation is new", str(operation))
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
        if old.id != new.id:
            what = f"the operationId is {new.id!r}, and was {old.id!r}: generated clients call it so"
            at, was = (deepest(node, ("operationId",)) for node in (new.node, old.node))
            yield Change("compat/operation-id", at, was, what, name)
        if new.node.value.get("deprecated") is True and old.node.value.get("deprecated") is not True:
            at = new.node.child("deprecated")
            yield Change("compat/deprecated", at, old.node, "the operation is deprecated now", name)
        if gone := set(old.bases) - set(new.bases):
            what = f"no server has the base path {' or '.join(base or '/' for base in sorted(gone))} any more"
            yield Change("compat/server-removed", self._said(new, "servers"), old.node, what, name)
        yield from self._security(old, new)
        yield from self._parameters.changes(old, new)
        yield from self._bodies.sent(old, new)
        yield from self._bodies.answered(old, new)

    def _said(self, operation: Operation, field: str) -> Node:
        """Where something stands that an operation says itself, or the document says for it."""
        root = Node(self._new.document.root, (), self._new.document.root.value)
        return operation.node.get(field) or root.get(field) or operation.node

    def _security(self, old: Operation, new: Operation) -> Iterator[Change]:
        at, name = self._said(new, "security"), str(new)
        before, now = list(old.security) or [{}], list(new.security) or [{}]
        for requirement in before:
            if not any(_is_met(wanted, requirement) for wanted in now):
                asked = " or ".join(map(_worded, now))
                what = f"who comes with {_worded(requirement)} is no longer let in: {asked} is asked for"
                yield Change("compat/security", at, old.node, what, name)
        for wanted in now:
            if not any(_is_met(requirement, wanted) for requirement in before):
                what = f"who comes with {_worded(wanted)} is let in now"
                yield Change("compat/security-added", at, old.node, what, name)
        for scheme in sorted({name for requirement in before for name in requirement}):
            yield from self._scheme(scheme, name)

    def _scheme(self, scheme: str, operation: str) -> Iterator[Change]:
        """How credentials are brought."""
        old, new = (contract.security_schemes.get(scheme) for contract in (self._old, self._new))
        if old and new:
            for field in ("type", "in", "name", "scheme"):
                before, now = (_comparable(field, said.get(field)) for said in (old, new))
                if before != now:
                    root = Node(self._new.document.root, (), self._new.document.root.value)
                    at = deepest(root, ("components", "securitySchemes", scheme, field))
                    what = f"the {field} of the security scheme {scheme!r} is {now!r}, and was {before!r}"
                    yield Change("compat/security-scheme", at, None, what, operation)


def _comparable(field: str, value: Any) -> Any:
    return value.lower() if field == "scheme" and isinstance(value, str) else value  # RFC 9110, 11.1


def _operations(contract: Contract) -> dict[_Key, Operation]:
    return {(path_shape(operation.path), operation.method): operation for operation in contract.operations}


def _is_met(wanted: Requirement, given: Requirement) -> bool:
    """Whether who brings what one alternative asks for has all that another one does."""
    return all(name in given and set(scopes) <= set(given[name]) for name, scopes in wanted.items())


def _worded(requirement: Requirement) -> str:
    said = [f"{name} ({', '.join(scopes)})" if scopes else name for name, scopes in requirement.items()]
    return " and ".join(said) or "no credentials"
