"""Regular expressions that are spelt otherwise and match the same (ECMA-262, 22.2.2.7)."""

import re

_PIECE = re.compile(r"\\.|[\[\]]", re.DOTALL)
_SETS = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}

ALL = frozenset(("", "^", "$", ".*", "^.*", ".*$"))
"""Those that every text matches, since they are looked for anywhere in it."""


def spelt(pattern: str) -> str:
    """An expression in which sets of characters are written out: `[0-9]` for a digit."""
    is_inside, parts, end = False, list[str](), 0
    for found in _PIECE.finditer(pattern):
        piece = found[0]
        characters = _SETS.get(piece)
        if characters:
            piece = characters if is_inside else f"[{characters}]"
        elif piece in "[]":
            is_inside = piece == "["
        parts += [pattern[end : found.start()], piece]
        end = found.end()
    return "".join([*parts, pattern[end:]])
