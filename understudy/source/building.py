"""Values built from events, without recursion, each part of them marked with where it stands."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from understudy.source.events import Event, Refused

DEEPEST = 200
"""Nesting beyond this is refused: no document needs it, and validators recurse."""

LARGEST = 5_000_000
"""Values, aliases expanded: what a few nested aliases can blow up to, a client of the value would have to walk."""

Mark = tuple[int, int]
"""Line and column, counted from 0."""

Marks = dict[int, dict[str | int, Mark]]
"""By the identity of their container, the marks of its members."""


class _Frame(Struct):
    """A mapping or sequence that is still open."""

    container: Any
    marks: dict[str | int, Mark]
    anchor: str | None
    size: int = 1
    key: str | None = None
    is_merging: bool = False
    merges: list[Any] = field(default_factory=list)


class Builder:
    """Builds the value that a run of events describes, and notes where each part of it stands."""

    def __init__(self) -> None:
        self.marks: Marks = {}
        self.duplicates: list[tuple[str, Mark, Mark]] = []
        self._anchors: dict[str, tuple[Any, int, Event]] = {}
        self._stack: list[_Frame] = []
        self._root: Any = None

    @property
    def has_anchors(self) -> bool:
        """Whether parts of the value may stand in it more than once."""
        return bool(self._anchors)

    def build(self, events: Iterable[Event]) -> Any:
        """The value; None for a document with nothing in it."""
        for event in events:
            frame = self._stack[-1] if self._stack else None
            if frame and frame.key is None and type(frame.container) is dict and event.kind != "}":
                self._key(frame, event)
            elif event.kind in "{[":
                self._open(frame, event)
            elif event.kind in "}]":
                self._close(event)
            elif event.kind == "*":
                value, size, _ = self._anchored(event)
                self._add(value, size, event)
            else:
                self._add(self._scalar(event), 1, event)
        return self._root

    def _anchored(self, event: Event) -> tuple[Any, int, Event]:
        if event.text not in self._anchors:
            raise Refused(event.line, event.column, f"alias *{event.text} has no anchor above it")
        return self._anchors[event.text]

    def _scalar(self, event: Event) -> Any:
        if isinstance(event.value, Refused):
            raise event.value
        if event.anchor:
            self._anchors[event.anchor] = (event.value, 1, event)
        return event.value

    def _open(self, parent: _Frame | None, event: Event) -> None:
        if len(self._stack) >= DEEPEST:
            raise Refused(event.line, event.column, f"nested more than {DEEPEST} levels deep")
        if parent and type(parent.container) is list:
            parent.marks[len(parent.container)] = (event.line, event.column)
        container: Any = {} if event.kind == "{" else []
        marks = self.marks[id(container)] = {}
        if event.anchor:
            self._anchors.pop(event.anchor, None)  # not to be referred to before it ends
        self._stack.append(_Frame(container, marks, event.anchor))

    def _close(self, event: Event) -> None:
        closed = self._stack.pop()
        self._merge(closed)
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.container, closed.size, event)
        self._add(closed.container, closed.size, event)

    def _key(self, frame: _Frame, event: Event) -> None:
        mark = (event.line, event.column)
        if event.kind == "*":
            event = self._anchored(event)[2]
        elif event.anchor and event.kind in "=<":
            self._anchors[event.anchor] = (event.text if isinstance(event.value, Refused) else event.value, 1, event)
        if event.kind not in "=<":
            raise Refused(*mark, "a key must be a scalar: JSON has no other keys")
        frame.key, frame.is_merging = event.text, event.kind == "<"
        if frame.key in frame.marks and not frame.is_merging:
            self.duplicates.append((frame.key, frame.marks[frame.key], mark))
        else:
            frame.marks[frame.key] = mark

    def _add(self, value: Any, size: int, event: Event) -> None:
        if not self._stack:
            self._root = value
            return
        frame = self._stack[-1]
        frame.size += size
        if frame.size > LARGEST:
            raise Refused(event.line, event.column, f"more than {LARGEST:,} values, aliases expanded")
        if type(frame.container) is list:
            frame.marks.setdefault(len(frame.container), (event.line, event.column))
            frame.container.append(value)
        elif frame.is_merging and isinstance(value, dict | list):
            frame.marks.pop("<<", None)
            sources = value if isinstance(value, list) else [value]
            if not all(isinstance(source, dict) for source in sources):
                raise Refused(event.line, event.column, "<< merges mappings only")
            frame.merges += sources
            frame.key = None
        else:
            frame.container[frame.key] = value
            frame.key = None

    def _merge(self, frame: _Frame) -> None:
        """Fill in what `<<` brought; the mapping's own keys win, then the earlier source (yaml.org/type/merge)."""
        for source in frame.merges:
            for key, value in source.items():
                if key not in frame.container:
                    frame.container[key] = value
                    frame.marks[key] = self.marks[id(source)][key]
