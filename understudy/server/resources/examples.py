"""The records that a contract gives as examples."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.resources import Resource, Role
from understudy.contract.schemas import Schemas
from understudy.project.matching import Path
from understudy.server.lists import examples_of, place, value_at, whole_example
from understudy.state.fixtures import Record


class Examples:
    """Those of a collection, in the answers of its operations."""

    def __init__(
        self,
        resource: Resource,
        schemas: Schemas,
        record: Callable[[Any], Record | None],
        member: Path,
        lists: Sequence[Operation],
    ) -> None:
        """`record` has the one in what is read, if it is one; a list lies in `member`; other `lists` show parts."""
        self._resource, self._schemas, self._record, self._member, self._lists = (
            resource,
            schemas,
            record,
            member,
            lists,
        )

    def of(self, role: Role) -> Any:
        """What the contract gives as the answer of an operation; MISSING where it gives none."""
        return whole_example(self._resource.operations.get(role), self._schemas)

    @cached_property
    def read(self) -> Record | None:
        """The record that it gives as an example of what is read, if it is one."""
        return self._record(self.of(Role.READ))

    @cached_property
    def others(self) -> list[Record]:
        """The records that it gives as further examples of that, or in those of parts of the collection."""
        operation = self._resource.operations.get(Role.READ)
        shown = [*examples_of(operation.success[1] if operation else None, self._schemas)]
        found = [record for record in map(self._record, shown[1:]) if record is not None]
        return found + [record for each in self._lists for record in self._listed_by(each)]

    @cached_property
    def listed(self) -> list[Record] | None:
        """The records in what it gives as an example of the list; None where it gives none."""
        return _records(self.of(Role.LIST), self._member)

    def _listed_by(self, operation: Operation) -> list[Record]:
        found = place(self._schemas, operation.good_schema) if operation.good_schema else None
        return (_records(whole_example(operation, self._schemas), found[1]) if found else None) or []


def _records(body: Any, path: Path) -> list[Record] | None:
    """The records in a list that lies there; None where none does."""
    listed = value_at(body, path)
    return [record for record in listed if isinstance(record, dict)] if isinstance(listed, list) else None
