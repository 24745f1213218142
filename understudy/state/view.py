"""What one request sees of what is remembered."""

import json
from collections.abc import Collection as Names
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from understudy.errors import RecordInvalid
from understudy.source import json_value
from understudy.state.basis import Basis, Seen
from understudy.state.collections import Collection
from understudy.state.fixtures import LONGEST_NAME, Fixture, Form, Key, Malformed, Record
from understudy.state.keys import names
from understudy.state.life import Life
from understudy.state.scenarios import Scenario
from understudy.state.session import Session
from understudy.state.store import Store

MOST_WRITTEN = 10_000
"""Records of a collection that may be written in a session."""

MOST_HINTED = 200
"""Records beside those of the files that a hint is looked for among, the newest."""


Layer = Mapping[Key, Fixture | None]
"""Records by their key; None stands for one that is gone."""


class Reading(Struct, frozen=True):
    """A record that went into an answer, and the stage that it was in."""

    collection: str
    name: str
    stage: str | None


class View:
    """What one request sees of a session: all of it at one moment, each record read and counted once."""

    # Most requests read nothing, for which there are no lists then.
    readings: list[Reading] = ()  # type: ignore[assignment]
    stages: list[str] = ()  # type: ignore[assignment]
    _seen: list[Seen] = ()  # type: ignore[assignment]
    _read: dict[Fixture, tuple[int, list[datetime]]] | None = None

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
        self._version = session.version
        self._is_of_the_moment = stage is not None

    def find(self, collection: Collection, key: Key) -> Fixture | None:
        """What stands for the record with this key: written in the session, else the scenario's, else the file's."""
        for layer in self._overlays(collection):
            if key in layer:
                return layer[key]
        return collection.fixtures.get(key)

    def fixtures(self, collection: Collection) -> Iterator[Fixture]:
        """All of them, in the order of their files; what was written in the session last."""
        with self.session.lock:
            keys = dict.fromkeys(key for layer in reversed(self._layers(collection)) for key in layer)
        return (fixture for key in keys if (fixture := self.find(collection, key)))

    def missing(self, collection: Collection, key: Key) -> tuple[int, Sequence[str]]:
        """Which part of a key is the first that no record has together with the parts before it, by its index.

        And the names that it might have had, as texts: if they are many, those that are like it.
        """
        if not self._overlays(collection):
            return collection.keys.missing(key)
        at = 0
        while at < len(key) - 1 and any(True for _ in self._begun(collection, key[: at + 1])):
            at += 1
        return at, names(self._begun(collection, key[:at], str(key[at])), at)

    def _begun(self, collection: Collection, beginning: Key, word: str | None = None) -> Iterator[Key]:
        """The keys that begin so, of all records; or those like a word, and the newest beside the files."""
        with self.session.lock:
            layers = reversed(self._overlays(collection))
            written = [key for layer in layers for key in layer if key[: len(beginning)] == beginning]
        if word is not None:
            written = written[-MOST_HINTED:]
        with suppress(TypeError):  # a list or an object, which no key has in it
            fixed = collection.keys
            known = fixed.beginning(beginning) if word is None else fixed.near(beginning, word)
            for key in dict.fromkeys(chain(known, written)):
                if self.find(collection, key):
                    yield key

    def _layers(self, collection: Collection) -> list[Layer]:
        return [*self._overlays(collection), collection.fixtures]

    def _overlays(self, collection: Collection) -> Sequence[Layer]:
        """What lies on top of the files, if anything does: what was written in the session, then the scenario's."""
        written, scenario = self.session.written, self.scenario
        if not written and scenario is None:
            return ()
        layers = (written.get(collection.name), scenario and scenario.records.get(collection.name))
        return [layer for layer in layers if layer]

    def read(self, collection: Collection, fixture: Fixture) -> Record:
        """The record as it is now, for an answer: its life begins with the first, and each counts as a read.

        A record in the stage that was asked for is looked at and not read: it neither grows older by that nor is born.
        """
        with self.session.lock:
            if self._read is None:
                self.readings, self.stages, self._seen, self._read = [], [], [], {}
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
        is_past = self.is_outdated or session.started not in (None, self.start)
        if self._is_of_the_moment or is_past:
            return None
        return Basis.of(session, self._seen)

    @property
    def is_outdated(self) -> bool:
        """Whether something has been changed since, by this request or another one."""
        return self.session.version != self._version

    def wanted(self, fixture: Fixture) -> str | None:
        """The stage that was asked for, if a record has it."""
        return self.stage if self.stage in fixture.lifecycle.names else None

    def beneath(self, collection: Collection) -> Iterator[Fixture]:
        """What stands in the scenario and the files, whatever has been written in the session."""
        overlay = self.scenario.records.get(collection.name, {}) if self.scenario else {}
        found = (fixture for layer in (overlay, collection.fixtures) for fixture in layer.values())
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
            life = fixture.lifecycle.life_in(fixture.lifecycle.names.index(stage), self.now)
            self.session.lead((collection.name, fixture.key, fixture.origin), life)

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
            life = self.session.lives.setdefault(key, Life(self.now))
            fixture.lifecycle.read(life, self.now)
            self._seen.append(Seen(life, fixture.lifecycle, *state))
        self.readings.append(Reading(collection.name, fixture.name, _stage(fixture, state[0])))
        return state


def _stage(fixture: Fixture, index: int) -> str | None:
    return fixture.lifecycle.stages[index].name if fixture.lifecycle else None
