"""Worlds to try things in: collections written down in place, and a session over them whose time is in our hands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support import write

from understudy.source import read
from understudy.state.collections import Collection, collection
from understudy.state.fixtures import TAGS, Fixture, Record
from understudy.state.records import Records
from understudy.state.scenarios import Scenarios, scenarios
from understudy.state.session import Session, Sessions
from understudy.state.store import Judge, Store
from understudy.state.view import View

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def all_holds(_: Collection, __: Fixture, ___: datetime) -> Sequence[str]:
    """Judges that nothing is wrong."""
    return ()


@dataclass
class World:
    """Some collections with their scenarios, and one session whose clock stands still until it is moved."""

    collections: dict[str, Collection]
    scenarios: Scenarios = field(default_factory=Scenarios)
    judge: Judge = all_holds
    session: Session = field(default_factory=lambda: Sessions(clock=START).get("test"))

    @property
    def store(self) -> Store:
        """What the fixtures say."""
        return Store(self.collections, self.scenarios, self.judge)

    def view(self, stage: str | None = None) -> View:
        """What a new request sees."""
        scenario = self.scenarios.known.get(self.session.scenario or "")
        return View(self.store, self.session, scenario=scenario, stage=stage)

    def records(self, stage: str | None = None) -> Records:
        """The records of the first collection, as the handler of a new request sees them."""
        return Records.of(self.view(stage), next(iter(self.collections)))

    def fixture(self, name: str) -> Fixture:
        """The record of the first collection that is called so."""
        known = next(iter(self.collections.values()))
        return next(fixture for fixture in self.view().fixtures(known) if fixture.name == name)

    def poll(self, *key: object, count: int = 1) -> list[Record]:
        """The record with this key, asked for again and again, each time by a request of its own."""
        return [self.records().get(*key) for _ in range(count)]

    def passes(self, seconds: float) -> None:
        """Let time pass in the session."""
        self.session.clock.advance(timedelta(seconds=seconds))


def loaded(directory: Path, text: str, name: str = "a.yaml") -> Collection:
    """The collection in a file with this text."""
    write(directory, {name: text})
    return collection(read(directory / name, name, TAGS))


def world(directory: Path, text: str, overlays: str | None = None) -> World:
    """A world with one collection, and scenarios where they are given."""
    known = loaded(directory, text)
    if overlays is None:
        return World({known.name: known})
    write(directory, {"scenarios.yaml": overlays})
    found = scenarios(read(directory / "scenarios.yaml", "scenarios.yaml", TAGS), {known.name: known})
    return World({known.name: known}, found)
