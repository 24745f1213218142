"""Files that look like a part of the project, and that nothing reads."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from understudy.check.subject import Subject
from understudy.errors import nearest
from understudy.findings import Finding, Place
from understudy.project import shown

_COLLECTION = re.compile(rb"""^\s*{?\s*["']?collection["']?\s*:""", re.MULTILINE)
_FUNCTION = re.compile(rb"^(?:async )?def (\w+)\(", re.MULTILINE)
_SUFFIXES = (".yaml", ".yml", ".json")
_BEGINNING = 2_000
"""Bytes in which a collection says that it is one."""

_FIXTURES, _HANDLERS = "fixtures", "handlers"


def unread(subject: Subject) -> Iterator[Finding]:
    """Collections below the directory of the fixtures, beside it, or in one that is nearly called so."""
    directory = subject.parts.directory
    beside = [file for file in directory.glob("*") if file != subject.contract.document.root.path]
    for file in sorted([*directory.glob(f"{_FIXTURES}/*/*"), *beside, *_nearly(directory, _FIXTURES)]):
        if file.suffix.lower() in _SUFFIXES and _COLLECTION.search(_text(file, _BEGINNING)):
            message = f"this collection is not read: those are that stand in {_FIXTURES}/ itself"
            yield Finding(Place(shown(file), 1), message, "fixture/unread")


def unbound(subject: Subject) -> Iterator[Finding]:
    """Modules with functions that are called like operations, where no handlers are looked for."""
    directory, known = subject.parts.directory, {operation.id for operation in subject.contract.operations}
    beside = directory / f"{_HANDLERS}.py"
    for file in sorted([*directory.glob(f"{_HANDLERS}/*/*"), beside, *_nearly(directory, _HANDLERS)]):
        text = _text(file) if file.suffix == ".py" else b""
        if found := next((each for each in _FUNCTION.finditer(text) if each[1].decode() in known), None):
            message = f"{found[1].decode()}() answers nothing: handlers are read that stand in {_HANDLERS}/ itself"
            yield Finding(Place(shown(file), text.count(b"\n", 0, found.start()) + 1), message, "handler/unread")


def _nearly(directory: Path, name: str) -> Iterator[Path]:
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
