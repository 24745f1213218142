"""Records of a fixture file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from understudy.server.resources.forms import Forms
from understudy.server.resources.keys import is_key, text_of
from understudy.server.resources.shelves.shelf import TRIES, Given, Taken
from understudy.state.collections import Collection
from understudy.state.fixtures import Record
from understudy.state.records import Records
from understudy.state.view import View


class Fixed:
    """The records of a fixture file, with what a session has written over them."""

    is_made_up: ClassVar[bool] = False

    def __init__(self, forms: Forms, collection: Collection, names: Mapping[str, str]) -> None:
        """`names` are those of the path's parameters that carry the fields of the key."""
        self._forms, self._collection = forms, collection
        self._names = [(part, names[part]) for part in collection.key]

    def seeded(self, seed: str) -> "Fixed":  # noqa: ARG002
        """The same: nothing of them is made up."""
        return self

    def _found(self, given: Given) -> dict[str, Any]:
        return {part: given[name] for part, name in self._names if name in given}

    def is_touched(self, view: View, given: Given) -> bool:  # noqa: ARG002
        """Always: a file says what they are."""
        return True

    def has(self, view: View, given: Given) -> bool:
        """Whether there is a record with this key, whatever type the parameters of another path have for it."""
        key = tuple(given[name] for _, name in self._names)
        if all(map(is_key, key)) and view.find(self._collection, key):
            return True
        texts = [*map(text_of, key)]
        return any([*map(text_of, fixture.key)] == texts for fixture in view.fixtures(self._collection))

    def is_written(self, view: View, given: Given) -> bool:  # noqa: ARG002
        """Always: a file says what there is."""
        return True

    def get(self, view: View, given: Given) -> Record:
        """The record with this key."""
        return Records.of(view, self._collection.name).get(**self._found(given))

    def put(self, view: View, given: Given, record: Record) -> Record:
        """Write a record, which rules and schema judge."""
        return Records.of(view, self._collection.name).put({**record, **self._found(given)})

    def delete(self, view: View, given: Given) -> None:
        """Take a record away."""
        Records.of(view, self._collection.name).delete(**self._found(given))

    def is_known(self, view: View, given: Given) -> bool:
        """Whether there is one: none is made up."""
        return self.has(view, given)

    def clear(self, view: View, given: Given) -> None:
        """Take away those that have this in their key."""
        wanted = {part: text_of(value) for part, value in given.items()}
        names = [name for _, name in self._names]
        for fixture in view.fixtures(self._collection) if wanted.keys() <= {*names} else ():
            key = dict(zip(names, map(text_of, fixture.key), strict=True))
            if key.items() >= wanted.items():
                view.session.write(self._collection.name, fixture.key, None)

    def all(self, view: View, given: Given) -> list[Record]:
        """All that have what is given of their key."""
        return Records.of(view, self._collection.name).list(**self._found(given))

    def fresh(self, view: View, given: Given, sent: Record, *, replaces: bool) -> tuple[Record, dict[str, Any]]:  # noqa: ARG002
        """A record that no fixture is: what somebody wrote into a file is replaced by none that is created."""
        parts = self._collection.key
        known = {fixture.key for fixture in view.fixtures(self._collection)}
        named = {part: sent[part] for part in parts if is_key(sent.get(part))} | self._found(given)
        for tried in range(1 if named.keys() >= {*parts} else TRIES):
            seed = f"{self._collection.name} {len(known) + tried}"
            record = {**self._forms.drawn(seed, given), **named}
            key = {part: record.get(part) for part in parts}
            if tuple(key.values()) not in known:
                return {**self._forms.made(seed, {**given, **key}), **key}, {
                    name: key[part] for part, name in self._names
                }
        raise Taken(self._collection.name, key)
