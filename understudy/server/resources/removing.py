"""Records that are deleted because a request names them: `DELETE /things` with a body, `POST /things/bulk-delete`."""

import re
from collections.abc import Mapping
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.resources import bare
from understudy.contract.samples.known import KEYS
from understudy.contract.samples.names import singular, words
from understudy.contract.schemas import MISSING
from understudy.server.lists import place, value_at
from understudy.server.lists.members import LIST, NUMBER, OBJECT, kind
from understudy.server.resources.above import Below
from understudy.server.resources.forms import Forms
from understudy.server.resources.keys import is_key
from understudy.server.resources.sending import schema_sent
from understudy.server.resources.shelves import Shelf
from understudy.state.view import View

_GONE = "delete|remove|destroy"
_MANY = "many|bulk|batch|multiple|several"
_NAMED = re.compile(rf"(.*?)[/:](?:(?:bulk|batch)[/_-]?(?:{_GONE})|(?:{_GONE})[/_-]?(?:{_MANY}))", re.IGNORECASE)
"""The path of a list, and what says behind it that some of those are to go."""

_BULK = re.compile(r"(.*?)[/:](?:bulk|batch)", re.IGNORECASE)
_TOLD = {"deleted", "removed", "count", "affected"}


def whose(operation: Operation) -> str | None:
    """The path of the list of which an operation deletes those that it is told; None where it does nothing of that."""
    path = bare(operation.path)
    if operation.body is None or operation.method not in ("POST", "DELETE"):
        return None
    if match := _NAMED.fullmatch(path) or (operation.method == "DELETE" and _BULK.fullmatch(path)):
        return match[1]
    return path if operation.method == "DELETE" and not path.endswith("}") else None


class Removing:
    """Takes away the records that a body names."""

    def __init__(self, forms: Forms, shelf: Shelf, below: Below) -> None:
        self._forms, self._shelf, self._below = forms, shelf, below

    def remove(self, operation: Operation, view: View, around: Mapping[str, Any], body: Any, seed: str) -> Any:
        """Have none of those that a body names, and say how many there were; MISSING where it names none."""
        named, last = self._named(operation, body), self._forms.resource.key[-1]
        if named is None:
            return MISSING
        keys = [{**around, last: value} for value in dict.fromkeys(named)]
        gone = [key for key in keys if self._shelf.has(view, key)]
        with view.session.all_or_nothing():
            for key in gone:
                self._shelf.delete(view, key)
                self._below.clear(view, key)
        return self._told(operation, [key[last] for key in gone], seed)

    def _named(self, operation: Operation, body: Any) -> list[Any] | None:
        """What a body names them by: it is a list of keys, or of records, or has one; None where nobody knows."""
        schema = schema_sent(operation)
        item, path = (place(self._forms.schemas, schema) if schema else None) or (None, ())
        body = value_at(body, path)
        if item is None or not isinstance(body, list):
            return None
        if kind(self._forms.schemas, item) == OBJECT:
            members = [self._forms.key_member(each) if isinstance(each, dict) else None for each in body]
            named = [each[member] if member else None for each, member in zip(body, members, strict=True)]
        else:
            named = body if not path or self._is_of_keys(path[-1]) else [None]
        return named if all(map(is_key, named)) else None

    def _is_of_keys(self, name: str) -> bool:
        """Whether the values in a list of this name are keys: `ids`, `todo_ids`, `todos`."""
        said, resource = words(singular(name)), self._forms.resource
        return said[-1:] in KEYS or said in (words(resource.key[-1]), words(singular(resource.name)))

    def _told(self, operation: Operation, gone: list[Any], seed: str) -> Any:
        """What is answered: how many are gone, and which, where the contract has a word for that."""
        _, response = operation.success
        schema, schemas = operation.good_schema, self._forms.schemas
        if response is None or not response.body.content:
            return None
        if schema is None:
            return MISSING
        body, is_told = self._forms.whole(schema, seed), False
        for name, node in schemas.properties(schema).items():
            said, is_kind = {*words(name)}, kind(schemas, node)
            if is_kind == NUMBER and said & _TOLD:
                body, is_told = {**body, name: len(gone)}, True
            elif is_kind == LIST and (self._is_of_keys(name) or name in _TOLD):
                body, is_told = {**body, name: gone}, True
        return body if is_told and self._forms.fits(schema, body) else MISSING
