"""A mock project: a contract, the handlers and the fixtures beside it, seen as one value that holds together."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from understudy import handlers
from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.contract.document import Node, Unresolved
from understudy.contract.operations import Operation
from understudy.contract.violations import Violation
from understudy.errors import ProjectError, did_you_mean, quoted
from understudy.findings import Finding, Place
from understudy.handlers import Handler, Handlers, Wording
from understudy.source import Pointer, Source, read
from understudy.state import collections
from understudy.state.collections import Collection
from understudy.state.fixtures import TAGS, Fixture, Key
from understudy.state.life import Life
from understudy.state.moments import Time
from understudy.state.rules import broken
from understudy.state.scenarios import Scenario, Scenarios, scenarios
from understudy.state.store import Store

DOCUMENTS = ("openapi.yaml", "openapi.yml", "openapi.json")
"""What a project's contract may be called, the first one found."""

SCENARIOS = "scenarios"
"""What the one file among the fixtures is called that is no collection, without its suffix."""

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class _Fixtures:
    """What is read from a project's fixtures, and the moment that it is judged at."""

    collections: list[Collection]
    scenarios: Scenarios
    start: datetime


@dataclass(frozen=True, eq=False)
class Project:
    """A project in which everything holds: each handler fits an operation, each record its schema and its rules."""

    contract: Contract
    handlers: Mapping[str, Handler]
    collections: Mapping[str, Collection]
    scenarios: Scenarios
    schemas: Mapping[str, Node]
    directory: Path
    forget: Callable[[], None]
    """Drops the handlers' modules, once nothing will call them any more."""
    wording: Wording | None = None

    @property
    def store(self) -> Store:
        """What the fixtures say, for a mock to read and to write to."""
        return Store(self.collections, self.scenarios, self.judge)

    def handler(self, operation: Operation) -> Handler | None:
        """The handler that is bound to an operation."""
        return self.handlers.get(operation.id or "") or self.handlers.get(str(operation))

    def judge(self, collection: Collection, fixture: Fixture, start: datetime) -> list[str]:
        """What does not hold about a record, in any of its stages, in a session that began at a moment."""
        found = _judged(self.contract, collection, self.schemas[collection.name], fixture, start)
        return list(dict.fromkeys(f"{_where(pointer)}{message}" for _, pointer, message, _ in found))

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


def is_bare(path: Path) -> bool:
    """Whether a path leads to a document alone, with neither handlers nor fixtures beside it."""
    directory = path if path.is_dir() else path.parent
    return not any((directory / name).is_dir() for name in ("handlers", "fixtures"))


def load(path: Path, start: datetime | None = None, *, strict: bool = True, allowed: Sequence[Path] = ()) -> Project:
    """The project at a path: a directory with an `openapi.yaml` in it, or an OpenAPI document.

    `start` is the moment that records are held against their rules at, where they tell the time; now if left out. If it
    is not `strict`, findings in the document are kept with the contract, and stop nothing but what they touch.
    References in it may lead to files below its directory, and below those that are `allowed`.

    Raises ProjectError with everything that does not hold, in the order of files and lines.
    """
    document = _document(path)
    directory = document.parent
    found: list[Finding] = []
    files = _fixture_files(directory)
    read = [_try(found, partial(_collection, file)) for file in files if file.stem != SCENARIOS]
    overlays = _scenarios([file for file in files if file.stem == SCENARIOS], read, found)
    known = [collection for collection in read if collection]
    promised = _try(found, lambda: contract.load(document, _shown(document), strict=strict, allowed=allowed))
    loaded = _try(found, lambda: handlers.load(directory / "handlers", _shown(directory / "handlers")))
    try:
        fixtures = _Fixtures(known, overlays, start or datetime.now(UTC))
        return _joined(promised, loaded, fixtures, directory, found)
    except ProjectError:
        if loaded:
            loaded.forget()
        raise


def _joined(
    promised: Contract | None,
    loaded: Handlers | None,
    fixtures: _Fixtures,
    directory: Path,
    found: list[Finding],
) -> Project:
    """The project made of its parts. Raises ProjectError with what was found before and what does not fit."""
    if promised is None:
        raise ProjectError(sorted(set(found)))
    bound = loaded.found if loaded else ()
    found += [*_names(fixtures.collections), *_bindings(promised, bound), *_faults(promised, fixtures.scenarios)]
    schemas = {}
    for collection in fixtures.collections:
        if schema := _schema(promised, collection, found):
            schemas[collection.name] = schema
            found += _records(promised, collection, schema, fixtures)
    if found or loaded is None:
        raise ProjectError(sorted({*promised.findings, *found}))
    return Project(
        contract=promised,
        handlers={handler.operation_id: handler for handler in bound},
        collections={collection.name: collection for collection in fixtures.collections},
        scenarios=fixtures.scenarios,
        schemas=schemas,
        directory=directory,
        forget=loaded.forget,
        wording=loaded.wording,
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


def _source(file: Path) -> Source:
    return read(file, _shown(file), TAGS)


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


def _names(collections: list[Collection]) -> Iterator[Finding]:
    first: dict[str, Source] = {}
    for collection in collections:
        if collection.name in first:
            message = f"collection {collection.name!r} is already given in {first[collection.name].file}"
            yield collection.source.finding(("collection",), message, "fixture/duplicate-collection")
        first.setdefault(collection.name, collection.source)


def _bindings(promised: Contract, bound: Sequence[Handler]) -> Iterator[Finding]:
    named = {operation.id: operation for operation in promised.operations if operation.id}
    operations = {**{str(operation): operation for operation in promised.operations}, **named}
    first: dict[str, Handler] = {}
    for handler in bound:
        name = handler.operation_id
        if (operation := operations.get(name)) is None:
            helper = "" if handler.is_marked else "; begin a helper's name with '_'"
            hint = did_you_mean(name, list(operations)) or helper
            yield Finding(handler.place, f"no operation has the operationId {name!r}{hint}", "binding/no-operation")
        elif earlier := first.get(str(operation)):
            message = f"operation {name!r} is already bound to {earlier.name}() at {earlier.place}"
            yield Finding(handler.place, message, "binding/duplicate")
        elif reason := handler.unfit(list(operation.arguments)):
            yield Finding(handler.place, reason, "binding/signature")
        if operation:
            first.setdefault(str(operation), handler)


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


def _faults(promised: Contract, known: Scenarios) -> Iterator[Finding]:
    """Faults that could never happen."""
    operations = {name: operation for operation in promised.operations for name in (operation.name, str(operation))}
    for scenario in known.known.values():
        for fault in scenario.faults:
            assert known.source is not None
            for index, name in enumerate(fault.operations or ()):
                if name not in operations:
                    message = f"no operation is called {quoted(name)}{did_you_mean(name, list(operations))}"
                    yield known.source.finding((*fault.pointer, "operations", index), message, "scenario/no-operation")
            meant = [operations[name] for name in fault.operations or operations if name in operations]
            if fault.statuses and meant and not any(fault.status(operation.declares) for operation in meant):
                statuses = " or ".join(map(str, fault.statuses))
                declared = sorted({status for operation in meant for status in operation.responses})
                others = ", ".join(declared) or "none"
                message = f"this never happens: none of its operations declares {statuses}; declared: {others}"
                yield known.source.finding((*fault.pointer, "status"), message, "scenario/undeclared-status")


def _records(promised: Contract, collection: Collection, schema: Node, fixtures: _Fixtures) -> Iterator[Finding]:
    """Findings in the records of a collection, and in those that scenarios put in their place."""
    overlaid = [
        (scenario, fixture)
        for scenario in fixtures.scenarios.known.values()
        for fixture in scenario.records.get(collection.name, {}).values()
        if fixture
    ]
    own: list[tuple[Scenario | None, Fixture]] = [(None, fixture) for fixture in collection.fixtures.values()]
    said: set[tuple[Key, Pointer, str]] = set()
    for scenario, fixture in [*own, *overlaid]:
        within = f"in scenario {scenario.name}: " if scenario else ""
        seen = set()
        for index, pointer, message, code in _judged(promised, collection, schema, fixture, fixtures.start):
            if scenario and (fixture.key, pointer, message) in said:
                continue  # it is taken over from the record in whose place this one is put
            finding = fixture.finding(f"{within}{_where(pointer)}{message}", code, index, pointer)
            # what one stage leaves to the next is said once, what the next sets itself is said again
            what = (finding.place if pointer else None, pointer, message)
            if what not in seen:
                seen.add(what)
                yield finding
        if not scenario:
            said |= {(fixture.key, pointer, message) for _, pointer, message in seen}


def _judged(
    promised: Contract, collection: Collection, schema: Node, fixture: Fixture, start: datetime
) -> Iterator[tuple[int, Pointer, str, str]]:
    """What does not hold about a record: the stage by its index, where, what, and the finding's code."""
    declared = dict.fromkeys(promised.schemas.properties(schema))
    entered = fixture.lifecycle.entered(Life(start), start)
    for index in range(len(fixture.lifecycle.stages) or 1):
        record = fixture.at(index, start, entered)
        violations = promised.schemas.answers.violations(schema, record)
        for violation in violations:
            place = promised.schemas.place(violation)
            message = f"{violation.message}{_hint(promised, violation)}{f' ({place})' if place else ''}"
            yield index, violation.pointer, message, "fixture/schema"
        if not violations:
            # A rule may speak of a field that a record leaves out: what the schema declares reads as null.
            for reason in broken(collection.rules, {**declared, **record}):
                yield index, (), reason, "fixture/rule"


def _hint(promised: Contract, violation: Violation) -> str:
    """What was probably meant."""
    if violation.keyword in ("additionalProperties", "unevaluatedProperties"):
        closed = promised.document.locate((violation.location or "").rpartition("/")[0])
        name, known = str(violation.pointer[-1]), promised.schemas.properties(closed) if closed else {}
        return "" if name in known else did_you_mean(name, list(known))
    if violation.keyword == "format" and isinstance(violation.instance, str):
        with suppress(ValueError):
            Time.parse(violation.instance)
            return f"; did you mean `!time {violation.instance}`?"
    return ""


def _where(pointer: Pointer) -> str:
    return f"{'.'.join(map(str, pointer))}: " if pointer else ""
