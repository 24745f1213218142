"""Several projects behind one address: each answers what its contract has, the first of those that have it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote

from starlette.types import Scope

from understudy.errors import ProjectError
from understudy.findings import Finding
from understudy.project import Project
from understudy.server.call import target
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.scenarios import Scenario, Scenarios
from understudy.state.store import Store


def check(projects: Sequence[Project]) -> None:
    """Raises ProjectError for collections of one name: what a session remembers of them would be one."""
    found: list[Finding] = []
    first: dict[str, Collection] = {}
    for collection in (collection for project in projects for collection in project.collections.values()):
        earlier = first.setdefault(collection.name, collection)
        if earlier is not collection:
            message = f"collection {collection.name!r} is already given in {earlier.source.file}, beside this project"
            found.append(collection.source.finding(("collection",), message, "fixture/duplicate-collection"))
    if found:
        raise ProjectError(sorted(found))


def whose(projects: Sequence[Project], scope: Scope) -> int:
    """The index of the first project whose contract has the path of a request, behind a session's prefix too."""
    raw = target(scope)
    first, slash, rest = raw[1:].partition("/")
    paths = [raw, f"/{rest}"] if slash and unquote(first).startswith("~") else [raw]
    found = (at for path in paths for at, project in enumerate(projects) if project.contract.router.match(path))
    return next(found, 0)


def store(projects: Sequence[Project]) -> Store:
    """All that the fixtures of these projects say, as one."""
    if len(projects) == 1:
        return projects[0].store
    by_name = {name: project for project in projects for name in project.collections}

    def judge(collection: Collection, fixture: Fixture, start: datetime) -> list[str]:
        return by_name[collection.name].judge(collection, fixture, start)

    collections = {name: project.collections[name] for name, project in by_name.items()}
    return Store(collections, Scenarios(dict(_scenarios(projects))), judge)


def _scenarios(projects: Sequence[Project]) -> Iterator[tuple[str, Scenario]]:
    for at, project in enumerate(projects):
        for name, scenario in project.scenarios.known.items():
            yield f"{at}/{name}", scenario
