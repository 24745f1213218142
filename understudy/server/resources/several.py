"""Several records in one request: where in its body they are, and where in its answer they are shown."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation
from understudy.contract.samples.names import words
from understudy.contract.schemas import MISSING
from understudy.project.matching import is_same
from understudy.server.lists import Page, Part, Path, filled, needed, place, value_at
from understudy.server.lists.bounds import CREATED
from understudy.server.resources.forms import Forms
from understudy.server.resources.sending import defaults, schema_sent
from understudy.state.fixtures import Record


class Several(Struct, frozen=True):
    """Records as they are `sent`, each of one schema."""

    sent: Path
    each: Node

    def records(self, body: Any) -> list[dict[str, Any]] | None:
        """The records in the body of a request; None where it does not bring several."""
        body = value_at(body, self.sent)
        is_list = isinstance(body, list) and all(isinstance(each, dict) for each in body)
        return body if is_list else None


class Severals:
    """Finds what operations bring that may create several records at once."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._known: dict[tuple[str, Identity], Several | None] = {}

    def of(self, operation: Operation) -> Several | None:
        """What the request at hand may bring; None where its contract does not say that those are records."""
        schema = schema_sent(operation)
        if schema is None:
            return None
        key = operation.name, schema.identity
        if key not in self._known:
            self._known[key] = self._read(operation, schema)
        return self._known[key]

    def usual(self, operation: Operation) -> Record:
        """The members that stand for those that are not sent of each."""
        several = self.of(operation)
        return defaults(self._forms, several.each) if several else {}

    def _read(self, operation: Operation, schema: Node) -> Several | None:
        schemas, own = self._forms.schemas, self._forms.properties
        found = place(schemas, schema)
        if found is None or not own:
            return None
        each, path = found
        names = schemas.properties(each).keys()
        is_record = bool(names) and names <= own.keys() and not ({*path[:1]} & own.keys())
        is_told = self._shown(operation) is not None or not path
        return Several(path, each) if is_record and is_told else None

    def _shown(self, operation: Operation) -> tuple[Node, Path] | None:
        """Where the answer of an operation lists records, if it does."""
        schemas, schema = self._forms.schemas, operation.good_schema
        found = place(schemas, schema) if schema else None
        known = [node for node in (self._forms.record, self._forms.item) if node is not None]
        return found if found and any(is_same(schemas, found[0], node) for node in known) else None

    def body(self, operation: Operation, made: Sequence[tuple[Record, Mapping[str, Any]]], seed: str) -> Any:
        """The answer of an operation that has created these, with their keys; MISSING where it shows none of them."""
        forms, schema, found = self._forms, operation.good_schema, self._shown(operation)
        if schema is None or found is None:
            return MISSING
        item, path = found
        dressed = (forms.dressed(item, record, seed, key) for record, key in made)
        shown, fits = [each for each in dressed if each is not MISSING], partial(forms.fits, schema)
        if not path:
            return shown if fits(shown) else MISSING
        whole = forms.whole(schema, seed)
        known = needed(forms.schemas, schema, whole, path)
        counted = {name: len(made) for name in known if CREATED & {*words(name)} and isinstance(known[name], int)}
        return filled({**known, **counted}, path, Part(Page(), shown, len(shown)), fits)
