"""What one request sees of what is remembered, and the view of it that a handler has."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Names
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any
from weakref import ref

from understudy.errors import MockError, RecordInvalid, RecordNotFound, did_you_mean
from understudy.source import json_value
from understudy.state.basis import Basis, Seen
from understudy.state.collections import Collection
from understudy.state.fixtures import LONGEST_NAME, Fixture, Form, Key, Malformed, Record
from understudy.state.keys import MOST
from understudy.state.life import Life
from understudy.state.moments import written
from understudy.state.scenarios import Scenario, Scenarios
from understudy.state.session import Session

MOST_WRITTEN = 10_000
"""Records of a collection that may be written in a session."""

Judge = Callable[[Collection, Fixture, datetime], Sequence[str]]
"""What does not hold about a record of a collection, in any of its stages, in a session that began at a moment."""


@dataclass(frozen=True)
class Store:
    """What the fixtures of a project say, and who judges what is written to it."""

    collections: Mapping[str, Collection]
    scenarios: Scenarios
    judge: Judge

    def collection(self, name: str) -> Collection:
        """Raises MockError for one that no fixture file defines."""
        if name not in self.collections:
            hint = did_you_mean(name, list(self.collections))
            raise MockError(f"no collection is called {name!r}{hint}")
        return self.collections[name]

    def reconcile(self, session: Session) -> list[str]:
        """Forget what a session remembers of records that are no more, and what was written and holds no longer.

        The names of the latter, as `collection/name`.
        """
        with session.lock:
            start = session.started or session.clock.now()
            dropped = [
                (name, key, fixture)
                for name, written_ in session.written.items()
                for key, fixture in written_.items()
                if not (known := self.collections.get(name)) or (fixture and self._breaks(known, fixture, start))
            ]
            for name, key, _ in dropped:
                session.forget(name, key)
            alive = {
                (name, fixture.key, fixture.origin)
                for name, layer in self._all_layers(session)
                for fixture in layer.values()
                if fixture
            }
            session.lives = {key: life for key, life in session.lives.items() if key in alive}
        return [f"{name}/{fixture.name}" for name, _, fixture in dropped if fixture]

    def _breaks(self, known: Collection, fixture: Fixture, start: datetime) -> bool:
        return known.form.key_of(fixture.value) != fixture.key or bool(self.judge(known, fixture, start))

    def _all_layers(self, session: Session) -> Iterator[tuple[str, Mapping[Key, Fixture | None]]]:
        yield from session.written.items()
        for scenario in self.scenarios.known.values():
            yield from scenario.records.items()
        yield from ((name, collection.fixtures) for name, collection in self.collections.items())


@dataclass(frozen=True)
class Reading:
    """A record that went into an answer, and the stage that it was in."""

    collection: str
    name: str
    stage: str | None


class View:
    """What one request sees of a session: all of it at one moment, each record read and counted once."""

    def __init__(
        self,
        store: Store,
        session: Session,
        *,
        scenario: Scenario | None = None,
        stage: str | None = None,
    ) -> None:
        """`scenario` overlays the records; a record that has a stage called `stage` is seen as it is in it."""
        self.store, self.session, self.scenario, self.stage = store, session, scenario, stage
        self.now = session.clock.now()
        self.start = session.started or self.now
        self.readings: list[Reading] = []
        self.stages: list[str] = []
        self._version, self._seen = session.version, list[Seen]()
        self._is_of_the_moment = stage is not None
        self._read: dict[Fixture, tuple[int, list[datetime]]] = {}

    def records(self, name: str) -> "Records":
        """The records of a collection. Raises MockError for one that no fixture file defines."""
        return Records(self, self.store.collection(name))

    def find(self, collection: Collection, key: Key) -> Fixture | None:
        """What stands for the record with this key: written in the session, else the scenario's, else the file's."""
        for layer in self._layers(collection):
            if key in layer:
                return layer[key]
        return None

    def fixtures(self, collection: Collection) -> Iterator[Fixture]:
        """All of them, in the order of their files; what was written in the session last."""
        with self.session.lock:
            keys = dict.fromkeys(key for layer in reversed(self._layers(collection)) for key in layer)
        return (fixture for key in keys if (fixture := self.find(collection, key)))

    def has_beginning(self, collection: Collection, beginning: Key) -> bool:
        """Whether there is a record whose key begins so."""
        return any(True for _ in self._begun(collection, beginning))

    def near(self, collection: Collection, beginning: Key, word: str) -> list[str]:
        """The next part of keys that begin so, as texts; if they are many, those that are like a word."""
        keys = islice(self._begun(collection, beginning, word), MOST)
        return list(dict.fromkeys(str(key[len(beginning)]) for key in keys))

    def _begun(self, collection: Collection, beginning: Key, word: str | None = None) -> Iterator[Key]:
        """The keys that begin so, of all records or of those that are like a word."""
        *overlays, _ = self._layers(collection)
        written = (key for layer in overlays for key in layer if key[: len(beginning)] == beginning)
        with suppress(TypeError):  # a list or an object, which no key has in it
            fixed = collection.keys
            known = fixed.beginning(beginning) if word is None else fixed.near(beginning, word)
            for key in dict.fromkeys(chain(known, written)):
                if self.find(collection, key):
                    yield key

    def _layers(self, collection: Collection) -> list[Mapping[Key, Fixture | None]]:
        layers: list[Mapping[Key, Fixture | None]] = [self.session.written.get(collection.name, {})]
        if self.scenario:
            layers.append(self.scenario.records.get(collection.name, {}))
        return [*layers, collection.fixtures]

    def read(self, collection: Collection, fixture: Fixture) -> Record:
        """The record as it is now, for an answer: its life begins with the first, and each counts as a read.

        A record in the stage that was asked for is looked at and not read: it neither grows older by that nor is born.
        """
        with self.session.lock:
            if fixture not in self._read:
                self._read[fixture] = self._first(collection, fixture)
            index, entered = self._read[fixture]
        return fixture.at(index, self.start, entered)

    def look(
        self, collection: Collection, fixture: Fixture, only: Names[str] | None = None
    ) -> tuple[Record, str | None]:
        """The record as it is now and its stage, without reading it; `only` names the fields that are wanted."""
        if fixture.lifecycle or self.session.started is None:
            self.tell_time()  # of what nobody has read, the life would begin now
        index, entered = self._state(collection, fixture)
        return fixture.at(index, self.start, entered, only), _stage(fixture, index)

    def tell_time(self) -> datetime:
        """The moment, for what shows it: nothing of that can be said again later."""
        self._is_of_the_moment = True
        return self.now

    def basis(self) -> Basis | None:
        """What an answer rests on that saw no more than this; None where it rests on the moment, or on what is past."""
        session = self.session
        is_past = session.version != self._version or session.started not in (None, self.start)
        if self._is_of_the_moment or is_past:
            return None
        return Basis(ref(session), session.version, session.started, tuple(self._seen))

    def wanted(self, fixture: Fixture) -> str | None:
        """The stage that was asked for, if a record has it."""
        return self.stage if self.stage in fixture.lifecycle.names else None

    def beneath(self, collection: Collection) -> Iterator[Fixture]:
        """What stands in the scenario and the files, whatever has been written in the session."""
        found = (fixture for layer in self._layers(collection)[1:] for fixture in layer.values())
        return (fixture for fixture in found if fixture)

    def read_form(self, collection: Collection, name: str, raw: Mapping[str, Any]) -> Fixture:
        """A record as a fixture file would have it, with a life if it has stages. Raises RecordInvalid."""
        return self._formed(collection, collection.form, name, raw)

    def plain(self, collection: Collection, raw: Mapping[str, Any]) -> Fixture:
        """A record that never changes, by the name of the one with its key. Raises RecordInvalid."""
        fixture = self._formed(collection, replace(collection.form, stages=None), "what was put", raw)
        before = self.find(collection, fixture.key)
        return replace(fixture, name=before.name if before else ("/".join(map(str, fixture.key)) or "-")[:LONGEST_NAME])

    def _formed(self, collection: Collection, form: Form, name: str, raw: Mapping[str, Any]) -> Fixture:
        try:
            value = json_value(json.dumps(dict(raw)))  # which is a copy, and nothing but JSON
            return form.read(name, value, origin=self.session.origin())
        except Malformed as malformed:
            raise RecordInvalid(collection.name, name, [message for _, message in malformed.wrong]) from None
        except (TypeError, ValueError, RecursionError) as error:
            raise RecordInvalid(collection.name, name, [f"it is no JSON: {error}"]) from None

    def write(self, collection: Collection, fixture: Fixture) -> None:
        """Put a record in the place of the one with its key, or add it. Raises RecordInvalid for one that is none."""
        if problems := self.store.judge(collection, fixture, self.start):
            raise RecordInvalid(collection.name, fixture.name, problems)
        written = self.session.written.get(collection.name, {})
        if len(written) >= MOST_WRITTEN and fixture.key not in written:
            problem = f"{MOST_WRITTEN:,} records have been written in this session"
            raise RecordInvalid(collection.name, fixture.name, [problem])
        self.session.write(collection.name, fixture.key, fixture)

    def move(self, collection: Collection, fixture: Fixture, stage: str) -> None:
        """Let a record have just entered one of its stages; its life goes on from there."""
        with self.session.lock:
            self.session.start(self.now)
            key = (collection.name, fixture.key, fixture.origin)
            self.session.lives[key] = fixture.lifecycle.life_in(fixture.lifecycle.names.index(stage), self.now)

    def life(self, collection: Collection, fixture: Fixture) -> Life | None:
        """The life of a record in this session, if it has been born."""
        return self.session.lives.get((collection.name, fixture.key, fixture.origin))

    def _state(self, collection: Collection, fixture: Fixture) -> tuple[int, list[datetime]]:
        """The stage that a record is in, by its index: the one that was asked for, else that of its life so far.

        And when each of its stages was entered.
        """
        lifecycle, wanted = fixture.lifecycle, self.wanted(fixture)
        life = self.life(collection, fixture) or Life(self.now)
        index = lifecycle.at(life.age(self.now), life.reads)
        if wanted is not None and lifecycle.stages[index].name != wanted:
            index = lifecycle.names.index(wanted)
            life = lifecycle.life_in(index, self.now)
        return index, lifecycle.entered(life, self.start)

    def _first(self, collection: Collection, fixture: Fixture) -> tuple[int, list[datetime]]:
        self.start = self.session.start(self.now)
        self.stages += [name for name in fixture.lifecycle.names if name not in self.stages]
        state = self._state(collection, fixture)
        if self.wanted(fixture) is None:
            key = (collection.name, fixture.key, fixture.origin)
            fixture.lifecycle.read(self.session.lives.setdefault(key, Life(self.now)), self.now)
            self._seen.append(Seen(key, fixture.lifecycle, *state))
        self.readings.append(Reading(collection.name, fixture.name, _stage(fixture, state[0])))
        return state


def _stage(fixture: Fixture, index: int) -> str | None:
    return fixture.lifecycle.stages[index].name if fixture.lifecycle else None


class Records:
    """The records of one collection, as a handler sees them: found by their key, handed out as copies."""

    def __init__(self, view: View, collection: Collection) -> None:
        self._view, self._collection = view, collection

    def get(self, *values: Any, **key: Any) -> Record:
        """The record with this key, its parts in order or by name.

        Raises RecordNotFound, which names the first part of the key that no record has. Raises TypeError for a key
        of other parts than the collection's.
        """
        return self._view.read(self._collection, self._find(values, key))

    def list(self, **fields: Any) -> list[Record]:
        """The records whose fields have these values, in the order of their file."""
        view, collection = self._view, self._collection
        return [
            view.read(collection, fixture)
            for fixture in view.fixtures(collection)
            if not fields or view.look(collection, fixture, fields)[0] == fields
        ]

    def put(self, record: Mapping[str, Any]) -> Record:
        """Put a record in the place of the one with its key, or add it, in this session alone.

        Raises RecordInvalid for one that breaks the collection's schema or one of its rules.
        """
        fixture = self._view.plain(self._collection, record)
        self._view.write(self._collection, fixture)
        return self._view.read(self._collection, fixture)

    def delete(self, *values: Any, **key: Any) -> None:
        """Take the record with this key away, in this session alone. Raises RecordNotFound, and TypeError, as `get`."""
        fixture = self._find(values, key)
        self._view.session.write(self._collection.name, fixture.key, None)

    def _find(self, values: tuple[Any, ...], key: Mapping[str, Any]) -> Fixture:
        parts = self._collection.key
        given = {**dict(zip(parts, values, strict=False)), **key}
        if set(given) != set(parts) or len(values) + len(key) != len(parts):
            raise TypeError(
                f"the key of {self._collection.name} is {', '.join(parts)}; given {', '.join(given) or 'none'}"
            )
        wanted = tuple(given[part] for part in parts)
        try:
            fixture = self._view.find(self._collection, wanted)
        except TypeError:  # a list or an object, which no record has in its key
            fixture = None
        if fixture is None:
            raise self._missing(wanted)
        return fixture

    def _missing(self, wanted: Key) -> RecordNotFound:
        view, collection, at = self._view, self._collection, 0
        while at < len(wanted) - 1 and view.has_beginning(collection, wanted[: at + 1]):
            at += 1
        near = view.near(collection, wanted[:at], str(wanted[at]))
        return RecordNotFound(collection.name, collection.key[at], wanted[at], near)


current: ContextVar[View] = ContextVar("view")
"""What the request under way sees."""


def records(name: str) -> Records:
    """The records of a collection, in the session of the request under way.

    Raises MockError outside of a request, and for a collection that no fixture file defines.
    """
    return _current("records").records(name)


@dataclass(frozen=True)
class SessionClock:
    """The time in the session of a request: it stands still until the request has been answered."""

    moment: datetime

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.moment

    def __str__(self) -> str:
        return written(self.moment)


def clock() -> SessionClock:
    """The clock in the session of the request under way; as a text, it is a date-time.

    Raises MockError outside of a request.
    """
    return SessionClock(_current("clock").tell_time())


def _current(asked: str) -> View:
    try:
        return current.get()
    except LookupError:
        raise MockError(f"{asked}() is for handlers: it needs a request under way") from None
