"""The line that a finding is on, with a caret under what it is about."""

import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import combining, east_asian_width

from understudy.findings import Place

WIDEST = 100
"""Characters of a line that are shown, around the caret where it has more."""


_JSON_BREAK = re.compile("\n")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line where findings count them: in YAML more than in JSON."""


def excerpt(place: Place, lines: Sequence[str]) -> list[str]:
    """Two lines to put under a finding; none where the lines of its file do not reach so far."""
    if not 0 < place.line <= len(lines):
        return []
    line = lines[place.line - 1]
    start = max(0, place.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    shown, before = line[start : start + WIDEST], line[start : place.column - 1]
    cut = "…" if start else ""
    number, indent = str(place.line), " " * (len(cut) + sum(map(_columns, before)))
    end = "…" if start + WIDEST < len(line) else ""
    return [
        f"  {number} | {cut}{''.join(map(_shown, shown))}{end}",
        f"  {' ' * len(number)} | {indent}^",
    ]


def lines_of(file: str) -> list[str]:
    """The lines of a file; none where it can no longer be read."""
    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return (_JSON_BREAK if file.lower().endswith(".json") else _BREAK).split(text)


def _shown(character: str) -> str:
    """What a terminal may be given of somebody else's text: nothing that moves the cursor or changes colours."""
    return character if character.isprintable() else " " if character in "\t\r" else "�"


def _columns(character: str) -> int:
    """The columns of a terminal that a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
