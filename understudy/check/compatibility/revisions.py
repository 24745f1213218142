"""The contract as it was: in a file, in another project, or at a revision of git."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.errors import MockError, ProjectError, quoted
from understudy.findings import Place
from understudy.project import document_of, shown

_SUFFIXES = (".yaml", ".yml", ".json")
_LINK = "120000"
"""The mode of a symbolic link: what it leads to is not the revision's."""

_INSIDE = "@"
"""Stands for the revision's directory in the names of its files, until they are given that of the revision."""


@dataclass(eq=False)
class NoRevision(MockError):
    """What a contract is to be compared with is not there."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Earlier(Struct, frozen=True, eq=False):
    """An earlier version of a contract, and the revision that it is of, if it is of any."""

    contract: Contract
    revision: str | None = None

    def place(self, place: Place) -> Place:
        """A place of its document as a person would ask for it."""
        return _place(place, self.revision) if self.revision else place


def earlier(document: Path, against: str, allowed: Sequence[Path] = ()) -> Earlier | None:
    """The contract that a document is compared with: a file, a project's directory, or what it was at a revision.

    None where there was none at that revision. What exists as a path is meant as one. Raises NoRevision where there is
    neither, and ProjectError where it cannot be read as a contract.
    """
    if os.path.exists(against):  # noqa: PTH110 - of what can be no path it says that there is none
        document = document_of(Path(against))
        return Earlier(contract.load(document, shown(document), strict=False, allowed=allowed))
    top = Path(_git(document.parent, "rev-parse", "--show-toplevel", meant=against).strip())
    spoken = f"{against}^{{commit}}"
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", spoken, meant=against).strip()
    inside = document.parent.resolve().relative_to(top.resolve())
    with TemporaryDirectory() as directory:
        for name, content in _files(top, commit, inside, document.name):
            file = Path(directory, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        was = Path(directory, inside, document.name)
        if not was.is_file():
            return None
        named = f"{_INSIDE}/{(inside / document.name).as_posix()}"
        try:
            found = contract.load(was, named, strict=False, allowed=allowed)
        except ProjectError as error:
            raise ProjectError([replace(each, place=_place(each.place, against)) for each in error.findings]) from None
    return Earlier(found, against)


def _place(place: Place, revision: str) -> Place:
    return replace(place, file=f"{revision}:{place.file.removeprefix(f'{_INSIDE}/')}")


def _files(top: Path, commit: str, inside: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The document and whatever it may refer to, as it was at a commit."""
    below = f"{inside.as_posix()}/" if inside.parts else "."
    listed = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", below)
    blobs = []
    for entry in filter(None, listed.split("\0")):
        facts, _, path = entry.partition("\t")
        mode, kind, identifier = facts.split(" ")
        is_meant = path.lower().endswith(_SUFFIXES) or path == (inside / name).as_posix()
        is_below = {"", ".."}.isdisjoint(path.split("/"))  # a tree that somebody made up may have any names
        if kind == "blob" and mode != _LINK and is_meant and is_below:
            blobs.append((path, identifier))
    asked = "".join(f"{identifier}\n" for _, identifier in blobs).encode()
    told = BytesIO(_run(top, "cat-file", "--batch", given=asked).stdout)
    for path, _ in blobs:
        *_, size = told.readline().split()
        if size == b"missing":
            raise NoRevision(
                f"{path} is not here as it was at {commit}: a part of the repository is still to be fetched"
            )
        yield path, told.read(int(size))
        told.readline()


def _git(directory: Path, *arguments: str, meant: str = "") -> str:
    try:
        told = _run(directory, *arguments)
    except OSError as error:
        raise NoRevision(f"git cannot be asked for {quoted(meant)}: {error.strerror}") from None
    said = told.stderr.decode(errors="replace").strip().splitlines()
    if told.returncode:
        reason = f": {said[0]}" if said else ""
        raise NoRevision(f"there is neither a file, a directory nor a revision of git called {quoted(meant)}{reason}")
    return told.stdout.decode(errors="surrogateescape")


def _run(directory: Path, *arguments: str, given: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    command = ["git", "-C", str(directory), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - no shell reads it
