"""Collections that a document has the shape of: `POST` and `GET /things`, `GET`, `PUT`, … `/things/{id}`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from understudy.contract.operations import Operation

_ITEM = re.compile(r"(.*)/\{([^{}]+)\}")
"""A path that ends in a parameter, and nothing but it in its last segment."""


class Role(Enum):
    """What an operation does with a collection."""

    LIST = "list"
    CREATE = "create"
    READ = "read"
    REPLACE = "replace"
    UPDATE = "update"
    DELETE = "delete"


_OF_LIST = {"GET": Role.LIST, "POST": Role.CREATE}
_OF_ITEM = {"GET": Role.READ, "PUT": Role.REPLACE, "PATCH": Role.UPDATE, "DELETE": Role.DELETE}
_WRITING = {Role.CREATE, Role.REPLACE, Role.UPDATE, Role.DELETE}
_READING = {Role.LIST, Role.READ}


@dataclass(frozen=True, eq=False)
class Resource:
    """A collection: the path of one of its records, the parameters that name it, and the operations by their roles."""

    path: str
    key: tuple[str, ...]
    operations: Mapping[Role, Operation]

    @property
    def is_written(self) -> bool:
        """Whether any of its operations changes it."""
        return bool(self.operations.keys() & _WRITING)

    @property
    def name(self) -> str:
        """What the records are called together."""
        return noun(self.path)


def noun(path: str) -> str:
    """What the things at a path are called: its last segment that is no parameter."""
    segments = [segment for segment in path.split("/") if segment and "{" not in segment]
    return segments[-1] if segments else "records"


def resources(operations: Iterable[Operation]) -> dict[str, tuple[Resource, Role]]:
    """The collections that are read as well as written, or listed as well as read, by the names of their operations."""
    paths: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        if not operation.broken:
            paths.setdefault(operation.path, {})[operation.method] = operation
    found: dict[str, tuple[Resource, Role]] = {}
    for path, methods in paths.items():
        match = _ITEM.fullmatch(path)
        if not match:
            continue
        of_list = paths.get(match[1], {}) | paths.get(f"{match[1]}/", {})
        if not of_list and methods.keys() == {"GET"}:  # as there are in thousands, where nothing is listed
            continue
        roles = {role: methods[method] for method, role in _OF_ITEM.items() if method in methods}
        roles |= {role: of_list[method] for method, role in _OF_LIST.items() if method in of_list}
        # Some replace a record where all of them are, and name it in the body.
        roles |= {
            role: of_list[m]
            for m, role in _OF_ITEM.items()
            if m in ("PUT", "PATCH") and m in of_list and role not in roles
        }
        if roles.keys() >= _READING or (roles.keys() & _WRITING and roles.keys() & _READING):
            resource = Resource(path, next(iter(methods.values())).path_names, roles)
            found |= {operation.name: (resource, role) for role, operation in roles.items()}
    return found
