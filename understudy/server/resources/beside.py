"""What is told of a collection's records beside them: `/todos/count`, `/todos/search`, `/todos/completed`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.resources import bare, noun
from understudy.contract.samples.names import singular, words
from understudy.contract.schemas import MISSING
from understudy.errors import RecordNotFound
from understudy.project.matching import by_depth, is_same
from understudy.server.lists import Path, place, put_at
from understudy.server.lists.bounds import CREATED, is_moment
from understudy.server.lists.members import NUMBER, kind
from understudy.server.lists.paging import called
from understudy.server.lists.part import TOTALS
from understudy.server.resources.forms import Forms
from understudy.server.resources.listing import Listing
from understudy.server.resources.telling import Is, telling
from understudy.state.fixtures import Record
from understudy.state.view import View

_COUNTING = {"count", "stats", "statistics"}
_FINDING = {"all", "filter", "find", "list", "lookup", "query", "search"}
_NEWEST = {"latest", "newest", "recent"}


class Meaning(Struct, frozen=True):
    """What is told: how many are so in each of some places, else a list of those that are so, else one of them."""

    counts: Mapping[Path, Is | None]
    where: tuple[Node, Path] | None = None
    only: Is | None = None
    is_newest: bool = False


class Beside:
    """Reads what is told of records by what it is called, and by what the contract has for it."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._known: dict[str, Meaning | None] = {}

    def meaning(self, operation: Operation) -> Meaning | None:
        """What an operation tells of them, as far as that is beyond doubt."""
        if operation.name not in self._known:
            self._known[operation.name] = self._read(operation)
        return self._known[operation.name]

    def _read(self, operation: Operation) -> Meaning | None:
        forms, schema = self._forms, _schema(operation)
        said = words(bare(operation.path).rpartition("/")[2])
        if schema is None or forms.record is None or not said or not (operation.good_schema or said == ("count",)):
            return None
        if _COUNTING & {*said}:
            counts = dict(self._counts(operation, schema))
            return Meaning(counts) if counts else None
        only, is_newest = telling(forms, said), said[0] in _NEWEST
        where = place(forms.schemas, schema)
        if where and any(is_same(forms.schemas, where[0], each) for each in (forms.record, forms.item) if each):
            is_meant = only or is_newest or said[0] in _FINDING
            return Meaning({}, where, only, is_newest) if is_meant else None
        return Meaning({}, is_newest=True) if is_newest and forms.shows(schema) else None

    def _counts(self, operation: Operation, schema: Node) -> Iterator[tuple[Path, Is | None]]:
        """Where in an answer it stands how many there are, and of which it says that; of None, all are meant."""
        schemas = self._forms.schemas
        if kind(schemas, schema) == NUMBER or operation.good_schema is None:
            yield (), None  # a text says a number as well
        thing = words(noun(bare(operation.path).rpartition("/")[0]))
        beside = {"count", "num", "total", *thing[-1:], *map(singular, thing[-1:])}
        for members in by_depth(schemas, schema):
            for path, node in members.items():
                said = tuple(word for word in words(path[-1]) if word not in beside)
                if kind(schemas, node) != NUMBER:
                    continue
                if called(path[-1]) in TOTALS or not said:
                    yield path, None
                elif only := telling(self._forms, said):
                    yield path, only

    def told(
        self, operation: Operation, listing: Listing, view: View, around: Mapping[str, Any], query: Mapping[str, Any]
    ) -> Any:
        """What an operation tells of the records that a query asks for."""
        seed = f"{listing.seed} {operation} {around!r}"
        meaning, records = self.meaning(operation), listing.asked(operation, view, around, query)
        assert meaning is not None
        if meaning.counts:
            return self._counted(operation, meaning.counts, records, seed)
        records = [record for record in records if meaning.only is None or meaning.only(record)]
        if meaning.is_newest:
            records = sorted(records, key=_age, reverse=True)
        if meaning.where:
            return listing.shown(operation, records, meaning.where, around, query)
        if not records:
            resource = self._forms.resource
            raise RecordNotFound(resource.name, resource.key[-1], noun(operation.path))
        schema = _schema(operation)
        return self._forms.dressed(schema, records[0], seed) if schema else MISSING

    def _counted(
        self, operation: Operation, counts: Mapping[Path, Is | None], records: Sequence[Record], seed: str
    ) -> Any:
        schema = _schema(operation)
        assert schema is not None
        body = self._forms.whole(schema, seed)
        for path, only in counts.items():
            number = len([record for record in records if only is None or only(record)])
            candidates = [put_at(body, path, number)] if path else [number, str(number)]
            body = next((each for each in candidates if self._forms.fits(schema, each)), body)
        return body


def _age(record: Record) -> str:
    """When a record was created; nothing where it does not say."""
    said = [value for name, value in record.items() if is_moment(name) and CREATED & {*words(name)}]
    return said[0] if said and isinstance(said[0], str) else ""


def _schema(operation: Operation) -> Node | None:
    """The schema of a good answer, be it a text."""
    _, response = operation.success
    contents = response.body.content.values() if response else ()
    return operation.good_schema or next((node for each in contents if (node := each.get("schema"))), None)
