"""The characters that classes and escapes of regular expressions stand for (ECMA-262, 22.2.1)."""

from functools import cache
from typing import TypeAlias

from understudy.contract.samples.patterns.pieces import Characters

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Code points from the first of each pair to its second."""

_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_WIDEST = 128
"""Code points of a range that are all considered; of a wider one its first, and those that people type."""

_DIGIT: Ranges = ((48, 57),)
_UPPER: Ranges = ((65, 90),)
_LOWER: Ranges = ((97, 122),)
_TYPED = [*range(32, 127), 9, 10, 13, *range(0xA1, 0x180), *range(0x391, 0x3CA), *range(0x410, 0x450)]
_CONTROLS = {"n": 10, "r": 13, "t": 9, "v": 11, "f": 12, "0": 0}
_CLASSES: dict[str, Ranges] = {
    "d": _DIGIT,
    "w": (*_DIGIT, *_UPPER, (95, 95), *_LOWER),
    "s": ((32, 32), (9, 13), (160, 160)),
}
_PROPERTIES: dict[str, Ranges] = {
    "Lu": _UPPER,
    "Ll": _LOWER,
    "L": (*_UPPER, *_LOWER),
    "N": _DIGIT,
    "P": ((33, 35), (37, 42), (44, 47), (58, 59)),
    "S": ((36, 36), (43, 43), (60, 62)),
    "Z": ((32, 32),),
    "Greek": ((0x3B1, 0x3C1),),
    "Cyrillic": ((0x430, 0x44F),),
    "Han": ((0x4E00, 0x4E7F),),
    "Hiragana": ((0x3042, 0x3093),),
    "Katakana": ((0x30A2, 0x30F3),),
}
_LONG_NAMES = {"Alphabetic": "L", "Latin": "L", "Uppercase": "Lu", "Lowercase": "Ll"}

ANY: Ranges = ((0, 9), (11, 12), (14, 0x2027), (0x202A, _LAST))
"""What a dot stands for: all but the ends of lines."""


def escaped(letter: str) -> Ranges:
    """What a backslash and this letter stand for."""
    if letter.lower() in _CLASSES:
        ranges = _CLASSES[letter.lower()]
        return complement(ranges) if letter.isupper() else ranges
    code = _CONTROLS.get(letter, ord(letter))
    return ((code, code),)


def having(name: str) -> Ranges:
    """Some of the characters that have a Unicode property (`Lu`, `Letter`, `Greek`), letters where it is not known."""
    known = _LONG_NAMES.get(name, name)
    return _PROPERTIES.get(known) or _PROPERTIES.get(known[:1]) or _PROPERTIES["L"]


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    found, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, _LAST)) if start <= _LAST else tuple(found)


@cache
def characters(ranges: Ranges) -> Characters:
    """A piece for one of these characters. Raises ValueError where none is left."""
    found: dict[int, None] = {}
    for low, high in ranges:
        if high - low <= _WIDEST:
            found.update(dict.fromkeys(range(low, high + 1)))
        else:
            found.update(dict.fromkeys(code for code in _TYPED if low <= code <= high))
            found.update(dict.fromkeys(range(low, low + _WIDEST) if low > _TYPED[-1] else ()))
    possible = "".join(chr(code) for code in found if code not in _SURROGATES)
    if not possible:
        raise ValueError("a class without characters")
    usual = "".join(character for character in possible if character.isascii() and character.isalnum())
    return Characters(usual or (" " if " " in possible else possible), possible)
