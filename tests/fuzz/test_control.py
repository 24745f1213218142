"""Schemathesis finds nothing in the control API either, nor in a contract whose records live in scenarios."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from fuzz.harness import ALL_CHECKS, Run, configuration, fuzz, keys
from openapi_spec_validator import validate
from starlette.types import ASGIApp, Receive, Scope, Send
from support import ROOT, ask

import understudy
from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.server.control import Access
from understudy.state.session import Sessions

SHOP = Path(__file__).parents[1] / "cases" / "conversations" / "projects" / "shop"
CONTROL = Path(understudy.__file__).parent / "server" / "control" / "openapi.yaml"


def controlled(access: Access | None = None) -> Mock:
    """A shop in which something has been asked already."""
    app = build(project.load(SHOP), Memory(), access=access or Access())
    for target in ("/products", "/products/b-1", "/products/p-1", "/nowhere"):
        ask(app, target)
    return app


class Living:
    """An application with another preference in each request, and time that passes between them."""

    def __init__(self, app: Mock, preferences: list[str]) -> None:
        self.app, self._preferences, self._count = app, preferences, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            prefer = self._preferences[self._count % len(self._preferences)]
            self._count += 1
            scope = {**scope, "headers": [*scope["headers"], (b"prefer", prefer.encode())]}
        await self.app(scope, receive, send)


def controlling(*, examples: int = 40, **more: Any) -> dict[str, Any]:
    """How the control API is fuzzed."""
    values = [
        {"collection": "products", "name": name, "id": number}
        for number, name in enumerate(("boots", "laces", "parcel"), 1)
    ]
    judged = {"positive_data_acceptance": {"expected-statuses": ["2xx", 404, 409, 422]}}
    return configuration(
        values,
        examples=examples,
        headers={"Host": "localhost"},
        # What is a record is said by the mocked contract, and not by this one.
        operations=[{"include-name": "PUT /records/{collection}/{name}", "checks": judged}],
        **more,
    )


@pytest.fixture(scope="module")
def run() -> Run:
    return fuzz(controlled(), controlling(), contract=CONTROL)


def test_another_validator_accepts_the_control_contract() -> None:
    """It is OpenAPI by the word of a second reader too."""
    validate(yaml.safe_load(CONTROL.read_text(encoding="utf-8")))


def test_nothing_is_found_in_the_control_api(run: Run) -> None:
    """All checks pass in all phases."""
    assert run.failures == {}
    assert run.errors == set()
    assert ALL_CHECKS - run.checks == {"ignored_auth"}  # without a token everybody is answered
    assert set(run.phases.values()) == {"success"}


def test_nothing_is_found_where_a_token_is_asked_for(tmp_path: Path) -> None:
    """No operation answers without it, or with another one."""
    text = CONTROL.read_text(encoding="utf-8")
    optional = "security:\n  - {}\n  - token: []\n"
    assert optional in text
    contract = tmp_path / "openapi.yaml"
    contract.write_text(text.replace(optional, "security:\n  - token: []\n"), encoding="utf-8")
    config = controlling(examples=8, auth={"openapi": {"token": {"bearer": "spade"}}})
    run = fuzz(controlled(Access("0.0.0.0", "spade")), config, contract=contract)
    assert (run.failures, run.errors) == ({}, set())
    assert run.checks == ALL_CHECKS


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("GET /clock", {200}),
        ("PUT /clock", {200, 400, 415, 422}),  # 409 by luck: what Hypothesis draws follows from what is imported
        ("GET /scenario", {200}),
        ("PUT /scenario", {200, 404, 422}),
        ("GET /records/{collection}/{name}", {200, 404}),
        ("PUT /records/{collection}/{name}", {404, 422}),
        ("DELETE /records/{collection}/{name}", {204, 404}),
        ("PUT /records/{collection}/{name}/stage", {404, 422}),
        ("POST /reset", {204}),
        ("GET /journal", {200, 422}),
        ("DELETE /journal", {204}),
        ("GET /journal/{id}", {404, 422}),
        ("POST /journal/count", {200, 422}),
        ("POST /journal/find", {200, 422}),
        ("GET /contract", {200}),
        ("GET /coverage", {200}),
        ("GET /health", {200}),
    ],
)
def test_an_operation_of_the_control_api_is_tried_in_every_way(run: Run, operation: str, statuses: set[int]) -> None:
    """It does what it is for, and refuses what it cannot do."""
    assert statuses <= run.statuses(operation)


LOOSE = frozenset({"positive_data_acceptance", "use_after_free", "ensure_resource_availability"})
"""Checks of what a request does, where a preference answers otherwise than the request alone would be answered."""

NOT_EVERYWHERE = frozenset({"status_code_conformance"})
"""A preference that an operation knows nothing of is a 404 that says so, whether that is declared or not."""

BROKEN = frozenset({"not_a_server_error"})
"""What is asked for is a server that fails."""

PREFERENCES = {
    "stage=sent": NOT_EVERYWHERE,
    "example=boots": NOT_EVERYWHERE,
    "code=404": NOT_EVERYWHERE,
    "dynamic=true": frozenset(),
    "seed=7, dynamic=true": frozenset(),
    "scenario=launch-day": frozenset(),
    "scenario=express": frozenset(),
    "scenario=crowded": frozenset(),
    "scenario=moody": BROKEN,
}


@pytest.mark.parametrize("preference", PREFERENCES)
def test_nothing_is_found_with_a_preference(preference: str) -> None:
    """Whatever is preferred, an answer holds against the contract, in its status and in its body."""
    app = build(project.load(SHOP), Memory())
    run = fuzz(app, configuration(keys(app, "products"), examples=15), Living(app, [preference]))
    assert run.errors == set()
    allowed = LOOSE | PREFERENCES[preference]
    assert {check: found for check, found in run.failures.items() if check not in allowed} == {}
    assert len(run.exchanges) > 50


@pytest.mark.parametrize("scenario", ["slow-run", "rate-limited", "unauthorized", "provider-down", None])
def test_our_own_contract_holds_in_every_scenario(scenario: str | None) -> None:
    """With the records in every stage of their lives."""
    app: Mock = build(project.load(ROOT), Memory(Sessions(scenario=scenario)), sleep=_at_once)
    records = keys(app, "evaluations")
    preferring: ASGIApp = Living(app, ["stage=pending", "stage=completed", "wait=0", "stage=in_progress"])
    allowed = LOOSE | BROKEN if scenario == "provider-down" else LOOSE
    for application in (app, preferring):
        run = fuzz(app, configuration(records, examples=20), application)
        assert run.errors == set()
        assert {check: found for check, found in run.failures.items() if check not in allowed} == {}


async def _at_once(_: float) -> None:
    """No waiting."""
