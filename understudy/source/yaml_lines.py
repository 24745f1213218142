"""YAML by its lines: where most are one member or element each, that takes a quarter of a parser's time.

What is written in another way, over several lines for instance, is put aside, and all of that is parsed in one go.
"""

import re
from sys import intern
from typing import Any, Final, NamedTuple

from understudy.source.building import DEEPEST, LARGEST
from understudy.source.yaml_events import Tags, plain
from understudy.source.yaml_values import Unusual, yaml_value

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

_BELOW: Final = object()
"""The value of an entry that says nothing: it is in the lines below, if it has any."""

_ASIDE: Final = object()
"""The value of one that says it in another way."""

_Line = tuple[int, tuple[int, ...], str | None, Any]
"""The column of what a line says, the columns of what is behind each of its dashes, a key, and a value."""

_EMPTY: Final[_Line] = (-1, (), None, None)


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
    value: Any = _ASIDE
    if _NOTHING.fullmatch(line, at):
        if not is_entry:
            return _EMPTY
        value = _BELOW
    elif is_entry and _PLAIN.fullmatch(line, at):
        value = plain(line[at:].rstrip(" "))
    elif is_entry and _IN_QUOTES.fullmatch(line, at):
        value = line[at:].rstrip(" ")[1:-1]
    if key is not None:
        key = intern(key[1:-1] if key[0] in "'\"" else key)
        if key == "<<" or len(key) > _LONGEST_KEY:
            raise Unusual
    behind = (found.end() + len(indent) for found in re.finditer("- *", dashes))
    return len(indent), tuple(behind), key, value


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
    outer: list[tuple[Any, int]] = []  # the collections around the one that is open, with their columns
    last: Any = 0
    waits = True  # whether the last entry may go on below
    size, entry, following = 1, 0, 0
    for number, line in enumerate(lines):
        if number < following:
            continue
        column, behind, key, value = said[line]
        if column < 0:
            continue
        if column > at:
            if not waits or (key is None and not behind):
                following = aside.put(entry, at, inner, len(outer)) if outer else 0
                if following <= number:
                    raise Unusual
                waits = False
                continue
            outer.append((inner, at))
            inner[last] = [] if behind else {}
            inner, at = inner[last], column
            if len(outer) > DEEPEST:
                raise Unusual
        elif column < at:
            while column < at:
                size += len(inner)
                inner, at = outer.pop()
            if column != at:
                raise Unusual
            waits = False
        if behind:
            if type(inner) is dict:  # whose member's elements may begin where its key does
                if not waits:
                    raise Unusual
                outer.append((inner, at))
                inner[last] = []
                inner = inner[last]
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
        elif type(inner) is list:
            size += len(inner)
            inner, at = outer.pop()
            if column != at or type(inner) is list:
                raise Unusual
        entry, waits = number, value is _BELOW
        if waits:
            value = None
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
        if value is _ASIDE:
            following = aside.put(number, at, inner, len(outer))
    while outer:
        size += len(inner)
        inner, at = outer.pop()
    parsed = aside.parse(tags)
    if size + parsed // 2 > LARGEST:  # each takes two characters at the least
        raise Unusual
    return Told(inner[0], parsed)
