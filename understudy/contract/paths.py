"""Paths: their templates, and the one that a request target matches (OpenAPI 3.1, 4.8.8.1 and 4.8.8.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit

_NAME = re.compile(r"\{([^{}]*)\}")
_KEPT = "%!$&'()*+,;=:@~"
_ESCAPED = re.compile("%[0-9A-Fa-f]{2}")


def _capitals(text: str) -> str:
    """Percent-encoded octets with their digits in capitals (RFC 3986, 6.2.2.1); everything keeps its place."""
    return _ESCAPED.sub(lambda found: found[0].upper(), text)


def template_names(path: str) -> list[str]:
    """The names in braces, in order."""
    return [name for text in path.split("/") for name in _Segment.parse(text).names]


def path_shape(path: str) -> str:
    """What templates have in common that differ in the names of their parameters alone: they match the same paths."""
    return _NAME.sub("{}", path)


def base_path(server: Any) -> str:
    """The path of a server's URL, its variables at their defaults (OpenAPI 3.1, 4.8.5)."""
    try:
        url = server["url"]
        for name, variable in server.get("variables", {}).items():
            url = url.replace("{" + name + "}", variable["default"])
        path = unquote(urlsplit(url).path).strip("/")
    except (ValueError, TypeError, KeyError, AttributeError):  # no URL, or no server: which is among the findings
        return ""
    return f"/{path}" if path else ""


@dataclass(frozen=True, slots=True)
class _Segment:
    """One segment of a template: literal pieces with a parameter between each two of them."""

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "_Segment":
        parts = _NAME.split(text)
        literals = (_capitals(quote(literal, safe=_KEPT)) for literal in parts[::2])
        return cls(tuple(literals), tuple(parts[1::2]))

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the more concrete template first: more literal text, then fewer parameters."""
        return -sum(map(len, self.literals)), len(self.names)

    def match(self, raw: str) -> list[str] | None:
        """The raw value of each parameter, or None. Linear: a literal is taken where it first occurs."""
        first, *between = self.literals
        text = _capitals(raw)
        if not text.startswith(first):
            return None
        values, at = [], len(first)
        for index, literal in enumerate(between):
            last = index == len(between) - 1
            end = len(text) - len(literal) if last else text.find(literal, at + 1)
            if end <= at or (last and not text.endswith(literal)):
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
        return step.literals.setdefault(unquote(text), _Step())
    for known, following in step.templates:
        if known.literals == segment.literals:
            return following
    step.templates.append((segment, following := _Step()))
    step.templates.sort(key=lambda pair: pair[0].rank)
    return following
