"""Whose a record is: what its path says that it is below, in members that are called so."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from understudy.contract.document import Node
from understudy.contract.paths import template_names
from understudy.contract.resources import owners
from understudy.contract.samples.known import KEYS, readings
from understudy.contract.samples.names import words
from understudy.contract.schemas import Schemas
from understudy.server.lists.at import put_at, value_at
from understudy.server.lists.members import LIST, OBJECT, Words, kind
from understudy.server.lists.part import Path

Record = dict[str, Any]


class Owning:
    """The members of records that say what they are below: `user_id` or `user`, of those at `/users/{id}/posts`."""

    def __init__(self, schemas: Schemas, path: str, properties: Mapping[str, Node]) -> None:
        """`path` is that of a record, `properties` are its members."""
        self._schemas, self._path, self._properties = schemas, path, properties

    @cached_property
    def members(self) -> Mapping[str, tuple[Path, ...]]:
        """Where in a record it stands, by the path's parameters; in an object, in what names that."""
        return {name: tuple(self._places(name, meant)) for name, meant in owners(self._path).items()}

    def _places(self, parameter: str, meant: tuple[Words, ...]) -> Iterator[Path]:
        for name, node in [(n, node) for said in meant for n, node in self._properties.items() if words(n) == said]:
            is_kind = kind(self._schemas, node)
            inner = self._schemas.properties(node) if is_kind == OBJECT else {}
            yield from [(name, each) for each in inner if words(each) in KEYS or each == parameter][:1]
            if is_kind not in (OBJECT, LIST):
                yield (name,)

    def own(self, known: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is known of a record without what is not its own: the `id` in `/users/{id}/posts/{post}`."""
        others = self._others
        return {name: value for name, value in known.items() if name not in others} if others else known

    @cached_property
    def _others(self) -> list[str]:
        return [name for name in template_names(self._path)[:-1] if words(name) in KEYS]

    def among(self, record: Mapping[str, Any]) -> list[str]:
        """The members of a record in which it stands."""
        return [name for paths in self.members.values() for name, *_ in paths if name in record]

    def agrees(self, record: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
        """Whether a record says nothing else of whose it is than what is known of that."""
        places = [(known[name], path) for name in self.members if name in known for path in self.members[name]]
        told = ((wanted, value_at(record, path)) for wanted, path in places)
        return all(value is None or str(value) == str(wanted) for wanted, value in told)

    def told(self, record: Record, known: Mapping[str, Any], holds: Callable[[Record], bool]) -> Record:
        """A record that says whose it is, as far as that is known and it can say it."""
        for parameter, path in [(name, path) for name, paths in self.members.items() for path in paths]:
            if parameter in known and value_at(record, path) != known[parameter]:
                candidates = (put_at(record, path, value) for value in readings(known[parameter]))
                record = next(filter(holds, candidates), record)
        return record
