"""Records that a client creates."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from understudy.contract.operations import Operation
from understudy.server.resources.above import Below
from understudy.server.resources.beginning import Beginning
from understudy.server.resources.forms import Forms
from understudy.server.resources.shelves import Shelf
from understudy.server.resources.writing import composed, stamped
from understudy.state.fixtures import Record
from understudy.state.moments import written
from understudy.state.view import View

Created = tuple[Record, dict[str, Any]]
"""A record, and its key."""


class Creating:
    """Puts what is sent on a shelf, with what a server adds to it."""

    def __init__(self, forms: Forms, shelf: Shelf, below: Below) -> None:
        self._forms, self._shelf, self._below = forms, shelf, below
        self.beginning = Beginning(forms)

    def all(self, operation: Operation, view: View, around: Mapping[str, Any], sent: Iterable[Record]) -> list[Created]:
        """All that are sent, or none of them. Raises RecordInvalid for the first that cannot be."""
        with view.session.all_or_nothing():
            return [self.one(operation, view, around, record) for record in sent]

    def one(self, operation: Operation, view: View, around: Mapping[str, Any], sent: Record) -> Created:
        """A record that is sent. Raises RecordInvalid for one that cannot be."""
        # A client that is allowed to send this is not to be told what the contract has no word for.
        made, key = self._shelf.fresh(view, around, sent, replaces=not operation.declares(HTTPStatus.CONFLICT))
        naming = self._forms.naming(made)
        record = composed(self._forms, made, {**sent, **{name: made[name] for name in naming}}, naming)
        record = self.beginning.begun(record, {*sent, *naming})
        record = stamped(self._forms, record, written(view.now), created=True)
        is_new = not self._shelf.is_known(view, key)
        record = self._shelf.put(view, key, record)
        if is_new:
            self._below.clear(view, {**around, **key})
        return record, key
