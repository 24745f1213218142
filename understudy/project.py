"""A mock project: a contract, the handlers and the fixtures beside it, seen as one value that holds together."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from understudy import handlers
from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.contract.document import Node, Unresolved
from understudy.errors import ProjectError, did_you_mean
from understudy.findings import Finding, Place
from understudy.handlers import Handler, Handlers
from understudy.source import Source, read
from understudy.state import fixtures
from understudy.state.fixtures import Collection, Fixture

DOCUMENTS = ("openapi.yaml", "openapi.yml", "openapi.json")
"""What a project's contract may be called, the first one found."""

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class Project:
    """A project in which everything holds: each handler fits an operation, each record its schema and its rules."""

    contract: Contract
    handlers: Mapping[str, Handler]
    collections: Mapping[str, Collection]
    schemas: Mapping[str, Node]
    directory: Path
    forget: Callable[[], None]
    """Drops the handlers' modules, once nothing will call them any more."""

    def is_of(self, collection: Collection, schema: Node) -> bool:
        """Whether a schema is that of the collection's records, be it by `$ref` or as the one part of an `allOf`."""
        ours, theirs = self._named(schema), self._named(self.schemas[collection.name])
        return ours.source is theirs.source and ours.pointer == theirs.pointer

    def _named(self, schema: Node) -> Node:
        schema = self.contract.schemas.resolve(schema)
        all_of = schema.get("allOf")
        if all_of is None or len(all_of.value) != 1 or {"properties", "required"} & schema.value.keys():
            return schema
        return self.contract.schemas.resolve(all_of.child(0))


def load(path: Path) -> Project:
    """The project at a path: a directory with an `openapi.yaml` in it, or an OpenAPI document.

    Raises ProjectError with everything that does not hold, in the order of files and lines.
    """
    document = _document(path)
    directory = document.parent
    found: list[Finding] = []
    collections = [_try(found, partial(_collection, file)) for file in _fixture_files(directory)]
    promised = _try(found, lambda: contract.load(document, _shown(document)))
    loaded = _try(found, lambda: handlers.load(directory / "handlers", _shown(directory / "handlers")))
    try:
        return _joined(promised, loaded, [collection for collection in collections if collection], directory, found)
    except ProjectError:
        if loaded:
            loaded.forget()
        raise


def _joined(
    promised: Contract | None,
    loaded: Handlers | None,
    known: list[Collection],
    directory: Path,
    found: list[Finding],
) -> Project:
    """The project made of its parts. Raises ProjectError with what was found before and what does not fit."""
    if promised is None:
        raise ProjectError(sorted(set(found)))
    bound = loaded.found if loaded else ()
    found += [*_names(known), *_bindings(promised, bound)]
    schemas = {}
    for collection in known:
        if schema := _schema(promised, collection, found):
            schemas[collection.name] = schema
            found += _records(promised, collection, schema)
    if found or loaded is None:
        raise ProjectError(sorted(set(found)))
    return Project(
        contract=promised,
        handlers={handler.operation_id: handler for handler in bound},
        collections={collection.name: collection for collection in known},
        schemas=schemas,
        directory=directory,
        forget=loaded.forget,
    )


def _document(path: Path) -> Path:
    if path.is_dir():
        for name in DOCUMENTS:
            if (path / name).is_file():
                return path / name
        message = f"no contract here: {DOCUMENTS[0]} is expected in this directory"
        raise ProjectError([Finding(Place(_shown(path)), message, "project/no-contract")])
    if not path.exists():
        message = "no such file or directory: name a mock project's directory or an OpenAPI document"
        raise ProjectError([Finding(Place(_shown(path)), message, "project/missing")])
    return path


def _shown(path: Path) -> str:
    """A path as a person would type it from where they are."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _fixture_files(directory: Path) -> list[Path]:
    suffixes = (".yaml", ".yml", ".json")
    files = (directory / "fixtures").glob("[!.]*")  # an editor's own files begin with a dot
    return sorted(file for file in files if file.suffix.lower() in suffixes)


def _try(found: list[Finding], step: Callable[[], _T]) -> _T | None:
    """The step's value; None where it fails, its findings kept: one run says everything that is wrong."""
    try:
        return step()
    except ProjectError as error:
        found += error.findings
        return None


def _collection(file: Path) -> Collection:
    return fixtures.collection(read(file, _shown(file)))


def _names(collections: list[Collection]) -> Iterator[Finding]:
    first: dict[str, Source] = {}
    for collection in collections:
        if collection.name in first:
            message = f"collection {collection.name!r} is already given in {first[collection.name].file}"
            yield collection.source.finding(("collection",), message, "fixture/duplicate-collection")
        first.setdefault(collection.name, collection.source)


def _bindings(promised: Contract, bound: Sequence[Handler]) -> Iterator[Finding]:
    operations = {operation.id: operation for operation in promised.operations if operation.id}
    first: dict[str, Handler] = {}
    for handler in bound:
        name = handler.operation_id
        if (operation := operations.get(name)) is None:
            helper = "" if handler.is_marked else "; begin a helper's name with '_'"
            hint = did_you_mean(name, list(operations)) or helper
            yield Finding(handler.place, f"no operation has the operationId {name!r}{hint}", "binding/no-operation")
        elif name in first:
            message = f"operation {name!r} is already bound to {first[name].name}() at {first[name].place}"
            yield Finding(handler.place, message, "binding/duplicate")
        elif reason := handler.unfit(list(operation.arguments)):
            yield Finding(handler.place, reason, "binding/signature")
        first.setdefault(name, handler)


def _schema(promised: Contract, collection: Collection, found: list[Finding]) -> Node | None:
    """The schema that a collection names, by a reference as the contract would write it."""
    document = promised.document
    try:
        node = document.follow(document.root, collection.schema)
        promised.schemas.validator(node)
    except (Unresolved, ValueError) as error:
        reason = str(error).splitlines()[0]
        found.append(collection.source.finding(("schema",), reason, "fixture/schema-reference"))
        return None
    return node


def _records(promised: Contract, collection: Collection, schema: Node) -> Iterator[Finding]:
    declared = dict.fromkeys(promised.schemas.properties(schema))
    for fixture in collection.fixtures.values():
        violations = promised.schemas.violations(schema, dict(fixture.value))
        for violation in violations:
            place = promised.schemas.place(violation)
            where = f"{_dotted(violation.pointer)}: " if violation.pointer else ""
            message = f"{where}{violation.message}{f' ({place})' if place else ''}"
            yield collection.finding(fixture, message, "fixture/schema", *violation.pointer)
        if not violations:
            # A rule may speak of a field that a record leaves out: what the schema declares reads as null.
            yield from _broken(collection, fixture, {**declared, **fixture.value})


def _broken(collection: Collection, fixture: Fixture, record: Mapping[str, Any]) -> Iterator[Finding]:
    for rule in collection.rules:
        if reason := rule.broken_by(record):
            yield collection.finding(fixture, reason, "fixture/rule")


def _dotted(pointer: tuple[str | int, ...]) -> str:
    return ".".join(map(str, pointer))
