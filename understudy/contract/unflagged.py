"""Expressions of JavaScript that are some without the flag `u` alone, written as they are with it (ECMA-262, B.1.2).

JSON Schema asks for that flag (Core 2020-12, 6.4), and most validators do without where they have to. A brace that
counts nothing is one, a hyphen beside a class of characters too, and a backslash before what needs none says nothing.
"""

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<repeat>[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??)
    |(?P<open>\((?:\?(?:[=!:]|<[=!]|<\w+>))?)
    |(?P<number>\\[1-9][0-9]*)
    |(?P<octal>\\0[0-7]{1,2})
    |(?P<named>\\k<\w+>)
    |(?P<kept>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|c[A-Za-z]|[pP]\{[^{}]*\}|0|[dDsSwWbBfnrtv]))
    |(?P<slash>\\c)
    |\\(?P<escaped>.)
    |(?P<brace>[\]{}])
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER: Final = re.compile(
    r"""
    (?P<several>\\(?:[dDsSwW]|[pP]\{[^{}]*\}))
    |(?P<octal>\\[0-3]?[0-7]{1,2})
    |(?P<kept>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|c[A-Za-z]|[bfnrtv]))
    |(?P<slash>\\c)
    |\\(?P<escaped>.)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OCTAL: Final = re.compile(r"\A(?:[0-3][0-7]{0,2}|[4-7][0-7]?)")

_NAMED: Final = re.compile(r"\(\?<(?![=!])")

_GROUP: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\((?!\?)|\(\?<(?![=!]))", re.DOTALL)
"""The beginning of a group that is counted, behind all that may look like one."""

_NONE: Final = ("", "")

_SYNTAX: Final = frozenset(r"^$\.*+?()[]{}|/")


def flagged(pattern: str) -> str:
    """An expression as it is written with the flag; of what is none without it either, something that is none."""
    return "".join(_pieces(pattern))


def _pieces(pattern: str) -> list[str]:
    pieces: list[str] = []
    groups = sum(1 for found in _GROUP.finditer(pattern) if found[1])
    opened: list[int] = []
    looking = -1  # where a group begins that looks ahead, and has just ended
    at = 0
    while match := _TOKEN.match(pattern, at):
        text, at = match[0], match.end()
        begun, looking = looking, -1
        if match["repeat"] and begun >= 0:
            pieces[begun] = f"(?:{pieces[begun]}"
            text = f"){text}"
        elif match["open"]:
            opened.append(len(pieces))
        elif text == ")" and opened:
            start = opened.pop()
            looking = start if pieces[start] in ("(?=", "(?!") else -1
        elif text == "[":
            text, at = _class(pattern, at)
        else:
            text = _escaped(match, groups, is_named=_NAMED.search(pattern) is not None)
        pieces.append(text)
    return pieces


def _escaped(match: re.Match[str], groups: int, *, is_named: bool) -> str:
    """What stands for itself or for one character, and refers to one of the groups, as it is written with the flag."""
    text = match[0]
    match match.lastgroup:
        case "number" if int(text[1:]) > groups:
            return _OCTAL.sub(lambda found: _character(found[0]), text[1:], count=1)
        case "named" if not is_named:
            return text[1:]
        case "octal":
            return _character(text[1:])
        case "slash" | "brace":
            return rf"\{text}"
        case "escaped":
            return _alone(match["escaped"])
    return text


def _class(pattern: str, at: int) -> tuple[str, int]:
    """A class of characters as it is written with the flag, and where it ends."""
    opening = "[^" if pattern.startswith("^", at) else "["
    *members, (_, closing, end) = _members(pattern, at + len(opening) - 1)
    pieces, index = [opening], 0
    while index < len(members):
        (kind, first), (_, dash), (other, last) = (*(each[:2] for each in members[index : index + 3]), _NONE, _NONE)[:3]
        first = r"\-" if first == "-" else first
        if dash != "-" or not last:
            pieces.append(first)
            index += 1
        else:
            pieces += [first, r"\-" if "several" in (kind, other) else "-", last]
            index += 3
    return "".join([*pieces, closing]), end


def _members(pattern: str, at: int) -> Iterator[tuple[str, str, int]]:
    """The members of a class, by their kinds, each with where it ends; the last one is the bracket that closes it."""
    while match := _MEMBER.match(pattern, at):
        kind, text, at = match.lastgroup or "", match[0], match.end()
        match kind:
            case "octal":
                text = _character(text[1:])
            case "slash":
                text = r"\\c"
            case "escaped":
                text = r"\-" if text == r"\-" else _alone(match["escaped"])
            case "other" if text == "]":
                break
            case "other" if text == "[":
                text = r"\["
        yield kind, text, at
    yield "end", "]" if match else "", at


def _character(octal: str) -> str:
    """A character by its code, as it is written in C."""
    return f"\\x{int(octal, 8):02x}"


def _alone(character: str) -> str:
    """A character that stands for itself."""
    return f"\\{character}" if character in _SYNTAX else character
