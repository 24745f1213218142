"""Regular expressions (ECMA-262, 22.2.1) read as the pieces that a matching text is made of.

Whether a text matches is for the validator's own engine to say, which cannot be made to run for ever. So some
assertions are left out here (what stands before, the bounds of words), and whatever is written in another way is not
understood.
"""

import re
from functools import cache

from understudy.contract.samples.patterns.characters import ANY, Ranges, characters, complement, escaped, having
from understudy.contract.samples.patterns.pieces import (
    BEGINNING,
    END,
    MANY,
    NOTHING,
    Ahead,
    Back,
    Group,
    Piece,
    choice,
    repeat,
    sequence,
)

_DEEPEST = 25
_QUANTIFIER = re.compile(r"(?:([*+?])|\{([0-9]{1,9})(,([0-9]{1,9})?)?\})[?+]?")
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}")
_CONTROL = re.compile(r"c([A-Za-z])")
_PROPERTY = re.compile(r"([pP])(?:\{(?:\w+=)?(\w+)\}|(\w))")
_BACK = re.compile(r"([1-9])|k<(\w+)>")
_OPENING = re.compile(r"\((?:\?(?:(=|!)|(<=|<!)|P?<(\w+)>|>|([a-zA-Z-]*)([:)])))?")
_EDGES = {"A": BEGINNING, "z": END, "Z": END}
_SIMPLE = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}


@cache
def parsed(pattern: str) -> Piece | None:
    """The pieces of an expression, or None for one that is written in another way or nests too deeply."""
    try:
        return _Reader(pattern).read()
    except (ValueError, IndexError, KeyError):
        return None


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text, self._at, self._depth = pattern, 0, 0
        self._names: dict[str, int] = {}
        self._groups = 0

    def read(self) -> Piece:
        piece = self._choice()
        if self._at < len(self._text):
            raise ValueError("a parenthesis that nothing opened")
        return piece

    def _takes(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) if found else 0
        return found

    def _match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        match = expression.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match

    def _choice(self) -> Piece:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("nested too deeply")
        options = [self._sequence()]
        while self._takes("|"):
            options.append(self._sequence())
        self._depth -= 1
        return choice(options)

    def _sequence(self) -> Piece:
        parts: list[Piece] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            piece = self._atom()
            if match := self._match(_QUANTIFIER):
                sign, least, comma, most = match.groups()
                low, high = _SIMPLE[sign] if sign else (int(least), int(most or MANY) if comma else int(least))
                piece = repeat(piece, low, high)
            parts.append(piece)
        return sequence([part for part in parts if part is not NOTHING])

    def _atom(self) -> Piece:
        character = self._text[self._at]
        if character == "(":
            return self._group()
        self._at += 1
        if character in "^$":
            return END if character == "$" else BEGINNING
        if character == ".":
            return characters(ANY)
        if character == "[":
            return characters(self._class())
        if character == "\\":
            return self._escape()
        return characters(((ord(character), ord(character)),))

    def _group(self) -> Piece:
        match = self._match(_OPENING)
        assert match  # a parenthesis stands here
        ahead, behind, name, _flags, end = match.groups()
        if end == ")":
            return NOTHING
        number = 0
        if match[0] == "(" or name:
            self._groups += 1
            number = self._names[name or str(self._groups)] = self._groups
        piece = self._choice()
        if not self._takes(")"):
            raise ValueError("a parenthesis that nothing closes")
        if ahead:
            return Ahead(piece, refused=ahead == "!")
        if behind:
            return NOTHING
        return Group(number, piece, piece.low, piece.high) if number else piece

    def _escape(self) -> Piece:
        if match := self._match(_BACK):
            return Back(int(match[1]) if match[1] else self._names[match[2]])
        if self._text[self._at] in "bBAzZG":
            self._at += 1
            return _EDGES.get(self._text[self._at - 1], NOTHING)
        return characters(self._escaped())

    def _escaped(self) -> Ranges:
        """What stands behind a backslash."""
        if match := self._match(_CODE):
            code = int(match[1] or match[2] or match[3], 16)
            return ((code, code),)
        if match := self._match(_CONTROL):
            code = ord(match[1]) % 32
            return ((code, code),)
        if match := self._match(_PROPERTY):
            ranges = having(match[2] or match[3])
            return ranges if match[1] == "p" else complement(ranges)
        self._at += 1
        return escaped(self._text[self._at - 1])

    def _class(self) -> Ranges:
        """What stands between brackets."""
        negated, found = self._takes("^"), list[tuple[int, int]]()
        while not self._takes("]"):
            ranges = self._member()
            dash = self._text.startswith("-", self._at) and not self._text.startswith("-]", self._at)
            if dash and len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
                self._at += 1
                ranges = ((ranges[0][0], self._member()[-1][1]),)
            found += ranges
        return complement(tuple(found)) if negated else tuple(found)

    def _member(self) -> Ranges:
        character = self._text[self._at]
        self._at += 1
        if character == "\\":
            return ((8, 8),) if self._takes("b") else self._escaped()
        return ((ord(character), ord(character)),)
