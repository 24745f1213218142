"""Runs of schemathesis against an ASGI application, and what is to be known of each afterwards.

Where ids are strings, whatever schemathesis makes up is a 404, and a run of nothing else passes whatever the fixtures
say. So ids are drawn from the fixtures, and a run says which of their records it has reached.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from understudy.server.app import Mock

load_all_checks()
ALL_CHECKS = frozenset(CHECKS.get_all_names())
"""Every check that schemathesis brings; none is ever turned off."""

ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")


@dataclass(frozen=True)
class Exchange:
    """A request that was sent to test an operation, and what came back."""

    operation: str
    method: str
    url: str
    path: Mapping[str, Any]
    status: int
    content_type: str
    body: bytes


@dataclass
class Run:
    """What schemathesis did and found: failures by check, and how each phase ended or why there was none."""

    failures: dict[str, str] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)
    phases: dict[str, str] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    exchanges: list[Exchange] = field(default_factory=list)

    def statuses(self, operation: str) -> set[int]:
        """Every status with which an operation has answered."""
        method, _, _ = operation.partition(" ")
        return {e.status for e in self.exchanges if e.operation == operation and e.method == method}

    def unreached(self, operation: str, records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The records, by their keys, with which an operation has never answered 200."""
        reached = [e.path for e in self.exchanges if e.operation == operation and e.status == 200]
        return [key for key in records if key not in reached]


def configuration(records: Iterable[Mapping[str, Any]], *, examples: int, **more: Any) -> dict[str, Any]:
    """What a `schemathesis.toml` would say: the same requests each time, nothing kept, and ids from these keys."""
    values: dict[str, dict[Any, None]] = {}
    for key in records:
        for name, value in key.items():
            values.setdefault(name, {})[value] = None
    return {
        "seed": 1,
        "cache": {"enabled": False},
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "deterministic": True, "database": "none", "no-shrink": True},
        "phases": {
            # A contract without examples has them made up; otherwise there would be no such phase.
            "examples": {"fill-missing": True},
            "stateful": {"max-steps": 4, "generation": {"max-examples": max(examples // 10, 5)}},
        },
        # What is sent follows from the contract alone, and not from the literals in the mock's source.
        "analysis": {"constants": {"enabled": False}},
        "dictionaries": {name: {"values": list(entries)} for name, entries in values.items()},
        "parameters": {f"path.{name}": {"dictionary": name, "probability": 0.9} for name in values},
        **more,
    }


def keys(mock: Mock, collection: str) -> list[dict[str, Any]]:
    """What the records of a collection are named by."""
    known = mock.project.collections[collection]
    return [{part: fixture.value[part] for part in known.key} for fixture in known.fixtures.values()]


def fuzz(
    mock: Mock,
    config: Mapping[str, Any],
    app: ASGIApp | None = None,
    contract: Path | None = None,
    until: str | None = None,
) -> Run:
    """Every phase of schemathesis with every check, against a mock or an application in its place.

    `contract` is the one that it is held to, where that is not the mock's own. The run is over as soon as the check
    that is named has failed, for what is to be known then is known.
    """
    # With a configuration given, no schemathesis.toml is looked for in this directory and above it.
    known = schemathesis.Config.from_dict(dict(config))
    schema = schemathesis.openapi.from_path(contract or mock.project.contract.document.root.path, config=known)
    schema.app = app or mock
    run = Run()
    stream = from_schema(schema).execute()
    for event in stream:
        if isinstance(event, events.ScenarioFinished):
            _note(run, event.recorder)
            if until in run.failures:
                stream.stop()
        elif isinstance(event, events.PhaseFinished):
            run.phases[event.phase.name.value] = (event.phase.skip_reason or event.status).value
        elif isinstance(event, events.SchemaAnalysisWarnings):
            run.errors |= {f"{warning.kind}: {warning.message}" for warning in event.warnings}
        elif isinstance(event, events.NonFatalError):
            run.errors.add(f"{event.label}: {event.info.title}: {event.info.message}")
        elif isinstance(event, events.FatalError):
            raise event.exception
    run.phases = {phase: run.phases[phase] for phase in ALL_PHASES if phase in run.phases}
    return run


def _note(run: Run, recorder: ScenarioRecorder) -> None:
    for name, interaction in recorder.interactions.items():
        request, response = interaction.request, interaction.response
        if response is None:
            run.errors.add(f"no answer to {request.method} {request.uri}")
            continue
        case = recorder.cases[name].value
        content_type = response.headers.get("content-type", [""])[0]
        path = dict(case.path_parameters or {})
        run.exchanges.append(
            Exchange(
                case.operation.label,
                request.method,
                request.uri,
                path,
                response.status_code,
                content_type,
                response.content,
            )
        )
    for name, checks in recorder.checks.items():
        request = recorder.interactions[name].request
        for check in checks:
            run.checks.add(check.name)
            if check.status is Status.ERROR:
                run.errors.add(f"{check.name} crashed on {request.method} {request.uri}")
            if found := check.failure_info:
                run.failures.setdefault(
                    check.name, f"{found.failure.title}: {found.failure.message}\n{found.code_sample}"
                )


@dataclass(frozen=True)
class Sent:
    """An answer on its way out: names of headers in lower case."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def without(self, header: str) -> "Sent":
        """The same without a header."""
        return replace(self, headers={name: value for name, value in self.headers.items() if name != header})

    def having(self, header: str, value: str) -> "Sent":
        """The same with another value of a header."""
        return replace(self, headers={**self.headers, header: value})


@dataclass(frozen=True, eq=False)
class Broken:
    """An application in which something is wrong, past all checks of the mock: what comes in, or what goes out."""

    app: ASGIApp
    answer: Callable[[Sent], Sent] = lambda sent: sent
    request: Callable[[Scope], Scope] = lambda scope: scope

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []

        async def hold(message: Message) -> None:
            messages.append(message)

        await self.app(self.request(scope), receive, hold)
        start, *parts = messages
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
        body = b"".join(part.get("body", b"") for part in parts)
        sent = self.answer(Sent(scope["method"], scope["path"], start["status"], headers, body))
        if sent.body != body:
            sent = sent.having("content-length", str(len(sent.body)))
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.headers.items()]
        await send({"type": "http.response.start", "status": sent.status, "headers": raw})
        await send({"type": "http.response.body", "body": sent.body})
