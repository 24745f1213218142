"""Records that nobody wrote into a file."""

from collections.abc import Container, Iterator
from functools import cached_property
from itertools import count, islice
from typing import Any, ClassVar

from understudy.errors import RecordNotFound
from understudy.server.resources.forms import Forms
from understudy.server.resources.keys import is_key, text_of
from understudy.server.resources.shelves.shelf import TRIES, Given, Taken
from understudy.state.fixtures import Record
from understudy.state.view import View

_LISTED = 3
"""Records that a list has of which nobody has written any."""

MOST = 10_000
"""Records of one collection that a session remembers; beyond them the eldest is forgotten."""


class Made:
    """Records that are made up when somebody asks for them: the same for the same key, until one is written.

    Among those that are written the beginning of a key says that of those which begin so none is made up any more.
    """

    is_made_up: ClassVar[bool] = True

    def __init__(self, forms: Forms, seed: str) -> None:
        self._forms, self._seed = forms, seed
        self._key = forms.resource.key

    def seeded(self, seed: str) -> "Made":
        """The same, with other records."""
        return Made(self._forms, seed)

    def _written(self, view: View) -> dict[tuple[str, ...], Record | None]:
        return view.session.made.setdefault(self._forms.resource.path, {})

    def is_touched(self, view: View, given: Given) -> bool:
        """Whether any of them has been written, or an example says more of it than the first of what is read."""
        key = tuple(text_of(given[name]) for name in self._key if name in given)
        is_listed = len(key) == len(self._key) and self._listed(given) is not None
        written = self._written(view)
        return is_listed or _is_below(key, written) or any(known[: len(key)] == key for known in written)

    def has(self, view: View, given: Given) -> bool:
        """Whether it has not been deleted."""
        key, written = self._texts(given), self._written(view)
        return written[key] is not None if key in written else not _is_below(key, written)

    def is_known(self, view: View, given: Given) -> bool:
        """Whether it is written or an example, and has not been deleted."""
        return self.has(view, given) and not self._is_free(view, given)

    def clear(self, view: View, given: Given) -> None:
        """Forget those that were written, and make up none."""
        beginning, written = tuple(text_of(given[name]) for name in self._key if name in given), self._written(view)
        for key in [key for key in written if key[: len(beginning)] == beginning]:
            del written[key]
        self._remember(view, beginning, None)

    def is_written(self, view: View, given: Given) -> bool:
        """Whether it has been written or deleted."""
        return self._texts(given) in self._written(view)

    def keys(self, view: View, given: Given) -> Iterator[dict[str, str]]:
        """The keys that begin like this and of which something has been written."""
        beginning = tuple(text_of(given[name]) for name in self._key if name in given)
        written = [key for key in self._written(view) if len(key) == len(self._key)]
        yield from (dict(zip(self._key, key, strict=True)) for key in written if key[: len(beginning)] == beginning)

    def get(self, view: View, given: Given) -> Record:
        """The record with this key: the one that was written, else that of an example, else one that fits it."""
        key = self._texts(given)
        written = self._written(view)
        record = written.get(key) if _is_below((*key, ""), written) else self.unwritten(given)
        if record is None:
            raise RecordNotFound(self._forms.resource.name, self._key[-1], given[self._key[-1]])
        return record

    def unwritten(self, given: Given) -> Record:
        """The record with this key as it is where nothing has been written: that of an example, else made up."""
        about, listed = self._about(self._texts(given)), self._listed(given)
        return self._forms.made(about, given) if listed is None else self._forms.completed(listed, about, given)

    def _listed(self, given: Given) -> Record | None:
        """The record with this key in an example; None also where that is the one that what is read begins with."""
        return None if self._is_read_example(given) else self._examples.get(text_of(given[self._key[-1]]))

    @cached_property
    def _examples(self) -> dict[str, Record]:
        """The records of examples that say their key, by its last part: it is the list below each record."""
        records = (*(self._forms.examples.listed or ()), *self._forms.examples.others)
        named = ((self._named(record, {}), record) for record in records)
        return {text_of(key[self._key[-1]]): record for key, record in named if key}

    def _is_read_example(self, key: Given) -> bool:
        example = self._named(self._forms.examples.read or {}, key)
        return example is not None and self._texts(example) == self._texts(key)

    def put(self, view: View, given: Given, record: Record) -> Record:
        """Remember a record."""
        self._remember(view, self._texts(given), record)
        return record

    def delete(self, view: View, given: Given) -> None:
        """Remember that there is none."""
        self.get(view, given)
        self._remember(view, self._texts(given), None)

    def _remember(self, view: View, key: tuple[str, ...], record: Record | None) -> None:
        view.session.changed()
        written = self._written(view)
        written.pop(key, None)
        written[key] = record
        while len(written) > MOST:
            del written[next(iter(written))]

    def all(self, view: View, given: Given) -> list[Record]:
        """What was written, the newest first, and those of the list's example, else a few that are made up."""
        around = tuple(text_of(given[name]) for name in self._key[:-1])
        written = {key: record for key, record in self._written(view).items() if key[:-1] == around}
        listed: dict[tuple[str, ...], Record | None] = dict(reversed(written.items()))
        for index, (key, record) in enumerate(self.begun(view, given)):
            # which nobody can ask for where it does not say its key
            listed.setdefault(self._texts(key) if key else (*around, f"\0{index}"), record)
        return [record for record in listed.values() if record is not None]

    def begun(self, view: View, given: Given) -> Iterator[tuple[Given | None, Record]]:
        """Those of a list that are there from the beginning, with the keys that they say."""
        around = tuple(text_of(given[name]) for name in self._key[:-1])
        example = [] if _is_below((*around, ""), self._written(view)) else self._forms.examples.listed
        for record in self._made_up(around, given) if example is None else example:
            key = self._named(record, given)
            yield key, record if key is None or example is not None else self.unwritten(key)

    def _made_up(self, around: tuple[str, ...], given: Given) -> list[Record]:
        """The records of a list of which nobody has said anything; an example of their key is that of the first."""
        records = list[Record]()
        for index in range(_LISTED):
            seed = f"{self._about(around)} listed {index}"
            record = self._forms.made(seed, given)
            if self._named(record, given) in [self._named(other, given) for other in records]:
                record = self._forms.drawn(seed, given)
            records.append(record)
        return records

    def fresh(self, view: View, given: Given, sent: Record, *, replaces: bool) -> tuple[Record, dict[str, Any]]:
        """A record with a key that nobody has written yet, and that no example has.

        Where none is left, it is one that has been written. An example is replaced by what is sent with its key: a
        document often gives the same one for both.
        """
        written = self._written(view)
        about = f"{self._about(tuple(map(text_of, given.values())))} new"
        if len(written) >= MOST:  # their number says no longer what is new
            about = f"{about} after {next(reversed(written))!r}"
        if named := self._named(sent, given):
            if not replaces and written.get(self._texts(named)) is not None:
                raise Taken(self._forms.resource.name, {self._key[-1]: named[self._key[-1]]})
            record = self._forms.made(f"{about} {len(written)}", named)
            shown = self._named(record, given)
            if shown is None or self._texts(shown) == self._texts(named):
                return record, named
        for tried in range(TRIES):
            seed = f"{about} {len(written) + tried}"
            record = self._forms.drawn(seed, given)
            key = self._named(record, given)
            if key is None or self._is_free(view, key):
                break
        key = self._free(view, given, record)
        return self._forms.made(seed, key), key

    def _is_free(self, view: View, key: Given) -> bool:
        """Whether nobody has written a record with this key, and no example has it."""
        is_example = self._is_read_example(key) or self._listed(key) is not None
        return not is_example and self._texts(key) not in self._written(view)

    def _free(self, view: View, given: Given, record: Record) -> dict[str, Any]:
        """The key of a record, with a number behind it or added to it if it is not free and the record can have that.

        That of one that does not say its key is one that its path may have.
        """
        last, named = self._key[-1], self._named(record, given)
        if named and self._is_free(view, named):
            return named
        numbers = count(len(self._written(view)) + 1)
        if named is None:
            values = self._forms.names.some(self._about(self._key), islice(numbers, TRIES))
            free = (key for value in values if self._is_free(view, key := {**given, last: value}))
            return next(free, None) or {**given, last: str(next(numbers))}
        own = named[last]
        values = (own + number if isinstance(own, int) else f"{own}{number}" for number in numbers)
        key = next(key for value in values if self._is_free(view, key := {**given, last: value}))
        if self._forms.holds({**record, str(self._forms.key_member(record)): key[last]}):
            return key
        return named

    def _named(self, record: Record, given: Given) -> dict[str, Any] | None:
        """The key of a record that says it itself: a number, or a text that is not empty."""
        member = self._forms.key_member(record)
        value = record[member] if member else ""
        return {**given, self._key[-1]: value} if is_key(value) else None

    def _texts(self, given: Given) -> tuple[str, ...]:
        return tuple(text_of(given.get(name)) for name in self._key)

    def _about(self, key: tuple[str, ...]) -> str:
        return f"{self._seed} {self._forms.resource.path} {key!r}"


def _is_below(key: tuple[str, ...], written: Container[tuple[str, ...]]) -> bool:
    """Whether what a key begins with is among those that were written: of what is below it, all is known."""
    return any(key[:end] in written for end in range(len(key)))
