"""Files that look like a part of a project, and that nothing reads."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from understudy.errors import nearest
from understudy.findings import Finding, Place
from understudy.project.parts import shown

FIXTURES, HANDLERS = "fixtures", "handlers"

_COLLECTION = re.compile(rb"""^\s*{?\s*["']?collection["']?\s*:""", re.MULTILINE)
_FUNCTION = re.compile(rb"^(?:async )?def (\w+)\(", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
_BEGINNING = 2_000
"""Bytes in which a collection says that it is one."""


def collections(files: Iterable[Path]) -> Iterator[Finding]:
    """The collections among files that are not read."""
    for file in sorted(file for file in files if file.suffix.lower() in _SUFFIXES):
        if _COLLECTION.search(_text(file, _BEGINNING)):
            message = f"this collection is not read: those are that stand in {FIXTURES}/ itself"
            yield Finding(Place(shown(file), 1), message, "fixture/unread")


def handlers(files: Iterable[Path], known: Collection[str | None]) -> Iterator[Finding]:
    """The modules among files that are not read, with functions that are called like operations, which are `known`."""
    for file in sorted(file for file in files if file.suffix == ".py"):
        text = _text(file)
        if found := next((each for each in _FUNCTION.finditer(text) if each[1].decode() in known), None):
            message = f"{found[1].decode()}() answers nothing: handlers are read that stand in {HANDLERS}/ itself"
            yield Finding(Place(shown(file), text.count(b"\n", 0, found.start()) + 1), message, "handler/unread")


def strays(directory: Path, known: Collection[str | None]) -> list[Finding]:
    """Both of these in directories that are called much like those that are read."""
    return [*collections(nearly(directory, FIXTURES)), *handlers(nearly(directory, HANDLERS), known)]


def nearly(directory: Path, name: str) -> Iterator[Path]:
    """What is in directories that are called much like this one, and are not it where case makes no difference."""
    for each in directory.glob("*/"):
        is_other = each.name != name and not ((directory / name).exists() and each.samefile(directory / name))
        if is_other and nearest(each.name, [name]):
            yield from each.glob("*")


def _text(file: Path, most: int = -1) -> bytes:
    """What is in a file, or how it begins; nothing where that cannot be read, or is no file."""
    with suppress(OSError), file.open("rb") as opened:
        return opened.read(most)
    return b""
