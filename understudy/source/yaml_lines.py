"""YAML by its lines: where most are one member or element each, that takes a quarter of a parser's time.

What is written in another way, over several lines for instance, is put aside, and all of that is parsed in one go.
"""

import re
from collections.abc import Iterator
from itertools import islice
from sys import intern
from typing import Any, Final, NamedTuple

from understudy.source.building import DEEPEST, LARGEST
from understudy.source.scalars import Tags, Unusual, plain

# What stands for itself wherever in a line it is; in plain text `:` and `#` do not, and fewer may be its first. Letters
# are those of any script. What else there is beyond ASCII is parsed: a class that names it would take long to compile.
_ANY: Final = r"!-~\w"
_TEXT: Final = r'!"$-9;-~\w'
_FIRST: Final = r"[$(+/;<=\\^~\w]"
_QUOTED: Final = r"""'[ -&(-~\w]*'|"[ !#-\[\]-~\w]*\""""

_BEGINNING = re.compile(rf"( *)((?:-(?: +|$))*)(?:({_FIRST}[{_TEXT}]*(?: +[{_TEXT}]+)*|{_QUOTED}):(?: +|$))?")
_NOTHING = re.compile(rf"(?:#[ {_ANY}]*)?")
_PLAIN = re.compile(rf"-?{_FIRST}[ {_TEXT}]*(?:(?::(?=[{_ANY}])|(?<! )#)[ {_TEXT}]*)*")
_IN_QUOTES = re.compile(rf"(?:{_QUOTED}) *")

_RELATIVE = re.compile(r"#|(?:!.*)?[|>][+-]?[0-9]", re.DOTALL)
"""What may say how far its lines are indented, which it counts from the lines around it; behind a comment, too."""

_BREAKS: Final = "\r\x85\u2028\u2029"
"""What a line ends with too."""

_LONGEST_KEY: Final = 1_000
"""Characters: a parser looks for the colon behind a key no further than it has to."""

_Line = tuple[int, tuple[int, ...], str | None, Any, bool | None]
"""The place of what a line says, the places of what is behind each of its dashes, a key, and a value.

Then whether the value may be in the lines below; None where it is put aside. A place is twice the column of a key or a
text, and one more for a dash: so elements that begin where the key does whose value they are stand deeper than it.
"""

_EMPTY: Final[_Line] = (-2, (), None, None, False)


class Told(NamedTuple):
    """The value of a text, and how many characters had to be parsed for it."""

    value: Any
    parsed: int


class _Lines(dict[str, _Line]):
    """What each line says by itself: many lines of a document are alike."""

    def __missing__(self, line: str) -> _Line:
        self[line] = said = _said(line)
        return said


def _said(line: str) -> _Line:
    beginning = _BEGINNING.match(line)
    assert beginning
    indent, dashes, key = beginning.groups()
    at, is_entry = beginning.end(), bool(dashes or key)
    value: Any = None
    below: bool | None = False
    if _NOTHING.fullmatch(line, at):
        if not is_entry:
            return _EMPTY
        below = True
    elif is_entry and _PLAIN.fullmatch(line, at):
        value = plain(line[at:].rstrip(" "))
    elif is_entry and _IN_QUOTES.fullmatch(line, at):
        value = line[at:].rstrip(" ")[1:-1]
    else:
        below = None
    if key is not None:
        key = intern(key[1:-1] if key[0] in "'\"" else key)
        if key == "<<" or len(key) > _LONGEST_KEY:
            raise Unusual
    place = 2 * len(indent)
    if not dashes:
        return place, (), key, value, below
    *inner, last = (place + 2 * found.end() for found in re.finditer("- *", dashes))
    return place + 1, (*(each + 1 for each in inner), last), key, value, below


class _Aside:
    """What is put aside, each with where its value belongs."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._texts: list[str] = []
        self._places: list[tuple[Any, Any]] = []

    def put(self, entry: int, column: int, collection: Any, depth: int) -> int:
        """Put the last entry of a collection aside, which begins in a line. The line that comes behind it."""
        lines, end = self._lines, entry + 1
        while end < len(lines) and (not (text := lines[end].lstrip(" ")) or len(lines[end]) - len(text) > column):
            end += 1
        beginning = _BEGINNING.match(lines[entry])
        assert beginning
        text = "\n".join([lines[entry][beginning.end() :], *lines[entry + 1 : end], *[""][: end < len(lines)]])
        if _RELATIVE.match(text.lstrip(" \n")) or any(each in text for each in _BREAKS):
            raise Unusual
        if _may_be_collection(text) and depth + text.count("[") + text.count("{") > DEEPEST:
            raise Unusual
        self._texts.append(text)
        last = len(collection) - 1 if type(collection) is list else next(reversed(collection))
        self._places.append((collection, last))
        return end

    def parse(self, tags: Tags) -> int:
        """Put the values where they belong. How many characters they were written in.

        Each text is an element that begins a line, and no other line of it begins where an element would. So if there
        are as many elements as texts, none of them has run into the next one.
        """
        if not self._texts:
            return 0
        from understudy.source.yaml_values import yaml_value  # noqa: PLC0415 - the parser, if anything is left to it

        whole = "".join(f"- {text}" for text in self._texts)
        values = yaml_value(whole, tags)
        if len(values) != len(self._texts):
            raise Unusual
        for (collection, last), text, value in zip(self._places, self._texts, values, strict=True):
            if type(value) in (dict, list) and not _may_be_collection(text):
                raise Unusual  # of the lines below, or on the line of the key, where it must not begin
            collection[last] = value
        return len(whole)


def _may_be_collection(text: str) -> bool:
    return text.lstrip(" \n").startswith(("[", "{"))


def value_by_lines(text: str, tags: Tags) -> Told:
    """The value of a YAML text, as it would be built from its events. Raises Unusual where its lines do not tell."""
    try:
        return _value(text, tags)
    except ValueError:
        raise Unusual from None


def _value(text: str, tags: Tags) -> Told:  # noqa: C901, PLR0912, PLR0915 - a call for each line takes its time
    lines, said = text.split("\n"), _Lines()
    if lines[0] == "---":
        lines[0] = ""
    aside = _Aside(lines)
    inner: Any = [None]
    at = -1
    outer: list[tuple[Any, int]] = []  # the collections around the one that is open, with their places
    last: Any = 0
    waits: bool | None = True  # whether the last entry may go on below
    size, entry = 1, 0
    numbered = enumerate(lines)
    for number, line in numbered:
        place, behind, key, value, below = said[line]
        if place > at:
            if not waits or (key is None and not behind):
                following = aside.put(entry, at // 2, inner, len(outer)) if outer else 0
                if following <= number:
                    raise Unusual
                _skip(numbered, following - number - 1)
                waits = False
                continue
            outer.append((inner, at))
            opened: Any = [] if behind else {}
            inner[last] = opened
            inner, at = opened, place
            if len(outer) > DEEPEST:
                raise Unusual
        elif place < at:
            if place < 0:
                continue
            while place < at:
                size += len(inner)
                inner, at = outer.pop()
            if place != at:
                raise Unusual
        if behind:
            for within in behind[:-1]:
                outer.append((inner, at))
                inner.append([])
                inner, at = inner[-1], within
            if key is not None:
                outer.append((inner, at))
                inner.append({})
                inner, at = inner[-1], behind[-1]
            if len(outer) > DEEPEST:
                raise Unusual
        entry, waits = number, below
        if key is not None:
            if key in inner:
                raise Unusual
            inner[key] = value
            last = key
        elif behind:
            inner.append(value)
            last = -1
        else:
            raise Unusual
        if waits is None:
            _skip(numbered, aside.put(number, at // 2, inner, len(outer)) - number - 1)
    while outer:
        size += len(inner)
        inner, at = outer.pop()
    parsed = aside.parse(tags)
    if size + parsed // 2 > LARGEST:  # each takes two characters at the least
        raise Unusual
    return Told(inner[0], parsed)


def _skip(numbered: Iterator[Any], lines: int) -> None:
    for _ in islice(numbered, lines):
        pass
