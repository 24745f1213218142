"""Lists that are no collection's: of what is made up, or given as an example, the part that is asked for."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.types import Scope

from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation
from understudy.contract.samples.known import member_of
from understudy.contract.schemas import MISSING, Schemas
from understudy.server.lists.at import value_at
from understudy.server.lists.paging import SIZES, Page, named, paging_names
from understudy.server.lists.part import Part, Path
from understudy.server.lists.place import place
from understudy.server.lists.whole import filled


class Shown:
    """What operations that have a parameter for the size of a page show of a list."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._names: dict[str, frozenset[str]] = {}
        self._places: dict[Identity, Path | None] = {}

    def names(self, operation: Operation) -> frozenset[str]:
        """The parameters that say which part of a list is wanted; none where none says how large one may be."""
        names = self._names.get(operation.name)
        if names is None:
            is_paged = any(named(operation, SIZES))
            names = self._names[operation.name] = frozenset(paging_names(operation) if is_paged else ())
        return names

    def part(
        self, scope: Scope, operation: Operation, query: Mapping[str, Any], schema: Node | None, whole: Any
    ) -> tuple[Any, Part] | None:
        """An answer with that part of the list in it which a query asks for, and the part.

        None where there is no list, or where the answer may not be such a one.
        """
        member = self._place(schema) if self.names(operation) else None
        records = value_at(whole, member) if member is not None else None
        if member is None or not isinstance(records, list):
            return None
        part = Part.asked(scope, Page.asked(operation, query, self._schemas, [*map(_key, records)]), records)
        fits = partial(self._fits, schema)
        body = filled(whole, member, part, fits) if member else part.shown
        return (body, part) if body is not MISSING and fits(body) else None

    def _place(self, schema: Node | None) -> Path | None:
        if schema is None:
            return ()
        if schema.identity not in self._places:
            found = place(self._schemas, schema)
            self._places[schema.identity] = found[1] if found else None
        return self._places[schema.identity]

    def _fits(self, schema: Node | None, body: Any) -> bool:
        return schema is None or not self._schemas.violations(schema, body)


def _key(record: Any) -> Any:
    member = member_of("id", record) if isinstance(record, dict) else None
    return record[member] if member else None
