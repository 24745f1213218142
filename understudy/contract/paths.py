"""Paths: their templates, and the one that a request target matches (OpenAPI 3.1, 4.8.8.1 and 4.8.8.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote


def template_names(path: str) -> list[str]:
    """The names in braces, in order; also what has no closing brace is left out."""
    return [part for is_name, segment in enumerate(path.split("{")) if is_name for part in [segment.partition("}")[0]]]


@dataclass(frozen=True, slots=True)
class _Segment:
    """One segment of a template: literal pieces with a parameter between each two of them."""

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "_Segment":
        head, *rest = text.split("{")
        pieces = [part.partition("}") for part in rest]
        return cls((head, *(tail for _, _, tail in pieces)), tuple(name for name, _, _ in pieces))

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the more concrete template first: more literal text, then fewer parameters."""
        return -sum(map(len, self.literals)), len(self.names)

    def match(self, raw: str) -> list[str] | None:
        """The raw value of each parameter, or None. Linear: a literal is taken where it first occurs."""
        first, *between = self.literals
        if not raw.startswith(first):
            return None
        values, at = [], len(first)
        for index, literal in enumerate(between):
            last = index == len(between) - 1
            end = len(raw) - len(literal) if last else raw.find(literal, at + 1)
            if end <= at or (last and not raw.endswith(literal)):
                return None
            values.append(raw[at:end])
            at = end + len(literal)
        return values


@dataclass(slots=True)
class _Step:
    literals: dict[str, "_Step"] = field(default_factory=dict)
    templates: list[tuple[_Segment, "_Step"]] = field(default_factory=list)
    found: tuple[Any, tuple[str, ...]] | None = None


class Router:
    """Finds the path item for a request target, in time that depends on the target's length.

    A concrete segment beats a template, segment by segment from the left; of two templates the more concrete one does.
    Segments are parted before they are decoded, so `%2F` stays inside the parameter that it was sent in.
    """

    def __init__(self, paths: Iterable[tuple[str, Any]]) -> None:
        """`paths` are path templates with what to find for each; of equal ones the first is kept."""
        self._root = _Step()
        for path, item in paths:
            step = self._root
            names: list[str] = []
            for text in path.split("/")[1:]:
                segment = _Segment.parse(text)
                names += segment.names
                step = _next(step, segment, text)
            step.found = step.found or (item, tuple(names))

    def match(self, raw_path: str) -> tuple[Any, dict[str, str]] | None:
        """What was registered for the path of a request target, with the raw value of each parameter, or None."""
        if not raw_path.startswith("/"):
            return None
        found = self._match(self._root, raw_path.split("/")[1:], 0)
        if found is None:
            return None
        (item, names), values = found
        return item, dict(zip(names, values, strict=True))

    def _match(
        self, step: "_Step", segments: list[str], at: int
    ) -> tuple[tuple[Any, tuple[str, ...]], list[str]] | None:
        if at == len(segments):
            return (step.found, []) if step.found else None
        literal = step.literals.get(unquote(segments[at]))
        if literal and (found := self._match(literal, segments, at + 1)):
            return found
        for segment, following in step.templates:
            values = segment.match(segments[at])
            if values is not None and (found := self._match(following, segments, at + 1)):
                return found[0], values + found[1]
        return None


def _next(step: _Step, segment: _Segment, text: str) -> _Step:
    if not segment.names:
        return step.literals.setdefault(text, _Step())
    for known, following in step.templates:
        if known.literals == segment.literals:
            return following
    step.templates.append((segment, following := _Step()))
    step.templates.sort(key=lambda pair: pair[0].rank)
    return following
