"""The view of what is remembered that a handler has."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from msgspec import Struct

from understudy.errors import MockError, RecordNotFound
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key, Record
from understudy.state.moments import written
from understudy.state.view import View


class Records:
    """The records of one collection, as a handler sees them: found by their key, handed out as copies."""

    def __init__(self, view: View, collection: Collection) -> None:
        self._view, self._collection = view, collection

    @classmethod
    def of(cls, view: View, name: str) -> "Records":
        """The records of a collection. Raises MockError for one that no fixture file defines."""
        return cls(view, view.store.collection(name))

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
        parts = self._collection.form.key
        given = {**dict(zip(parts, values, strict=False)), **key} if values else key
        if given.keys() != set(parts) or len(values) + len(key) != len(parts):
            raise TypeError(
                f"the key of {self._collection.name} is {', '.join(parts)}; given {', '.join(given) or 'none'}"
            )
        wanted = tuple(map(given.__getitem__, parts))
        try:
            fixture = self._view.find(self._collection, wanted)
        except TypeError:  # a list or an object, which no record has in its key
            fixture = None
        if fixture is None:
            raise self._missing(wanted)
        return fixture

    def _missing(self, wanted: Key) -> RecordNotFound:
        collection = self._collection
        at, near = self._view.missing(collection, wanted)
        return RecordNotFound(collection.name, collection.key[at], wanted[at], near)


current: ContextVar[View] = ContextVar("view")
"""What the request under way sees."""


def records(name: str) -> Records:
    """The records of a collection, in the session of the request under way.

    Raises MockError outside of a request, and for a collection that no fixture file defines.
    """
    return Records.of(_current("records"), name)


class SessionClock(Struct, frozen=True):
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
