"""Scenarios: named overlays on a project's records, and what goes wrong in them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from understudy.errors import ProjectError, did_you_mean
from understudy.findings import Finding
from understudy.source import Pointer, Source
from understudy.state.collections import Collection
from understudy.state.faults import FIELDS, Fault
from understudy.state.fixtures import NO_NAME, Fixture, Key, Malformed, is_name
from understudy.state.life import Lifecycle

Overlay = Mapping[str, Mapping[Key, Fixture | None]]
"""By collection: records that stand in for others of their key, or are not there at all."""


class Scenario(Struct, frozen=True, eq=False):
    """Other records, other stages, faults."""

    name: str
    says: str
    records: Overlay
    faults: tuple[Fault, ...]


class Scenarios(Struct, frozen=True, eq=False):
    """The scenarios of a project by name, and the file that they stand in."""

    known: Mapping[str, Scenario] = field(default_factory=dict)
    source: Source | None = None


def scenarios(source: Source, collections: Mapping[str, Collection]) -> Scenarios:
    """The scenarios of a file. Raises ProjectError with everything wrong with their form."""
    reader = _Reader(source, collections)
    known = {scenario.name: scenario for scenario in reader.read()}
    if reader.found:
        raise ProjectError(sorted(reader.found))
    return Scenarios(MappingProxyType(known), source)


class _Reader:
    """Reads a file of scenarios, and gathers what is wrong with it."""

    def __init__(self, source: Source, collections: Mapping[str, Collection]) -> None:
        self._source, self._collections = source, collections
        self.found: list[Finding] = []

    def read(self) -> Iterator[Scenario]:
        """The scenarios that can be read."""
        for name, value in self._members(self._source.value, (), "an object is expected: each scenario by its name"):
            yield self._scenario(name, value)

    def _wrong(self, at: Pointer, message: str) -> None:
        self.found.append(self._source.finding(at, message, "scenario/form"))

    def _members(self, value: Any, at: Pointer, expected: str) -> list[tuple[str, Any]]:
        if isinstance(value, dict):
            return list(value.items())
        self._wrong(at, expected)
        return []

    def _scenario(self, name: str, value: Any) -> Scenario:
        if not is_name(name):
            self._wrong((name,), NO_NAME)
        says = ""
        faults: tuple[Fault, ...] = ()
        records: dict[str, dict[Key, Fixture | None]] = {}
        for part, content in self._members(value, (name,), _SCENARIO):
            at = (name, part)
            if part == "says" and isinstance(content, str):
                says = content
            elif part == "faults" and isinstance(content, list):
                faults = tuple(self._fault(fault, (*at, index)) for index, fault in enumerate(content))
            elif part in ("says", "faults"):
                self._wrong(at, "says is a text" if part == "says" else "faults are a list")
            elif part in self._collections:
                records[part] = self._overlay(self._collections[part], content, at)
            elif part in FIELDS:
                self._wrong(at, f"what goes wrong stands in a list: `faults: [{{{part}: …}}]`")
            else:
                known = ["says", "faults", *self._collections]
                self._wrong(at, f"no collection is called {part!r}{did_you_mean(part, known)}")
        return Scenario(name, says, MappingProxyType(records), faults)

    def _overlay(self, collection: Collection, value: Any, at: Pointer) -> dict[Key, Fixture | None]:
        """The records of a collection that a scenario changes, adds, or with null takes away."""
        known = {fixture.name: fixture for fixture in collection.fixtures.values()}
        overlay: dict[Key, Fixture | None] = {}
        for name, fields in self._members(value, at, _RECORDS):
            base = known.get(name)
            if fields is None and base:
                overlay[base.key] = None
            elif not isinstance(fields, dict):
                hint = did_you_mean(name, list(known)) if fields is None else ""
                self._wrong((*at, name), f"{name}: an object, or null for a record that is not to be there{hint}")
            elif fixture := self._record(collection, base, name, fields, (*at, name)):
                if first := overlay.get(fixture.key):
                    self._wrong((*at, name), f"{name}: the same key as {first.name}")
                overlay[fixture.key] = fixture
        return overlay

    def _record(
        self, collection: Collection, base: Fixture | None, name: str, fields: Mapping[str, Any], at: Pointer
    ) -> Fixture | None:
        try:
            fixture = collection.form.read(
                name, {**(base.value if base else {}), **fields}, self._source, at, f"scenario {at[0]}"
            )
        except Malformed as malformed:
            known = [] if base else [fixture.name for fixture in collection.fixtures.values()]
            for pointer, message in malformed.wrong:
                self._wrong((*at, *pointer), f"{name}: {message}{did_you_mean(name, known)}")
            return None
        taken = collection.fixtures.get(fixture.key)
        if taken is not base:
            self._wrong(at, f"{name}: the same key as {taken.name}" if taken else f"{name}: another key than its own")
            return None
        if base and collection.form.stages not in fields:
            stages = (replace(stage, pointer=at) for stage in base.lifecycle.stages)
            fixture = replace(fixture, lifecycle=Lifecycle(tuple(stages)))
        return fixture

    def _fault(self, value: Any, at: Pointer) -> Fault:
        read: dict[str, Any] = {"pointer": at}
        before = len(self.found)
        for member, content in self._members(value, at, f"a fault, such as {_EXAMPLE}, is expected"):
            if member not in FIELDS:
                self._wrong((*at, member), f"a fault has no field {member!r}{did_you_mean(member, list(FIELDS))}")
                continue
            name, parse, expected = FIELDS[member]
            try:
                read[name] = parse(content)
            except (ValueError, TypeError, AttributeError, OverflowError):
                self._wrong((*at, member), f"{member} is {expected}")
        if len(self.found) == before:  # what is misspelt is not missing as well
            if not {"statuses", "kind", "delay"} & read.keys():
                self._wrong(at, "a fault has a `status`, a `fault` or a `delay`")
            if "per" in read and "limit" not in read:
                self._wrong((*at, "per"), "`per` says in which time a `limit` holds, and there is none")
        return Fault(**read)


_EXAMPLE = "{status: 503}"
_SCENARIO = "an object is expected: `says`, `faults`, or collections with the records that are other ones"
_RECORDS = "an object is expected: other fields for a record by its name, or null where it is not to be there"
