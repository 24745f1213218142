"""Paths: their templates, and the one that a request target matches (OpenAPI 3.1, 4.8.8.1 and 4.8.8.2)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from string import ascii_letters, digits
from typing import Any, TypeAlias
from urllib.parse import quote, unquote

from msgspec import Struct, field

from understudy.errors import nearest

_NAME = re.compile(r"\{([^{}/]*)\}")
_BEHIND = re.compile("[?#]")
_KEPT = "%!$&'()*+,;=:@~"
_UNRESERVED = frozenset(f"{ascii_letters}{digits}-._~")
_MARKS = frozenset("!$&'()*+,;=:@")
"""Delimiters that a segment may have as they are (RFC 3986, 3.3), and that many clients encode all the same."""

_MOST_NEAR, _MOST_SEGMENTS = 200, 16
"""Concrete segments among which one is looked for that is like another one, and segments of a path that are."""

_MOST_LEADS, _LONGEST_LEAD = 1024, 1000
"""Paths above a last segment of which it is known where they lead, and the characters of one that may be."""

_ESCAPED = re.compile("%[0-9A-Fa-f]{2}")


def normal(path: str) -> str:
    """A path in which nothing is percent-encoded that need not be, and in capitals (RFC 3986, 6.2.2.1 and 6.2.2.2)."""
    return _ESCAPED.sub(_octet, path) if "%" in path else path


def _octet(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


def template_names(path: str) -> list[str]:
    """The names in braces, in order."""
    return _NAME.findall(path)


def bare_path(path: str) -> str:
    """A path without what is none of it: a query, a fragment (RFC 3986, 3)."""
    return _BEHIND.split(path, maxsplit=1)[0]


def path_shape(path: str) -> str:
    """What templates have in common that differ in the names of their parameters alone: they match the same paths."""
    return _NAME.sub("{}", path)


_WHOLE = ("", "")
"""The literals of a segment that is one parameter and nothing else, as most are that are not concrete."""


class _Segment(Struct, frozen=True):
    """One segment of a template: literal pieces with a parameter between each two of them."""

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "_Segment":
        parts = _NAME.split(text)
        literals = (normal(quote(literal, safe=_KEPT)) for literal in parts[::2])
        return cls(tuple(literals), tuple(parts[1::2]))

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the more concrete template first: more literal text, then fewer parameters."""
        return -sum(map(len, self.literals)), len(self.names)

    def match(self, text: str) -> list[str] | None:
        """The raw value of each parameter, or None. Linear: a literal is taken where it first occurs in the text.

        Save the dot before the last one, which is taken where it last occurs: in `52.37.json` it is that of the format.
        """
        first, *between = self.literals
        if not text.startswith(first):
            return None
        values, at = [], len(first)
        for index, literal in enumerate(between):
            last = index == len(between) - 1
            if last:
                end = len(text) - len(literal)
            elif literal == "." and index == len(between) - 2:
                end = text.rfind(literal, at + 1, max(len(text) - len(between[-1]) - 1, 0))
            else:
                end = text.find(literal, at + 1)
            if end <= at or (last and not text.endswith(literal)):
                return None
            values.append(text[at:end])
            at = end + len(literal)
        return values


_template = lru_cache(1024)(_Segment.parse)
"""A segment with braces in it: thousands of paths have the same `{id}`."""


class _Branch(Struct, frozen=True, eq=False):
    """A template with what follows it; the one to try first has the lowest rank, and then the lowest number."""

    rank: tuple[int, int]
    number: int
    segment: _Segment
    following: "_Step"


_ORDER = attrgetter("rank", "number")


class _Templates:
    """The templates that a segment may match, found by the literals that it begins and ends with."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], _Branch] = {}
        self._by_ends: dict[tuple[str, str], list[_Branch]] = {}
        self._lengths: list[tuple[int, int]] = []
        self._marks: frozenset[str] = frozenset()

    def following(self, segment: _Segment, step: "_Step | None" = None) -> "_Step":
        """The step behind a template; one that is new is added, with the step that may be there already."""
        literals = segment.literals
        if literals not in self._known:
            self._marks |= _MARKS.intersection("".join(literals))
            self._known[literals] = branch = _Branch(segment.rank, len(self._known), segment, step or _Step())
            ends = literals[0], literals[-1]
            if (lengths := (len(ends[0]), len(ends[1]))) not in self._lengths:
                self._lengths.append(lengths)
            self._by_ends.setdefault(ends, []).append(branch)
        return self._known[literals].following

    def matching(self, text: str) -> Iterator[tuple["_Step", list[str]]]:
        """The step behind each template that a segment matches, with the raw values; the most concrete one first.

        Then those that it matches if what stands in templates themselves was percent-encoded by an eager client.
        """
        found: list[_Branch] = []
        for first, last in self._lengths:
            if first + last < len(text):
                found += self._by_ends.get((text[:first], text[len(text) - last :]), ())
        for branch in sorted(found, key=_ORDER) if len(found) > 1 else found:
            if (values := branch.segment.match(text)) is not None:
                yield branch.following, values
        if self._marks and "%" in text and (bare := _ESCAPED.sub(self._bare, text)) != text:
            yield from self.matching(bare)

    def _bare(self, found: re.Match[str]) -> str:
        character = chr(int(found[0][1:], 16))
        return character if character in self._marks else found[0]


class _Step(Struct):
    """What may come next: literals, and one parameter `only`, as most often, or several templates."""

    literals: dict[str, "_Step"] = field(default_factory=dict)
    only: "_Step | None" = None
    templates: _Templates | None = None
    found: tuple[Any, tuple[str, ...]] | None = None

    def following(self, text: str, segment: _Segment | None) -> "_Step":
        """The step behind a segment of a path, which may be a template; one that is new is added."""
        if not segment or not segment.names:
            return self.literals.setdefault(unquote(text), _Step())
        if segment.literals == _WHOLE and not self.templates:
            self.only = self.only or _Step()
            return self.only
        self.templates = self.templates or _Templates()
        if self.only:
            self.templates.following(_Segment(_WHOLE, segment.names[:1]), self.only)
            self.only = None
        return self.templates.following(segment)

    def matching(self, text: str) -> Iterator[tuple["_Step", list[str]]]:
        """The steps behind a segment, with the raw values in it; the most concrete one first."""
        if literal := self.literals.get(unquote(text) if "%" in text else text):
            yield literal, []
        if self.only and text:
            yield self.only, [text]
        if self.templates:
            yield from self.templates.matching(text)

    def ending(self, text: str) -> "Found | None":
        """What was registered for a path that ends here with this segment."""
        literal = self.literals.get(unquote(text) if "%" in text else text)
        if literal and literal.found:
            return literal.found, []
        if only := self.only:
            return (only.found, [text]) if only.found and text else None
        found = self.templates.matching(text) if self.templates else ()
        return next(((step.found, values) for step, values in found if step.found), None)


Found: TypeAlias = tuple[tuple[Any, tuple[str, ...]], list[str]]
"""What was registered for a path, the names of its parameters, and their raw values."""

_Led: TypeAlias = tuple[_Step | None, list[str], Sequence[str]]
"""The step that segments lead to, if there is one, the raw values on the way, and the segments that are left."""


class Router:
    """Finds the path item for a request target, in time that depends on the target's length, not on how many paths.

    A concrete segment beats a template, segment by segment from the left; of two templates the more concrete one does.
    Segments are parted before they are decoded, so `%2F` stays inside the parameter that it was sent in.
    """

    def __init__(self, paths: Iterable[tuple[str, Any]]) -> None:
        """`paths` are path templates with what to find for each; of equal ones the first is kept."""
        self._root = _Step()
        self._leads = lru_cache(maxsize=_MOST_LEADS)(self._lead)
        for path, item in paths:
            step = self._root
            names: list[str] = []
            for text in path.split("/")[1:]:
                segment = _template(text) if "{" in text else None
                names += segment.names if segment else ()
                step = step.following(text, segment)
            step.found = step.found or (item, tuple(names))

    def match(self, raw_path: str) -> tuple[Any, dict[str, str]] | None:
        """What was registered for the path of a request target, with the raw value of each parameter, or None.

        A value is raw, as it was sent or might have been: `%41` is an `A`, and `%2f` is `%2F` and no delimiter.
        """
        if (found := self.find(raw_path)) is None:
            return None
        (item, names), values = found
        return item, dict(zip(names, values, strict=True))

    def find(self, raw_path: str) -> Found | None:
        """The same, with the values by themselves."""
        head, slash, last = (normal(raw_path) if "%" in raw_path else raw_path).rpartition("/")
        return (self._leads if len(head) <= _LONGEST_LEAD else self._lead)(head)(last) if slash else None

    def _lead(self, head: str) -> Callable[[str], Found | None]:
        """What finds a path by its last segment, where this leads above that: most have that in common with others."""
        first, *segments = head.split("/")
        step, values, left = (None, [], ()) if first else _led(self._root, segments)
        return partial(_found, (step, values, left)) if step is None or values or left else step.ending

    def near(self, raw_path: str) -> str | None:
        """The path of a target that is there, where one that is not differs from it in the slash at its end.

        Or in one concrete segment which is spelled much like that; where very many may come there, none is looked for.
        """
        if not raw_path.startswith("/"):
            return None
        other = raw_path.removesuffix("/") if raw_path.endswith("/") else f"{raw_path}/"
        if self.match(other):
            return other
        segments, step = normal(raw_path).split("/")[1:], self._root
        for at, text in enumerate(map(unquote, segments[:_MOST_SEGMENTS])):
            literals = step.literals if len(step.literals) <= _MOST_NEAR else {}
            word = nearest(text, list(literals))
            if word and word != text:
                meant = [*segments[:at], quote(word, safe=_KEPT), *segments[at + 1 :]]
                if self.find(path := f"/{'/'.join(meant)}"):
                    return path
            following = step.literals.get(text) or step.only
            if following is None:
                break
            step = following
        return None


def _led(step: _Step, segments: Sequence[str]) -> _Led:
    """Where segments lead, as far as they leave no choice."""
    values: list[str] = []
    for at, text in enumerate(segments):
        literal, only = step.literals.get(unquote(text) if "%" in text else text), step.only
        if step.templates or (literal and only):
            return step, values, segments[at:]
        if only and text:
            values.append(text)
        following = literal or (only if text else None)
        if following is None:
            return None, values, ()
        step = following
    return step, values, ()


def _found(led: _Led, last: str) -> Found | None:
    """What was registered for a path that so leads to its last segment."""
    step, values, left = led
    if step is None:
        return None
    for following, more in step.matching(left[0]) if left else ():
        if found := _found(_led(following, left[1:]), last):
            return found[0], values + more + found[1]
    found = None if left else step.ending(last)
    return (found[0], values + found[1]) if found and values else found
