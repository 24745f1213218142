"""Sessions: one tester's world each, with its own clock, births, writes and counts."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock

from msgspec import Struct

from understudy.state.clock import Clock, Wall, wall
from understudy.state.fixtures import Fixture, Key, Record
from understudy.state.life import Life

MOST = 1000
"""Sessions that are remembered; beyond them the one that was used least recently is forgotten."""

SILENCE = 3600.0
"""Seconds after which a session that nobody has used is forgotten."""

MOST_MODIFIED = 10_000
"""Paths of which a session remembers when what is there was written."""

DEFAULT = "default"
"""The session of requests that name none. It is never forgotten."""

LifeKey = tuple[str, Key, str]
"""A record's collection, its key, and the origin of what stands for it."""


class Window(Struct):
    """The requests since a moment."""

    since: datetime
    count: int = 0


class Tally(Struct):
    """How often something has happened."""

    count: int = 0


class Session:
    """What is remembered of one tester between two requests. Whoever changes it holds its `lock`."""

    def __init__(self, name: str, clock: Clock, scenario: str | None = None) -> None:
        """`scenario` is the one that it begins with."""
        self.name, self.clock, self._scenario = name, clock, scenario
        self.lock = RLock()
        self.version = 0
        self.reset()

    def reset(self) -> None:
        """Be as on the first day."""
        self.changed()
        self.clock.reset()
        self.scenario = self._scenario
        self.started: datetime | None = None
        self.lives: dict[LifeKey, Life] = {}
        self.written: dict[str, dict[Key, Fixture | None]] = {}
        self.made: dict[str, dict[tuple[str, ...], Record | None]] = {}
        self.modified: dict[str, datetime] = {}
        self.answers: dict[tuple[str, int], Tally] = {}
        self._windows: dict[str, Window] = {}
        self._writes = 0

    def changed(self) -> None:
        """Be of another version: what answers rest on has changed, other than by time and by reads."""
        self.version += 1

    def note(self, path: str, now: datetime) -> None:
        """Remember when what is at a path was last written, of the last paths."""
        with self.lock:
            self.modified.pop(path, None)
            self.modified[path] = now
            while len(self.modified) > MOST_MODIFIED:
                del self.modified[next(iter(self.modified))]

    def start(self, now: datetime) -> datetime:
        """The moment that it began at: that of the first record that was shown in it."""
        self.started = self.started or now
        return self.started

    def choose(self, scenario: str | None) -> None:
        """Be in a scenario from now on; its faults begin to count anew."""
        with self.lock:
            self.changed()
            self.scenario = scenario
            self._windows.clear()

    def count(self, what: str, now: datetime, per: timedelta | None = None) -> int:
        """How often this was counted before, within the time given since the first of them."""
        with self.lock:
            window = self._windows.setdefault(what, Window(now))
            if per is not None and not timedelta() <= now - window.since < per:
                window = self._windows[what] = Window(now)
            window.count += 1
            return window.count - 1

    def tally(self, operation: str, status: int) -> Tally:
        """Where this session counts the answers of an operation with a status, until it is reset."""
        key = operation, status
        return self.answers.get(key) or self.answers.setdefault(key, Tally())

    def write(self, collection: str, key: Key, fixture: Fixture | None) -> None:
        """Put something in the place of a record, or with None take the record away."""
        with self.lock:
            self.changed()
            self.forget(collection, key)
            self.written.setdefault(collection, {})[key] = fixture

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is written meanwhile stays if nothing is raised, and else all is as it was before."""
        with self.lock:
            written = {name: dict(records) for name, records in self.written.items()}
            made = {path: dict(records) for path, records in self.made.items()}
            lives = dict(self.lives)
            try:
                yield
            except BaseException:
                self.changed()
                self.written, self.made, self.lives = written, made, lives
                raise

    def forget(self, collection: str, key: Key) -> None:
        """Take back what was put in the place of a record, if anything was; then its life begins anew."""
        with self.lock:
            if key in self.written.get(collection, {}):
                self.changed()
                del self.written[collection][key]
                self.lives = {of: life for of, life in self.lives.items() if of[:2] != (collection, key)}

    def lead(self, key: LifeKey, life: Life | None) -> None:
        """Let a record have this life from now on; with None, it is born when it is next shown."""
        with self.lock:
            self.changed()
            self.lives.pop(key, None)
            if life:
                self.lives[key] = life

    def origin(self) -> str:
        """A name for what is written next, that nothing else has."""
        with self.lock:
            self._writes += 1
            return f"written {self._writes}"


class Sessions:
    """The sessions of a process, made when they are first used."""

    def __init__(
        self,
        *,
        clock: datetime | None = None,
        scenario: str | None = None,
        wall: Wall = wall,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` is where the clock of every session stands from the start, `scenario` the one that it begins in."""
        self._frozen_at, self._scenario, self._wall, self._monotonic = clock, scenario, wall, monotonic
        self._known: OrderedDict[str, tuple[Session, float]] = OrderedDict()
        self._alone: Session | None = None  # the default one, where there is no other

    def __iter__(self) -> Iterator[Session]:
        return (session for session, _ in self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def get(self, name: str) -> Session:
        """The session of this name."""
        if name == DEFAULT and self._alone:
            return self._alone  # as most often, and there is none to forget
        known, now = self._known.get(name), self._monotonic()
        session = known[0] if known else Session(name, Clock(self._wall, self._frozen_at), self._scenario)
        if known and name != DEFAULT and now - known[1] > SILENCE:
            session = Session(name, Clock(self._wall, self._frozen_at), self._scenario)
        self._known[name] = (session, now)
        self._known.move_to_end(name)
        while len(self._known) > 1 and self._drop(now):
            pass
        self._alone = session if name == DEFAULT and len(self._known) == 1 else None
        return session

    def _drop(self, now: float) -> bool:
        """Forget the one that was used least recently, if it is time, and say whether it was."""
        name = next(name for name in self._known if name != DEFAULT)
        is_over = len(self._known) > MOST or now - self._known[name][1] > SILENCE
        if is_over:
            del self._known[name]
        return is_over
