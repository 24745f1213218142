"""What nothing is held against, and matters all the same: defaults of what is sent, and what is deprecated."""

from collections.abc import Iterator

from understudy.check.compatibility.changes import Change, deepest
from understudy.check.compatibility.words import called, shown
from understudy.contract.document import Node
from understudy.contract.schemas import MISSING, Schemas
from understudy.source import Pointer

_Key = tuple[int, Pointer, int, Pointer]

_SAID = ("default", "deprecated")


class Notes:
    """Goes through the schemas of two documents side by side, once through each pair that stands in the same place."""

    def __init__(self, new: Schemas, old: Schemas, *, is_sent: bool) -> None:
        self._new, self._old, self._is_sent = new, old, is_sent
        self._above: dict[_Key, list[_Key]] = {}
        self._uses: dict[_Key, list[tuple[str, str]]] = {}
        self._changed: list[tuple[_Key, Node, Node]] = []
        self._known: set[_Key] = set()

    def add(self, new: Node, old: Node, label: str, operation: str) -> None:
        """Compare two versions of a schema, and of all that stands in it."""
        first = self._resolved(new, old)
        self._uses.setdefault(_key(*first), []).append((label, operation))
        waiting = [first]
        while waiting:
            now, before = waiting.pop()
            key = _key(now, before)
            is_known = key in self._known
            self._known.add(key)
            if is_known or not isinstance(now.value, dict) or not isinstance(before.value, dict):
                continue
            if any(said in each.value for said in _SAID for each in (now, before)):
                self._changed.append((key, now, before))
            for place in _places(now):
                if (there := deepest(before, place)).pointer == (*before.pointer, *place):
                    below = self._resolved(now.child(*place), there)
                    self._above.setdefault(_key(*below), []).append(key)
                    waiting.append(below)

    def changes(self) -> Iterator[Change]:
        """What changed, for each operation that has it."""
        for key, now, before in self._changed:
            for label, operation in self._led_to(key):
                subject = called(now, label)
                given, was = self._new.default(now), self._old.default(before)
                if self._is_sent and given != was:
                    said = ["none" if value is MISSING else shown(value) for value in (given, was)]
                    ends = deepest(now, ("default",)), deepest(before, ("default",))
                    what = f"the default of {subject} is {said[0]}, and was {said[1]}"
                    yield Change("compat/default", *ends, what, operation)
                if now.value.get("deprecated") is True and before.value.get("deprecated") is not True:
                    at = now.child("deprecated")
                    yield Change("compat/deprecated", at, before, f"{subject} is deprecated now", operation)

    def _led_to(self, key: _Key) -> Iterator[tuple[str, str]]:
        waiting, seen = [key], {key}
        while waiting:
            key = waiting.pop()
            yield from self._uses.get(key, ())
            found = {each for each in self._above.get(key, ()) if each not in seen}
            seen |= found
            waiting += found

    def _resolved(self, new: Node, old: Node) -> tuple[Node, Node]:
        return self._new.resolve(new), self._old.resolve(old)


def _key(new: Node, old: Node) -> _Key:
    return id(new.source), new.pointer, id(old.source), old.pointer


def _places(node: Node) -> Iterator[Pointer]:
    """Where schemas stand in a schema that tell of one member, or of one alternative."""
    for name, _ in properties.items() if (properties := node.get("properties")) else ():
        yield "properties", name
    for keyword in ("items", "additionalProperties"):
        if keyword in node.value:
            yield (keyword,)
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts = node.get(keyword)
        for index, _ in enumerate(parts.elements()) if parts else ():
            yield keyword, index
