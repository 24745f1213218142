"""How the records of a collection make up the good answer of an operation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from understudy.contract.operations import Operation
from understudy.project import Project
from understudy.project.matching import finds, matched
from understudy.state.collections import Collection
from understudy.state.fixtures import Record
from understudy.state.records import Records
from understudy.state.view import View


@dataclass(frozen=True, eq=False)
class Recorded:
    """An operation whose good answer is a record of a collection, a list of them, or an object with such a list.

    `member` is the list's name in that object.
    """

    collection: Collection
    is_list: bool
    member: str | None = None

    def body(self, records: list[Record]) -> Any:
        """The answer made of these records."""
        if not self.is_list:
            return records[0]
        return records if self.member is None else {self.member: records}

    def finds(self, operation: Operation) -> bool:
        """Whether the operation's parameters can answer it: a record is found by its whole key."""
        return self.is_list or finds(self.collection.key, operation)

    async def answer(self, view: View, given: Mapping[str, Any]) -> Any:
        """The answer to a request with these parameters: those that the key is made of find or filter records."""
        records = Records.of(view, self.collection.name)
        if not self.is_list:
            return records.get(**{part: given.get(part) for part in self.collection.key})
        return self.body(records.list(**{part: given[part] for part in self.collection.key if part in given}))


def by_name(operation: Operation, given: Mapping[str, Any], location: str | None = None) -> dict[str, Any]:
    """The values of an operation's parameters by their names in the contract; those of one location, or all."""
    return {
        name: given[argument]
        for argument, (where, name) in operation.arguments.items()
        if argument in given and where != "body" and location in (None, where)
    }


def recorded(project: Project, operation: Operation) -> Iterator[Recorded]:
    """The collections that an operation's good answer may be made of, in the order of their files."""
    schema = operation.good_schema
    for collection in project.collections.values() if schema else ():
        assert schema is not None
        if match := matched(project.contract.schemas, schema, project.schemas[collection.name]):
            yield Recorded(collection, match.is_list, match.member)


class ByOperation(dict[str, tuple[Recorded, ...]]):
    """By the name of each operation the collections that its good answer may be made of, found at its first call."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project

    def __missing__(self, name: str) -> tuple[Recorded, ...]:
        self[name] = found = tuple(recorded(self._project, self._project.contract.by_name[name]))
        return found
