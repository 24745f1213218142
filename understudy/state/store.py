"""What the mock remembers between two requests, and the view of it that a handler has."""

from collections.abc import Mapping
from contextvars import ContextVar
from copy import deepcopy
from typing import Any

from understudy.errors import MockError, RecordNotFound, did_you_mean
from understudy.state.fixtures import Collection, Fixture, Key, Record


class Records:
    """The records of one collection, as a handler sees them: found by their key, handed out as copies."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def get(self, *values: Any, **key: Any) -> Record:
        """The record with this key, its parts in order or by name.

        Raises RecordNotFound, which names the first part of the key that no record has. Raises TypeError for a key
        of other parts than the collection's.
        """
        return deepcopy(dict(self.find(*values, **key).value))

    def list(self, **fields: Any) -> list[Record]:
        """The records whose fields have these values, in the order of their file."""
        fixtures = self._collection.fixtures.values()
        chosen = (fixture.value for fixture in fixtures if fields.items() <= fixture.value.items())
        return [deepcopy(dict(value)) for value in chosen]

    def find(self, *values: Any, **key: Any) -> Fixture:
        """The fixture behind `get`."""
        parts = self._collection.key
        given = dict(zip(parts, values, strict=False)) | key
        if set(given) != set(parts) or len(values) + len(key) != len(parts):
            raise TypeError(
                f"the key of {self._collection.name} is {', '.join(parts)}; given {', '.join(given) or 'none'}"
            )
        wanted = tuple(given[part] for part in parts)
        if (fixture := self._collection.fixtures.get(wanted)) is None:
            raise self._missing(wanted)
        return fixture

    def _missing(self, wanted: Key) -> RecordNotFound:
        parts, known = self._collection.key, list(self._collection.fixtures)
        at = 0
        while at < len(parts) - 1 and (nearer := [key for key in known if key[at] == wanted[at]]):
            known, at = nearer, at + 1
        names = [str(key[at]) for key in known]
        return RecordNotFound(self._collection.name, parts[at], wanted[at], list(dict.fromkeys(names)))


class Store:
    """All collections of a project."""

    def __init__(self, collections: Mapping[str, Collection]) -> None:
        self._collections = collections

    def records(self, name: str) -> Records:
        """The records of a collection. Raises MockError for one that does not exist."""
        if name not in self._collections:
            hint = did_you_mean(name, list(self._collections))
            raise MockError(f"no collection is called {name!r}{hint}")
        return Records(self._collections[name])


current: ContextVar[Store] = ContextVar("store")
"""The store that the request under way reads."""


def records(name: str) -> Records:
    """The records of a collection, in the world of the request under way.

    Raises MockError outside of a request, and for a collection that no fixture file defines.
    """
    try:
        store = current.get()
    except LookupError:
        raise MockError("records() is for handlers: it reads the store of the request under way") from None
    return store.records(name)
