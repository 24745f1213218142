"""What a regular expression is made of, as far as it helps to write a text that it matches.

Each piece knows the least and the greatest length of its texts, `low` and `high`.
"""

from typing import TypeAlias

from msgspec import Struct

MANY = 1 << 40
"""Stands for no limit."""


class Characters(Struct, frozen=True):
    """One character of several: `usual` are those of `possible` that a reader expects, or all where there are none."""

    usual: str
    possible: str
    low: int = 1
    high: int = 1


class Sequence(Struct, frozen=True):
    """One after the other."""

    parts: tuple["Piece", ...]
    low: int
    high: int


class Choice(Struct, frozen=True):
    """One of several."""

    options: tuple["Piece", ...]
    low: int
    high: int


class Repeat(Struct, frozen=True):
    """The same thing a number of times."""

    piece: "Piece"
    least: int
    most: int
    low: int
    high: int


class Group(Struct, frozen=True):
    """What can be referred back to, by its number."""

    number: int
    piece: "Piece"
    low: int
    high: int


class Back(Struct, frozen=True):
    """What a group was, once more. How long that is shows only when it is written."""

    number: int
    low: int = 0
    high: int = 0


class Ahead(Struct, frozen=True):
    """What has to be seen from here on, or is `refused` there, without being a part of its own."""

    piece: "Piece"
    refused: bool
    low: int = 0
    high: int = 0


class Edge(Struct, frozen=True):
    """Where the whole text begins, or ends."""

    is_end: bool
    low: int = 0
    high: int = 0


Piece: TypeAlias = Characters | Sequence | Choice | Repeat | Group | Back | Ahead | Edge

NOTHING = Sequence((), 0, 0)
BEGINNING, END = Edge(is_end=False), Edge(is_end=True)


def sequence(parts: list[Piece]) -> Piece:
    """The pieces one after the other."""
    if len(parts) == 1:
        return parts[0]
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return Sequence(tuple(parts), min(low, MANY), min(high, MANY))


def choice(options: list[Piece]) -> Piece:
    """One of the pieces."""
    if len(options) == 1:
        return options[0]
    return Choice(tuple(options), min(option.low for option in options), max(option.high for option in options))


def repeat(piece: Piece, least: int, most: int) -> Piece:
    """The piece so many times."""
    return Repeat(piece, least, most, min(piece.low * least, MANY), min(piece.high * most, MANY))
