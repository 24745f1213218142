"""A project in which everything holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.errors import ProjectError
from understudy.findings import Finding
from understudy.handlers import Handler, Wording
from understudy.project.judging import problems
from understudy.project.matching import Match, matched
from understudy.project.parts import read
from understudy.project.strays import strays
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.scenarios import Scenarios
from understudy.state.store import Store


class Project(Struct, frozen=True, eq=False):
    """A project in which everything holds: each handler fits an operation, each record its schema and its rules."""

    contract: Contract
    handlers: Mapping[str, Handler]
    collections: Mapping[str, Collection]
    scenarios: Scenarios
    schemas: Mapping[str, Node]
    directory: Path
    forget: Callable[[], None]
    """Drops the handlers' modules, once nothing will call them any more."""
    wording: Wording | None = None

    @property
    def store(self) -> Store:
        """What the fixtures say, for a mock to read and to write to."""
        return Store(self.collections, self.scenarios, self.judge)

    @property
    def strays(self) -> list[Finding]:
        """What lies beside it in a directory that is called much like one of its own, and is not read."""
        return strays(self.directory, {operation.id for operation in self.contract.operations})

    def handler(self, operation: Operation) -> Handler | None:
        """The handler that is bound to an operation."""
        return self.handlers.get(operation.id or "") or self.handlers.get(str(operation))

    def judge(self, collection: Collection, fixture: Fixture, start: datetime) -> list[str]:
        """What does not hold about a record, in any of its stages, in a session that began at a moment."""
        return problems(self.contract, collection, self.schemas[collection.name], fixture, start)

    def match(self, operation: Operation, collection: Collection) -> Match | None:
        """How the good answer of an operation is made of a collection's records, if it is."""
        return matched(self.contract, operation, self.schemas[collection.name], collection.key)


def is_bare(path: Path) -> bool:
    """Whether a path leads to a document alone, with neither handlers nor fixtures beside it."""
    directory = path if path.is_dir() else path.parent
    return not any((directory / name).is_dir() for name in ("handlers", "fixtures"))


def load(
    path: Path,
    start: datetime | None = None,
    *,
    strict: bool = True,
    allowed: Sequence[Path] = (),
    is_last: bool = False,
) -> Project:
    """The project at a path, as `read` finds its parts; if it is not `strict`, with the findings in its document.

    Raises ProjectError with everything that does not hold, in the order of files and lines.
    """
    parts = read(path, start, strict=strict, allowed=allowed, is_last=is_last)
    if parts.contract is None or parts.handlers is None or set(parts.findings) - set(parts.contract.findings):
        parts.forget()
        raise ProjectError(parts.findings)
    return Project(
        contract=parts.contract,
        handlers={handler.operation_id: handler for handler in parts.handlers.found},
        collections={collection.name: collection for collection in parts.collections},
        scenarios=parts.scenarios,
        schemas=parts.schemas,
        directory=parts.directory,
        forget=parts.forget,
        wording=parts.handlers.wording,
    )
