"""What a project is made of, read from its directory, with everything that does not hold about it."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from understudy import handlers
from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.errors import ProjectError
from understudy.files import entries
from understudy.findings import Finding, Place
from understudy.handlers import Handlers
from understudy.project import fitting
from understudy.project.judging import judged_records
from understudy.source import Source
from understudy.source import read as read_source
from understudy.state import collections
from understudy.state.collections import SCENARIOS, Collection
from understudy.state.fixtures import TAGS
from understudy.state.scenarios import Scenarios, scenarios

DOCUMENTS = ("openapi.yaml", "openapi.yml", "openapi.json")
"""What a project's contract may be called, the first one found."""

_SUFFIXES = (".yaml", ".yml", ".json")
_URL = re.compile(r"https?:/")
_FIELD = re.compile(rb"""["']?(openapi|swagger)["']?\s*:""")
_BEGINNING = 2_000
"""Bytes in which a document says what it is."""

_T = TypeVar("_T")


class Parts(Struct, frozen=True, eq=False):
    """The parts of a project, None for those that cannot be read. `findings` are those of all, in order of places."""

    directory: Path
    contract: Contract | None
    handlers: Handlers | None
    collections: tuple[Collection, ...]
    scenarios: Scenarios
    schemas: Mapping[str, Node]
    """Those of the collections' records, by the collections' names."""
    findings: tuple[Finding, ...]

    def forget(self) -> None:
        """Drop the handlers' modules, once nothing will call them any more."""
        if self.handlers:
            self.handlers.forget()


def read(
    path: Path,
    start: datetime | None = None,
    *,
    strict: bool = True,
    allowed: Sequence[Path] = (),
    is_last: bool = False,
) -> Parts:
    """The parts of the project at a path: a directory with an `openapi.yaml` in it, or an OpenAPI document.

    `start` is the moment that records are held against their rules at, where they tell the time; now if left out. If it
    is not `strict`, findings in the document stop nothing but what they touch. References in it may lead to files below
    its directory, and below those that are `allowed`. After the project that `is_last`, none will be read.

    Raises ProjectError where there is no project.
    """
    document = document_of(path)
    directory = document.parent
    found: list[Finding] = []
    files = _try(found, partial(_fixture_files, directory / "fixtures")) or []
    read = [_try(found, partial(_collection, file)) for file in files if file.stem != SCENARIOS]
    overlays = _scenarios([file for file in files if file.stem == SCENARIOS], read, found)
    known = tuple(collection for collection in read if collection)
    promising = partial(contract.load, document, shown(document), strict=strict, allowed=allowed, is_last=is_last)
    promised = _try(found, promising)
    loaded = _try(found, lambda: handlers.load(directory / "handlers", shown(directory / "handlers")))
    schemas: dict[str, Node] = {}
    if promised:
        found += [*promised.findings, *fitting.names(known), *fitting.faults(promised, overlays)]
        found += fitting.bindings(promised, loaded.found if loaded else ())
        for collection in known:
            if schema := fitting.schema(promised, collection, found):
                schemas[collection.name] = schema
                found += judged_records(promised, collection, schema, overlays, start or datetime.now(UTC))
    return Parts(directory, promised, loaded, known, overlays, schemas, tuple(sorted(set(found))))


def shown(path: Path) -> str:
    """A path as a person would type it from where they are."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def document_of(path: Path) -> Path:
    """The document at a path. Raises ProjectError where there is none."""
    if path.is_dir():
        for name in DOCUMENTS:
            if (path / name).is_file():
                return path / name
        message = f"no contract here: {DOCUMENTS[0]} is expected in this directory{_others(path)}"
        raise ProjectError([Finding(Place(shown(path)), message, "project/no-contract")])
    if not path.exists():
        name, message = shown(path), "no such file or directory: name a mock project's directory or an OpenAPI document"
        if _URL.match(str(path)):
            name = str(path).replace(":/", "://", 1)  # a path has but one slash there
            message = "nothing is asked of the network: fetch the document first, and name the file that it is in"
        raise ProjectError([Finding(Place(name), message, "project/missing")])
    return path


def _others(directory: Path) -> str:
    """A hint at a document that is called otherwise, or lies one directory deeper; nothing where there is none."""
    for pattern in ("*", "*/*"):
        files = sorted(file for file in directory.glob(pattern) if file.suffix.lower() in _SUFFIXES and file.is_file())
        if found := next((file for file in files if _is_document(file)), None):
            return f"; {shown(found)} may be meant: name it"
    return ""


def _is_document(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return _FIELD.search(opened.read(_BEGINNING)) is not None
    except OSError:
        return False


def _fixture_files(directory: Path) -> list[Path]:
    return [file for file in entries(directory, shown(directory)) if file.suffix.lower() in _SUFFIXES]


def _try(found: list[Finding], step: Callable[[], _T]) -> _T | None:
    """The step's value; None where it fails, its findings kept: one run says everything that is wrong."""
    try:
        return step()
    except ProjectError as error:
        found += error.findings
        return None


def _source(file: Path) -> Source:
    return read_source(file, shown(file), TAGS)


def _collection(file: Path) -> Collection:
    return collections.collection(_source(file))


def _scenarios(files: list[Path], overlaid: list[Collection | None], found: list[Finding]) -> Scenarios:
    """The scenarios in the one file of them; none as long as a collection that they may speak of cannot be read."""
    sources = [source for file in files if (source := _try(found, partial(_source, file)))]
    for source in sources[1:]:
        message = f"scenarios are already given in {sources[0].file}: keep all of them in one file"
        found.append(source.finding((), message, "scenario/second-file"))
    known = {collection.name: collection for collection in overlaid if collection}
    if not sources or None in overlaid:
        return Scenarios()
    return _try(found, lambda: scenarios(sources[0], known)) or Scenarios()
