"""What a record is like that has just been created: of what nobody said, nothing has happened yet."""

from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from typing import Any

from understudy.contract.document import Node
from understudy.contract.samples.names import words
from understudy.contract.schemas import Schemas
from understudy.server.lists.bounds import is_moment
from understudy.server.lists.members import FLAG, LIST, MOMENT, NUMBER, kind
from understudy.server.resources.forms import Forms
from understudy.server.resources.telling import STATES
from understudy.state.fixtures import Record

_ON = {"active", "enabled", "available", "visible", "public", "valid"}
"""What is usually so from the beginning."""

_GIVEN = {"example", "examples", "default", "const"}


class Beginning:
    """How the records of a collection begin."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    @cached_property
    def _firsts(self) -> Mapping[str, Any]:
        """What members say in the beginning, by their names, as far as anybody knows."""
        known = {name: node for name, node in self._forms.properties.items() if not is_moment(name)}
        return {name: first for name, node in known.items() for first in _first(self._forms.schemas, name, node)}

    def begun(self, record: Record, said: Container[str]) -> Record:
        """A new record, in the members that it has and nobody `said` as it begins, as far as it can be.

        It has the first of its states, what may be switched on is off, what may be counted is none, what may be listed
        or filled in later is empty; what the contract gives as an example or a default stays.
        """
        if self._forms.examples.read is not None:
            return record
        for name in [name for name in record if name in self._firsts and name not in said]:
            changed = {**record, name: self._firsts[name]}
            record = changed if self._forms.holds(changed) else record
        return record


def _first(schemas: Schemas, name: str, node: Node) -> Iterator[Any]:
    """What a member says in the beginning, if anybody knows."""
    parts, spelled = [part.value for part in schemas.alternatives(node)], words(name)
    if any(_GIVEN & part.keys() for part in parts):
        return
    is_kind = kind(schemas, node)
    if is_kind == MOMENT:
        yield None  # it has not come yet, where it need not
    elif is_kind == LIST:
        yield []
    elif is_kind == NUMBER and ("count" in spelled[-1:] or "num" in spelled[:1]):
        yield 0
    elif is_kind == FLAG and not _ON & {*spelled}:
        yield False
    elif STATES & {*spelled[-1:]}:
        yield from [part["enum"][0] for part in parts if part.get("enum")][:1]
