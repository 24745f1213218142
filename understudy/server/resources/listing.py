"""The records of a collection as they are listed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from connexion.context import scope

from understudy.answers import Answer
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.resources import Role
from understudy.contract.schemas import MISSING
from understudy.server.lists import Page, Part, Path, filled, list_headers, paging_names, wanted
from understudy.server.resources.forms import Forms
from understudy.server.resources.sending import schema_shown
from understudy.server.resources.shelves import Shelf
from understudy.state.fixtures import Record
from understudy.state.view import View


class Listing:
    """Lists what is on a shelf."""

    def __init__(self, forms: Forms, shelf: Shelf, seed: str) -> None:
        self._forms, self._shelf, self.seed = forms, shelf, seed

    def list(self, operation: Operation, view: View, around: Mapping[str, Any], query: Mapping[str, Any]) -> Any:
        """The part that a query asks for; MISSING where the contract allows no list, or gives one itself."""
        forms, is_touched = self._forms, self._shelf.is_touched(view, around)
        if forms.item is None:
            return MISSING
        if not scope["query_string"] and not is_touched and forms.examples.of(Role.LIST) is not MISSING:
            return MISSING
        records = self.asked(operation, view, around, query)
        return self.shown(operation, records, (forms.item, forms.member), around, query)

    def asked(
        self, operation: Operation, view: View, around: Mapping[str, Any], query: Mapping[str, Any]
    ) -> Sequence[Record]:
        """The records that a query asks for."""
        filters = {name: value for name, value in query.items() if name not in paging_names(operation)}
        known, is_touched = self._shelf.all(view, around), self._shelf.is_touched(view, around)
        # Before anybody has written anything, no text is known to be there that somebody may look for.
        return wanted(filters, known, lambda record: record, self._forms.aims(operation), searched=is_touched)

    def shown(
        self,
        operation: Operation,
        records: Sequence[Record],
        where: tuple[Node, Path],
        around: Mapping[str, Any],
        query: Mapping[str, Any],
    ) -> Any:
        """The page of these that a query asks for, in an answer of an operation that lists such records there."""
        forms, (item, member), schema = self._forms, where, schema_shown(operation.success[1])
        if schema is None:
            return MISSING
        dressed = [(self._last(record), forms.dressed(item, record, self.seed, around)) for record in records]
        listed = [(key, record) for key, record in dressed if record is not MISSING]
        page = Page.asked(operation, query, forms.schemas, [key for key, _ in listed])
        part = Part.asked(scope, page, [record for _, record in listed])
        fits = partial(forms.fits, schema)
        if member:
            body = filled(self._whole(schema, f"{self.seed} {operation} {around!r}"), member, part, fits)
        else:
            body = part.shown if fits(part.shown) else MISSING
        if body is MISSING:
            return MISSING
        status, response = operation.success
        return Answer(status, body, list_headers(response, part, forms.schemas))

    def _last(self, record: Record) -> Any:
        """What names a record among those of a list; None where it does not say."""
        member = self._forms.key_member(record)
        return record[member] if member else None

    def _whole(self, schema: Node, seed: str) -> dict[str, Any]:
        """What a list lies in."""
        value = self._forms.whole(schema, seed)
        return dict(value) if isinstance(value, dict) else {}
