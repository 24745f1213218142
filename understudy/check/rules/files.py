"""Files that look like a part of the project, and that nothing reads."""

import re
from collections.abc import Iterator
from contextlib import suppress

from understudy.check.subject import Subject
from understudy.findings import Finding, Place
from understudy.project import shown

_FIELD = re.compile(rb"""^\s*{?\s*["']?collection["']?\s*:""", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
_BEGINNING = 2_000
"""Bytes in which a collection says that it is one."""


def unread(subject: Subject) -> Iterator[Finding]:
    """Collections in a directory below that of the fixtures."""
    for file in sorted(subject.parts.directory.glob("fixtures/*/*")):
        if file.suffix.lower() in _SUFFIXES and file.is_file():
            beginning = b""
            with suppress(OSError), file.open("rb") as opened:
                beginning = opened.read(_BEGINNING)
            if _FIELD.search(beginning):
                message = "this collection is not read: those are that stand in fixtures/ itself"
                yield Finding(Place(shown(file), 1), message, "fixture/unread")
