"""How the records of a collection make up the good answer of an operation."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

from connexion.context import scope
from msgspec import Struct
from msgspec.structs import replace

from understudy.answers import Answer
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.samples.known import KEYS
from understudy.contract.samples.names import words
from understudy.contract.schemas import MISSING, Schemas
from understudy.project import Match, Project, carriers, finds
from understudy.server.lists import (
    Aim,
    Owning,
    Page,
    Part,
    Path,
    aims,
    filled,
    list_headers,
    needed,
    paging_names,
    place,
    put_at,
    wanted,
    whole_example,
)
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Record
from understudy.state.records import Records
from understudy.state.view import View


class Around:
    """What the records of an operation lie in: the contract's example of it, else what is made up and required."""

    def __init__(self, operation: Operation, schemas: Schemas, samples: Samples, seed: str, match: Match) -> None:
        """`schemas` are those of answers; where the `match` has no member, nothing is around."""
        self.operation, self.schemas, self._member, self._is_list = operation, schemas, match.member, match.is_list
        self._samples, self._seed = samples, f"{seed} {operation}"

    def record(self, record: Record) -> Any:
        """The answer with a record alone."""
        if self._is_list:
            return self.body(Part(Page(), [record], 1))
        if not self._member:
            return record
        bodies = (put_at(whole, self._member, record) for whole in self._wholes)
        return next(filter(self._fits, bodies), put_at({}, self._member, record))

    def body(self, part: Part) -> Any:
        """The answer with a part of a list; what it says beside that is true, as far as it speaks of the list."""
        member = self._member
        if not member:
            return part.shown
        bodies = (filled(whole, member, part, self._fits) for whole in self._wholes)
        found = next((body for body in bodies if body is not MISSING), MISSING)
        return (
            put_at({}, member, part.shown) if found is MISSING else found
        )  # of the former its check says what is wrong

    @cached_property
    def _wholes(self) -> list[Any]:
        """What it may be filled into, the likeliest first."""
        found, schema = [whole_example(self.operation, self.schemas)], self._schema
        with suppress(Unsatisfied):
            made = self._samples.sample(schema, self._seed, {})
            if isinstance(made, dict):
                found += [needed(self.schemas, schema, made, self._member, is_list=self._is_list), made]
        return [whole for whole in found if isinstance(whole, dict)]

    @property
    def _schema(self) -> Node:
        schema = self.operation.good_schema
        assert schema is not None
        return schema

    def _fits(self, body: Any) -> bool:
        return not self.schemas.violations(self._schema, body)


class Recorded(Struct, frozen=True, eq=False, dict=True):
    """An operation whose good answer is a record of a collection, a list of them, or an object with either.

    `member` is where in that object it is, and `around` makes the whole of it.
    """

    collection: Collection
    is_list: bool
    member: Path
    around: Around

    def body(self, record: Record) -> Any:
        """The answer made of a record alone."""
        return self.around.record(record)

    def finds(self, operation: Operation) -> bool:
        """Whether the operation's parameters can answer it: a record is found by its whole key."""
        return self.is_list or finds(self.collection.key, operation)

    async def answer(self, view: View, given: Mapping[str, Any]) -> Any:
        """The answer to a request with these arguments: parameters that the key is made of find or filter records.

        Of a list, those records are read that are on the page that is asked for.
        """
        operation, schemas = self.around.operation, self.around.schemas
        key = self.key(given)
        if not self.is_list:
            records = Records.of(view, self.collection.name)
            return self.body(records.get(**{part: key.get(part) for part in self.collection.key}))
        fixtures = [fixture for fixture in view.fixtures(self.collection) if self._has(fixture, key)]
        if around := {name: value for name, value in by_name(operation, given, "path").items() if name not in key}:
            look = partial(view.look, self.collection)
            fixtures = [fixture for fixture in fixtures if self._owning.agrees(look(fixture)[0], around)]
        query = {name: value for name, value in by_name(operation, given, "query").items() if name not in key}
        filters = {name: value for name, value in query.items() if name not in paging_names(operation)}
        fixtures = wanted(filters, fixtures, lambda fixture: view.look(self.collection, fixture)[0], self._aims)
        page = Page.asked(operation, query, schemas, [fixture.key[-1] for fixture in fixtures])
        found = Part.asked(scope, page, fixtures)
        part = replace(found, shown=[view.read(self.collection, fixture) for fixture in found.shown])
        status, response = operation.success
        return Answer(status, self.around.body(part), list_headers(response, part, schemas))

    def key(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the arguments say of the key of a record, or of that of all records in a list."""
        named = by_name(self.around.operation, given)
        return {part: named[name] for part, name in self._carriers.items() if name in named}

    @cached_property
    def _aims(self) -> Mapping[Path, Aim]:
        return aims(self.around.operation, self.around.schemas)

    @cached_property
    def _owning(self) -> Owning:
        """What the records of a list say whose they are: of a path that has no name for each, a name is its end."""
        schemas, operation = self.around.schemas, self.around.operation
        found = place(schemas, operation.good_schema) if operation.good_schema else None
        return Owning(schemas, f"{operation.path}/{{}}", schemas.properties(found[0]) if found else {})

    @cached_property
    def _carriers(self) -> Mapping[str, str]:
        operation = self.around.operation
        found = carriers(self.collection.key, operation)
        if not self.is_list:
            return found
        # The `id` in `/folders/{id}/files` is that of no file.
        others = [name for name in operation.path_names if words(name) in KEYS and f"{{{name}}}/" in operation.path]
        return {part: name for part, name in found.items() if part == name and name not in others}

    def _has(self, fixture: Fixture, key: Mapping[str, Any]) -> bool:
        """Whether a record has what is given of its key, which is the same in all stages."""
        return dict(zip(self.collection.key, fixture.key, strict=True)).items() >= key.items()


def by_name(operation: Operation, given: Mapping[str, Any], location: str | None = None) -> dict[str, Any]:
    """The values of an operation's parameters by their names in the contract; those of one location, or all."""
    return {
        name: given[argument]
        for argument, (where, name) in operation.arguments.items()
        if argument in given and where != "body" and location in (None, where)
    }


def recorded(project: Project, operation: Operation, samples: Samples, seed: str = "") -> Iterator[Recorded]:
    """The collections that an operation's good answer may be made of, in the order of their files."""
    for collection in project.collections.values():
        if match := project.match(operation, collection):
            around = Around(operation, project.contract.schemas.answers, samples, seed, match)
            yield Recorded(collection, match.is_list, match.member, around)


class ByOperation(dict[str, tuple[Recorded, ...]]):
    """By the name of each operation the collections that its good answer may be made of, found at its first call."""

    def __init__(self, project: Project, samples: Samples, seed: str) -> None:
        super().__init__()
        self._project, self._samples, self._seed = project, samples, seed

    def __missing__(self, name: str) -> tuple[Recorded, ...]:
        operation = self._project.contract.by_name[name]
        self[name] = found = tuple(recorded(self._project, operation, self._samples, self._seed))
        return found
