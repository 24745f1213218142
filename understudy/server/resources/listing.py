"""The records of a collection as they are listed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from connexion.context import scope

from understudy.answers import Answer
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.resources import Role
from understudy.contract.schemas import MISSING
from understudy.server.lists import Page, Part, filled, list_headers, paging_names, wanted
from understudy.server.resources.forms import Forms
from understudy.server.resources.sending import schema_shown
from understudy.server.resources.shelves import Shelf
from understudy.state.fixtures import Record
from understudy.state.view import View


class Listing:
    """Lists what is on a shelf."""

    def __init__(self, forms: Forms, shelf: Shelf, seed: str) -> None:
        self._forms, self._shelf, self._seed = forms, shelf, seed

    def list(self, operation: Operation, view: View, around: Mapping[str, Any], query: Mapping[str, Any]) -> Any:
        """The part that a query asks for; MISSING where the contract allows no list, or gives one itself."""
        forms, schema = self._forms, schema_shown(operation.success[1])
        if schema is None or forms.item is None:
            return MISSING
        is_touched = self._shelf.is_touched(view, around)
        if not scope["query_string"] and not is_touched and forms.example(Role.LIST) is not MISSING:
            return MISSING
        filters = {name: value for name, value in query.items() if name not in paging_names(operation)}
        known = self._shelf.all(view, around)
        # Before anybody has written anything, no text is known to be there that somebody may look for.
        records = wanted(filters, known, lambda record: record, forms.aims(operation), searched=is_touched)
        dressed = [(self._last(record), forms.dressed(forms.item, record, self._seed)) for record in records]
        listed = [(key, record) for key, record in dressed if record is not MISSING]
        page = Page.asked(operation, query, forms.schemas, [key for key, _ in listed])
        part = Part.asked(scope, page, [record for _, record in listed])
        fits = partial(forms.fits, schema)
        if forms.member:
            body = filled(self._whole(schema, f"{self._seed} {operation} {around!r}"), forms.member, part, fits)
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
