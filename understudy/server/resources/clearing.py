"""All records of a collection deleted at once, or those that a query selects."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from understudy.contract.operations import Operation
from understudy.contract.resources import Role
from understudy.contract.samples.known import member_of
from understudy.server.lists import Aim, Path, aimed, wanted
from understudy.server.resources.above import Below
from understudy.server.resources.forms import Forms
from understudy.server.resources.keys import is_key
from understudy.server.resources.shelves import Shelf
from understudy.state.fixtures import Record
from understudy.state.view import View


class Clearing:
    """Takes away what is listed at a path."""

    def __init__(self, forms: Forms, shelf: Shelf, below: Below) -> None:
        self._forms, self._shelf, self._below = forms, shelf, below
        self._is_list = forms.item is not None or Role.LIST not in forms.resource.operations

    def clear(
        self, operation: Operation, view: View, around: Mapping[str, Any], query: str, asked: Mapping[str, Any]
    ) -> None:
        """Have none of those whose key begins like this and that the query selects; where it is no list, all stay.

        `asked` are the values of what the query may say, defaults among them.
        """
        if not self._is_list:
            return
        sent = {name for name, _ in parse_qsl(query, keep_blank_values=True, encoding="latin-1")}
        names = sent | {name for name in asked if name in self._forms.properties}
        if not names:
            self._shelf.clear(view, around)
            self._below.clear(view, around)
        last = self._forms.resource.key[-1]
        for record in _selected(names, asked, self._shelf.all(view, around), self._forms.aims(operation)):
            if (member := member_of(last, record)) and is_key(record[member]):
                key = {**around, last: record[member]}
                self._shelf.delete(view, key)
                self._below.clear(view, key)


def _selected(
    names: set[str], asked: Mapping[str, Any], records: list[Record], aims: Mapping[Path, Aim]
) -> list[Record]:
    """Those that have what is asked of members of these names; none where nobody knows what one of them means."""
    known = {name for record in records for name in record}
    deep = {name for record in records for name, value in record.items() if isinstance(value, dict)}
    for name in names:
        aim, value = aims.get((name,)), asked.get(name, "")
        is_meant = aimed(aim, value) is not None if aim else name in known - deep and not isinstance(value, dict)
        if value == "" or not is_meant:
            return []
    return wanted({name: asked[name] for name in names}, records, lambda record: record, aims, searched=False)
