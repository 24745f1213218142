"""Scenarios: named overlays on a project's records, and what goes wrong in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import exp, log
from random import Random
from types import MappingProxyType
from typing import Any

from understudy.errors import ProjectError, did_you_mean
from understudy.findings import Finding
from understudy.source import Pointer, Source
from understudy.state.collections import Collection
from understudy.state.fixtures import NO_NAME, Fixture, Key, Malformed, is_name
from understudy.state.life import Lifecycle
from understudy.state.moments import duration

KINDS = ("reset", "empty", "truncate", "garbage")
"""Ways to break an answer."""

LONGEST = timedelta(minutes=5)
"""An answer is held back no longer than this."""

Overlay = Mapping[str, Mapping[Key, Fixture | None]]
"""By collection: records that stand in for others of their key, or are not there at all."""


@dataclass(frozen=True)
class Delay:
    """How long an answer takes: `fixed`, `uniform` between two durations, or `lognormal` around a median."""

    kind: str
    values: tuple[float, ...]

    def seconds(self, chance: Random) -> float:
        """One delay of this kind."""
        if self.kind == "fixed":
            drawn = self.values[0]
        elif self.kind == "uniform":
            drawn = chance.uniform(*self.values)
        else:
            median, sigma = self.values
            drawn = exp(chance.gauss(log(median), sigma))
        return min(drawn, LONGEST.total_seconds())


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a share of the requests for some operations, or with those beyond a limit.

    `statuses` are answers that refuse, the first that an operation declares; none of them is one that it does not.
    """

    statuses: tuple[int, ...] = ()
    kind: str | None = None
    delay: Delay | None = None
    share: float = 1.0
    operations: tuple[str, ...] | None = None
    limit: int | None = None
    per: timedelta = timedelta(seconds=1)
    pointer: Pointer = ()

    def status(self, declares: Callable[[int], bool]) -> int | None:
        """The status that an operation is answered with, which says what it declares."""
        return next(filter(declares, self.statuses), None)


@dataclass(frozen=True, eq=False)
class Scenario:
    """Other records, other stages, faults."""

    name: str
    says: str
    records: Overlay
    faults: tuple[Fault, ...]


@dataclass(frozen=True, eq=False)
class Scenarios:
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
        for name, value in self._members(self._source.value, ()):
            yield self._scenario(name, value)

    def _wrong(self, at: Pointer, message: str) -> None:
        self.found.append(self._source.finding(at, message, "scenario/form"))

    def _members(self, value: Any, at: Pointer) -> list[tuple[str, Any]]:
        if isinstance(value, dict):
            return list(value.items())
        self._wrong(at, "an object is expected")
        return []

    def _scenario(self, name: str, value: Any) -> Scenario:
        if not is_name(name):
            self._wrong((name,), NO_NAME)
        says = ""
        faults: tuple[Fault, ...] = ()
        records: dict[str, dict[Key, Fixture | None]] = {}
        for part, content in self._members(value, (name,)):
            at = (name, part)
            if part == "says" and isinstance(content, str):
                says = content
            elif part == "faults" and isinstance(content, list):
                faults = tuple(self._fault(fault, (*at, index)) for index, fault in enumerate(content))
            elif part in ("says", "faults"):
                self._wrong(at, "says is a text" if part == "says" else "faults are a list")
            elif part in self._collections:
                records[part] = self._overlay(self._collections[part], content, at)
            else:
                known = ["says", "faults", *self._collections]
                self._wrong(at, f"no collection is called {part!r}{did_you_mean(part, known)}")
        return Scenario(name, says, MappingProxyType(records), faults)

    def _overlay(self, collection: Collection, value: Any, at: Pointer) -> dict[Key, Fixture | None]:
        """The records of a collection that a scenario changes, adds, or with null takes away."""
        known = {fixture.name: fixture for fixture in collection.fixtures.values()}
        overlay: dict[Key, Fixture | None] = {}
        for name, fields in self._members(value, at):
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
            for pointer, message in malformed.wrong:
                self._wrong((*at, *pointer), f"{name}: {message}")
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
        for member, content in self._members(value, at):
            if member not in _FAULT:
                self._wrong((*at, member), f"a fault has no field {member!r}{did_you_mean(member, list(_FAULT))}")
                continue
            name, parse, expected = _FAULT[member]
            try:
                read[name] = parse(content)
            except (ValueError, TypeError, AttributeError, OverflowError):
                self._wrong((*at, member), f"{member} is {expected}")
        if not {"statuses", "kind", "delay"} & read.keys() and isinstance(value, dict):
            self._wrong(at, "a fault has a `status`, a `fault` or a `delay`")
        if "per" in read and "limit" not in read:
            self._wrong((*at, "per"), "`per` says in which time a `limit` holds, and there is none")
        return Fault(**read)


def _statuses(value: Any) -> tuple[int, ...]:
    statuses = tuple(value) if isinstance(value, list) else (value,)
    if not statuses or not all(type(status) is int and 400 <= status <= 599 for status in statuses):  # noqa: PLR2004
        raise ValueError
    return statuses


def _one_of_kinds(value: Any) -> str:
    if value not in KINDS:
        raise ValueError
    return str(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


def _limit(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _per(value: Any) -> timedelta:
    if (read := duration(value)) <= timedelta():
        raise ValueError
    return read


def _operations(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return tuple(value)


def _delay(value: Any) -> Delay:
    if isinstance(value, str):
        return Delay("fixed", (_bounded(value),))
    ((kind, given),) = value.items()
    if kind == "uniform":
        least, most = map(_bounded, given)
        if least > most:
            raise ValueError
        return Delay(kind, (least, most))
    if kind != "lognormal" or set(given) != {"median", "sigma"} or not 0 <= given["sigma"] <= _WIDEST:
        raise ValueError
    median = _bounded(given["median"])
    return Delay(kind, (median, float(given["sigma"]))) if median else Delay("fixed", (0.0,))


def _bounded(text: str) -> float:
    if (read := duration(text)) > LONGEST:
        raise ValueError
    return read.total_seconds()


_WIDEST = 10
"""The largest sigma of a log-normal delay: beyond it, half of the answers never come."""

_FAULT: Mapping[str, tuple[str, Callable[[Any], Any], str]] = {
    "status": (
        "statuses",
        _statuses,
        "a status from 400 to 599, or a list of them",
    ),
    "fault": ("kind", _one_of_kinds, f"one of {', '.join(KINDS)}"),
    "delay": (
        "delay",
        _delay,
        "a duration of at most 5m, `uniform: [1s, 3s]`, or `lognormal: {median: 1s, sigma: 0.5}`",
    ),
    "share": ("share", _share, "a share of the requests, from 0 to 1"),
    "operations": ("operations", _operations, "a list of operationIds"),
    "limit": ("limit", _limit, "how many requests come through before the fault sets in"),
    "per": ("per", _per, "the time in which a `limit` holds, such as 10s"),
}
