"""What `serve` says when it is ready: where, what it answers, and a URL to click for each state of a record."""

import json
from collections.abc import Iterator
from urllib.parse import quote

from understudy.contract.impact import touching
from understudy.contract.operations import Operation
from understudy.project import Project, carriers
from understudy.server.app import Mock
from understudy.server.control import Access
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.moments import written
from understudy.state.session import DEFAULT

_STATES = ("status", "state", "phase")
_MOST = 8
"""URLs shown of one collection."""

_MOST_OPERATIONS = 50
_MOST_FINDINGS = 50


def banner(mock: Mock, host: str, port: int, access: Access) -> str:
    """The lines, for a server that listens at this address."""
    base = f"http://{_clickable(host)}:{port}"
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in _lines(mock, base, access))
    return "\n".join(["", *lines, "", "Stop with Ctrl-C.", ""])


def passed_over(mock: Mock) -> str:
    """What was found in the contract and did not stop the start: that first for which an operation answers 500."""
    contract = mock.project.contract
    said = sorted(contract.findings, key=lambda finding: not touching(finding))
    more = (
        [f"… and {len(said) - _MOST_FINDINGS} more: `understudy check` says all"] if len(said) > _MOST_FINDINGS else []
    )
    broken = sum(1 for operation in contract.operations if operation.broken)
    count = len(contract.findings)
    what = "finding" if count == 1 else "findings"
    answers = f"{broken} of {len(contract.operations)} operations answer 500 for that" if broken else "all is served"
    return "\n".join([*map(str, said[:_MOST_FINDINGS]), *more, f"{count} {what}: {answers} (--strict stops instead)."])


def _lines(mock: Mock, base: str, access: Access) -> Iterator[str]:
    titles = (" ".join(each.project.contract.title.split()) for each in mock.every)
    yield f"Understudy stands in for {' and '.join(titles)} at {base}"
    for each in mock.every:
        yield ""
        yield from _operations(each)
    for each in mock.every:
        yield from _records(each.project, base)
    yield ""
    session = mock.memory.sessions.get(DEFAULT)
    if session.scenario:
        yield f"  In the scenario {session.scenario}: {mock.project.scenarios.known[session.scenario].says}"
    if mock.usual.dynamic:
        yield "  Bodies are made up from their schemas, where a request asks for nothing else"
    if mock.usual.wait:
        yield f"  No answer comes sooner than after {mock.usual.wait:g} s"
    if session.clock.frozen:
        yield f"  The clock stands at {written(session.clock.now())}"
    yield f"  {_control(access, base)}"


def _operations(mock: Mock) -> Iterator[str]:
    operations = mock.project.contract.operations
    if not operations:
        yield "  No operation: the document describes none"
    methods = max((len(operation.method) for operation in operations), default=0)
    for operation in operations[:_MOST_OPERATIONS]:
        yield f"  {operation.method:{methods}} {operation.path}  ({mock.answers.source(operation)})"
    if len(operations) > _MOST_OPERATIONS:
        yield f"  … and {len(operations) - _MOST_OPERATIONS} more"


def _records(project: Project, base: str) -> Iterator[str]:
    for collection in project.collections.values():
        shown = list(_urls(project, collection))
        if shown:
            yield ""
            count = len(collection.fixtures)
            yield f"  {collection.name}, {count} {'record' if count == 1 else 'records'}:"
            width = max(len(state) for state, _ in shown)
            yield from (f"    {state:{width}}  {base}{url}" for state, url in shown)


def _control(access: Access, base: str) -> str:
    if not access.is_open:
        return "The control API is off, since others can reach this address: --control-token switches it on"
    asking = "" if access.token is None else ", for those who have its token"
    return f"Time, scenarios and what was asked: {base}/_understudy/journal{asking}"


def _clickable(host: str) -> str:
    """A host that a browser on this machine can open."""
    here = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - not bound to
    return f"[{here}]" if ":" in here else here


def _urls(project: Project, collection: Collection) -> Iterator[tuple[str, str]]:
    """A record for each state, in the order that the contract gives to them; a few records where it knows no states."""
    operations = project.contract.operations
    operation = next((each for each in operations if _finds(project, each, collection)), None)
    if operation is None:
        return
    field, states = _states(project, collection)
    fixtures = list(collection.fixtures.values())
    chosen: list[tuple[str, Fixture]] = []
    for state in states:
        chosen += [(str(state), fixture) for fixture in fixtures if fixture.value.get(field) == state][:1]
    for label, fixture in (chosen or [(fixture.name, fixture) for fixture in fixtures])[:_MOST]:
        url = operation.path
        for part, name in carriers(collection.key, operation).items():
            value = fixture.value[part]
            text = value if isinstance(value, str) else json.dumps(value)
            url = url.replace("{" + name + "}", quote(text, safe=""))
        yield label, url


def _finds(project: Project, operation: Operation, collection: Collection) -> bool:
    """Whether an operation is for one record: its path names the whole key and nothing else, its answer is of one."""
    named = {name for name, (location, _) in operation.arguments.items() if location == "path"}
    found = carriers(collection.key, operation)
    if operation.method != "GET" or len(found) < len(collection.key) or named != {*found.values()}:
        return False
    match = project.match(operation, collection)
    return match is not None and not match.is_list


def _states(project: Project, collection: Collection) -> tuple[str, list[object]]:
    """The field that holds a record's state, and its values: an enumeration called as states usually are."""
    schemas = project.contract.schemas
    for name, schema in schemas.properties(project.schemas[collection.name]).items():
        options = next((part.value["enum"] for part in schemas.alternatives(schema) if "enum" in part.value), None)
        if options and name.lower() in _STATES:
            return name, list(options)
    return "", []
