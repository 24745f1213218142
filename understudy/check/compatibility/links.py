"""Links of two versions of an operation: where they lead, and what they give."""

from collections.abc import Hashable, Iterator
from contextlib import suppress

from understudy.check.compatibility.bodies import same_status
from understudy.check.compatibility.changes import Change, deepest
from understudy.contract.contract import Contract
from understudy.contract.document import Document, Node
from understudy.contract.operations import Operation, Response
from understudy.contract.paths import path_shape
from understudy.errors import MockError, quoted


class Links:
    """Compares the links of answers, which clients may follow and need not."""

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        self._before, self._now = _Targets(old), _Targets(new)

    def changes(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Those that are gone, new, or lead elsewhere."""
        for status, response in old.responses.items():
            for same in same_status(new, status)[:1]:
                yield from self._response(response, same, str(new))

    def _response(self, old: Response, new: Response, operation: str) -> Iterator[Change]:
        before, now = _links(old, self._old.document), _links(new, self._new.document)
        label = f"the answer {new.status}"
        for name, was in before.items():
            if (link := now.get(name)) is None:
                at, what = deepest(new.node, ("links",)), f"{label} no longer has the link {quoted(name)}"
                yield Change("compat/link-removed", at, was, what, operation)
                continue
            if self._now.of(link) != self._before.of(was):
                what = f"the link {quoted(name)} of {label} leads to another operation"
                yield Change("compat/link-changed", link, was, what, operation)
            elif any(link.value.get(field) != was.value.get(field) for field in ("parameters", "requestBody")):
                what = f"the link {quoted(name)} of {label} gives other parameters, or another body"
                yield Change("compat/link-changed", link, was, what, operation)
        for name, link in now.items():
            if name not in before:
                yield Change("compat/link-added", link, old.node, f"{label} has the link {quoted(name)} now", operation)


def _links(response: Response, document: Document) -> dict[str, Node]:
    """The links of a response, save those that lead nowhere."""
    declared, found = response.node.get("links"), dict[str, Node]()
    for name, node in declared.items() if declared else ():
        with suppress(MockError):
            link = document.resolve(node)
            if isinstance(link.value, dict):
                found[name] = link
    return found


class _Targets:
    """Where links lead, however that is said: the operations of a contract by their operationIds and their places."""

    def __init__(self, contract: Contract) -> None:
        self._document = contract.document
        self._known: dict[object, object] = {}
        for each in contract.operations:
            self._known[each.node.identity] = self._known[each.id] = (each.method, path_shape(each.path))

    def of(self, link: Node) -> object:
        """The operation that a link leads to, or what it says where nothing is known of that."""
        name, reference = link.value.get("operationId"), link.value.get("operationRef")
        if isinstance(reference, str):
            with suppress(MockError):
                name = self._document.follow(link.source, reference).identity
        return self._known.get(name, (name, reference)) if isinstance(name, Hashable) else None
