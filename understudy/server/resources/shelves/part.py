"""Those records of a collection that are below another record."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from understudy.errors import RecordNotFound
from understudy.server.lists import value_at
from understudy.server.resources.forms import Forms
from understudy.server.resources.keys import text_of
from understudy.server.resources.shelves.made import Made
from understudy.server.resources.shelves.shelf import Given, Shelf
from understudy.state.fixtures import Record
from understudy.state.view import View


class Part:
    """The records of another shelf that say whose they are, or, where they cannot, were put there below it."""

    def __init__(self, forms: Forms, whole: Shelf, own: Made) -> None:
        """`forms` are those of the part, and `own` is where it keeps what there is of it: no more than the keys."""
        assert forms.resource.whole is not None
        self._forms, self._whole, self._own = forms, whole, own
        self._key, self._names = forms.resource.key, forms.resource.whole.key

    @property
    def is_made_up(self) -> bool:
        """As of the whole."""
        return self._whole.is_made_up

    def seeded(self, seed: str) -> "Part":
        """The same, with what is made up following from another seed."""
        return Part(self._forms, self._whole.seeded(seed), self._own.seeded(seed))

    def _of_whole(self, given: Given) -> dict[str, Any]:
        return {name: given[name] for name in self._names if name in given}

    def is_touched(self, view: View, given: Given) -> bool:
        """Whether anything is known of the whole, or of these."""
        return self._own.is_touched(view, given) or self._whole.is_touched(view, self._of_whole(given))

    def has(self, view: View, given: Given) -> bool:
        """Whether there is a record with this key."""
        return self._whole.has(view, self._of_whole(given))

    def is_written(self, view: View, given: Given) -> bool:
        """Whether somebody has said what is under this key."""
        return self._names[-1] in given and self._whole.is_written(view, self._of_whole(given))

    def is_known(self, view: View, given: Given) -> bool:
        """Whether there is one that is not but made up for who asks."""
        return self._whole.is_known(view, self._of_whole(given))

    def get(self, view: View, given: Given) -> Record:
        """The record with this key, which says whose it is. Raises RecordNotFound also where it is not below this."""
        key, whole = self._of_whole(given), self._whole
        record = whole.get(view, key)
        if not self._forms.owning.agrees(record, given) and self._is_moved(record, key):
            raise RecordNotFound(self._forms.resource.name, self._names[-1], given[self._names[-1]])
        return self._forms.owned(record, given)

    def put(self, view: View, given: Given, record: Record) -> Record:
        """Have this record there."""
        record = self._whole.put(view, self._of_whole(given), record)
        self._own.put(view, given, {})
        return record

    def delete(self, view: View, given: Given) -> None:
        """Have none under this key."""
        self._whole.delete(view, self._of_whole(given))

    def clear(self, view: View, given: Given) -> None:
        """Have none of those that are below this."""
        if self._names[-1] in given:
            self._whole.clear(view, self._of_whole(given))
            return
        for key, _ in [*self._keyed(view, given)] if {*self._names[:-1]} <= given.keys() else ():
            if key:
                self._whole.delete(view, key)
        self._own.clear(view, given)

    def all(self, view: View, given: Given) -> list[Record]:
        """Those that are below this, and those that are there from the beginning."""
        return [record for _, record in self._keyed(view, given)]

    def fresh(self, view: View, given: Given, sent: Record, *, replaces: bool) -> tuple[Record, dict[str, Any]]:
        """A record made up, which says whose it is."""
        record, key = self._whole.fresh(view, self._of_whole(given), sent, replaces=replaces)
        return self._forms.owned(record, given), {**given, **key}

    def _keyed(self, view: View, given: Given) -> Iterator[tuple[Given | None, Record]]:
        """All that are below this, with the keys that they have in the whole."""
        around, last, shown = self._of_whole(given), self._names[-1], set[str]()
        put = {key[last] for key in self._own.keys(view, given)}
        for record in self._whole.all(view, around):
            member = self._forms.key_member(record)
            key = {**around, last: record[member]} if member else None
            if self._is_below(record, given, is_put=key is not None and text_of(key[last]) in put):
                shown.add(text_of(key[last]) if key else "")
                yield key, record
        if isinstance(self._whole, Made) and {*self._key[:-1]} <= given.keys():
            for known, record in self._own.begun(view, given):
                key = self._of_whole(known) if known else None
                if key is None:
                    yield None, record
                elif text_of(key[last]) not in shown and (there := self._begun(self._whole, view, record, key)):
                    yield key, self._forms.owned(there, given)

    def _begun(self, whole: Made, view: View, record: Record, key: Given) -> Record | None:
        """What has become of one that was there from the beginning; None where it is gone, or elsewhere."""
        if not whole.has(view, key):
            return None
        if not whole.is_written(view, key):
            return record if self._forms.examples.listed is not None else whole.get(view, key)
        there = whole.get(view, key)
        return None if self._is_moved(there, key) else there

    def _is_moved(self, record: Record, key: Given) -> bool:
        """Whether somebody has said whose a record is: what is made up says that of anybody."""
        whole = self._whole
        if not isinstance(whole, Made):
            return True
        before = whole.unwritten(key)
        return any(value_at(record, at) != value_at(before, at) for _, at in self._owners)

    def _is_below(self, record: Record, given: Given, *, is_put: bool) -> bool:
        """Whether a record says that it is below this, or says nothing of it and was put there."""
        known = [(given[name], path) for name, path in self._owners if name in given]
        told = [(wanted, value) for wanted, path in known if (value := value_at(record, path)) is not None]
        return all(text_of(wanted) == text_of(value) for wanted, value in told) if told else is_put

    @cached_property
    def _owners(self) -> list[tuple[str, tuple[str, ...]]]:
        """Where a record says what of the part's key the whole has not."""
        members = self._forms.owning.members
        return [(name, path) for name in self._key if name not in self._names for path in members.get(name, ())]
