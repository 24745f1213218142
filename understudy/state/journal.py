"""The journal: the exchanges of all sessions, as many as fit."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol
from weakref import ref

from msgspec import Struct
from msgspec.structs import replace

from understudy.state.session import Session
from understudy.state.view import Reading

MOST = 10_000
"""Exchanges that are kept; beyond them the oldest is forgotten."""

LARGEST = 64 * 1024 * 1024
"""Bytes that they may take together."""

Headers = tuple[tuple[str, str], ...]


class Message(Struct, frozen=True):
    """The head and the body of a request or an answer; `size` is the body's, of which a part may have been dropped."""

    headers: Headers
    body: bytes
    size: int
    truncated: bool

    @property
    def weight(self) -> int:
        """About as many bytes as it takes."""
        return sum(len(name) + len(value) + 168 for name, value in self.headers) + len(self.body) + 200


class Fault(Struct, frozen=True):
    """In what an exchange broke the contract, which `side` of it, and where the contract says so."""

    side: str
    keyword: str
    location: tuple[str | int, ...]
    message: str
    place: str | None

    @property
    def weight(self) -> int:
        """About as many bytes as it takes."""
        return 500 + len(self.message) + len(self.place or "") + sum(100 + len(str(part)) for part in self.location)


class Entry(Struct, frozen=True):
    """One exchange. Secrets are no part of it."""

    id: int
    session: ref[Session]
    at: datetime
    milliseconds: float
    method: str
    target: str
    request: Message
    status: int | None
    response: Message | None
    operation: str | None
    violations: tuple[Fault, ...]
    records: tuple[Reading, ...]
    preferences: tuple[str, ...]
    scenario: str | None
    fault: str | None

    @property
    def weight(self) -> int:
        """About as many bytes as it takes."""
        parts = [self.request.weight, self.response.weight if self.response else 0]
        parts += [fault.weight for fault in self.violations]
        parts += [200 + len(record.name) for record in self.records]
        parts += [100 + len(preference) for preference in self.preferences]
        return 750 + len(self.target) + sum(parts)


class Untold(Protocol):
    """What an entry can be made of."""

    @property
    def session(self) -> ref[Session]:
        """The session that it belongs to."""

    def told(self) -> Entry:
        """The entry; its number and its time count for nothing."""


class Noted(Struct, eq=False, gc=False):
    """An exchange that is told when somebody wants to know: most are asked for by nobody.

    `what` is its entry, or what that can be made of; `weight` about as many bytes as this takes.
    """

    weight: int
    what: Entry | Untold

    @property
    def session(self) -> Session | None:
        """The session that it belongs to, if there is one still."""
        return self.what.session()

    @property
    def entry(self) -> Entry:
        """What there is to tell. It is kept in the place of what it was made from, unless that takes less."""
        if isinstance(self.what, Entry):
            return self.what
        told = self.what.told()
        if told.weight <= self.weight:
            self.what = told
        return told


class _Kept(Struct, frozen=True, gc=False):
    """An exchange under its number, when it was, and how many seconds it took: the same may have come many times."""

    number: int
    noted: Noted
    at: datetime
    seconds: float

    @property
    def entry(self) -> Entry:
        """What there is to tell of it."""
        return replace(self.noted.entry, id=self.number, at=self.at, milliseconds=round(self.seconds * 1000, 3))


class Journal:
    """Keeps the newest exchanges, each under a number that grows."""

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self._most, self._largest = most, largest
        self._kept: deque[_Kept] = deque()
        self._last, self._weight = 0, 0

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, noted: Noted, at: datetime, seconds: float) -> None:
        """Keep an exchange that came at a moment and took so long, and forget the oldest while there are too many."""
        kept, weight = self._kept, self._weight + noted.weight
        self._last = number = self._last + 1
        kept.append(_Kept(number, noted, at, seconds))
        while weight > self._largest or len(kept) > self._most:
            weight -= kept.popleft().noted.weight
        self._weight = weight

    def of(self, session: Session) -> Iterator[Entry]:
        """The exchanges of a session, the newest first; one that was forgotten leaves none to another of its name."""
        return (kept.entry for kept in list(reversed(self._kept)) if kept.noted.session is session)

    def get(self, session: Session, number: int) -> Entry | None:
        """An exchange of a session."""
        at = bisect_left(self._kept, number, key=lambda kept: kept.number)
        kept = self._kept[at] if at < len(self._kept) else None
        return kept.entry if kept and kept.number == number and kept.noted.session is session else None

    def clear(self, session: Session) -> None:
        """Forget the exchanges of a session."""
        self._kept = deque(kept for kept in self._kept if kept.noted.session is not session)
        self._weight = sum(kept.noted.weight for kept in self._kept)
