"""Schemathesis finds nothing: not in this repository's own project, nor in those that say all a contract may say."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from fuzz.harness import ALL_CHECKS, Run, configuration, fuzz, keys
from openapi_spec_validator import validate
from support import ROOT, mock

from understudy.server.app import Mock

CONTRACT = ROOT / "openapi.yaml"
PUBLISHED = "17056b5f37ae540a86e3a1a9e0e434a884753fe69e4b18499ce4d48967bd959d"
"""The SHA-256 of the contract as its provider publishes it."""

GET = "GET /v1/retrievers/{retriever_id}/evaluations/{evaluation_id}"

OUT_OF_REACH = {
    400: "a request without a body cannot be malformed, as far as HTTP can carry it",
    401: "the contract asks for no credentials",
    403: "the same",
    422: "every text is an id",
    500: "nothing goes wrong",
}
"""What the contract declares and no request provokes, and why."""

PROJECTS = Path(__file__).parents[1] / "projects"


def credentials() -> dict[str, Any]:
    """Those that the nursery knows."""
    schemes = {
        "key": {"api_key": "spade"},
        "token": {"bearer": "spade"},
        "password": {"username": "gardener", "password": "spade"},
        "session": {"api_key": "spade"},
    }
    return {"auth": {"openapi": schemes}}


@pytest.fixture(scope="module")
def run(evaluations: Mock) -> Run:
    """One run against this repository's own project, with the ids of all its records."""
    return fuzz(evaluations, configuration(keys(evaluations, "evaluations"), examples=80))


@pytest.fixture(scope="module")
def nursery() -> Mock:
    """A project with writing operations, credentials, and parameters in every style."""
    return mock(PROJECTS / "crud")


@pytest.fixture(scope="module")
def nursery_run(nursery: Mock) -> Run:
    return fuzz(nursery, configuration(keys(nursery, "plants"), examples=60, **credentials()))


def test_the_contract_is_the_published_one() -> None:
    """The contract is what its provider publishes, byte for byte."""
    assert hashlib.sha256(CONTRACT.read_bytes()).hexdigest() == PUBLISHED


@pytest.mark.parametrize(
    "document", [CONTRACT, *sorted(PROJECTS.glob("crud*/openapi.yaml"))], ids=lambda p: p.parent.name
)
def test_another_validator_accepts_the_contract(document: Path) -> None:
    """The contracts that are served here are OpenAPI by the word of a second reader too."""
    validate(yaml.safe_load(document.read_text(encoding="utf-8")))


def test_nothing_is_found(run: Run) -> None:
    """All checks of schemathesis pass in all phases. No phase is left out, save the one that there is nothing for."""
    assert run.failures == {}
    assert run.errors == set()
    assert run.checks == ALL_CHECKS
    assert run.phases == {
        "examples": "success",
        "coverage": "success",
        "fuzzing": "success",
        "stateful": "not_applicable",  # one operation and no links: nothing leads from one request to another
    }


def test_every_record_is_reached(evaluations: Mock) -> None:
    """Each of the fixtures has been seen with 200, and so been judged, in a run that knows the ids of this one."""
    records = keys(evaluations, "evaluations")
    assert len(records) >= 11
    for record in records:
        run = fuzz(evaluations, configuration([record], examples=12))
        assert run.unreached(GET, [record]) == []
        assert (run.failures, run.errors) == ({}, set())


def test_every_status_that_can_be_provoked_is_seen(run: Run, evaluations: Mock) -> None:
    """Each status that the contract declares has been seen, or cannot be; no other one has."""
    (operation,) = evaluations.project.contract.operations
    declared = {int(status) for status in operation.responses}
    assert run.statuses(GET) == {200, 404} == declared - set(OUT_OF_REACH)


def test_every_refusal_is_worded_as_the_contract_words_errors(run: Run) -> None:
    """What schemathesis leaves unjudged too, a 405 that no contract declares, is an `ErrorResponse`."""
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    error = jsonschema_rs.validator_for({"$ref": "#/components/schemas/ErrorResponse", **contract})
    refused = [exchange for exchange in run.exchanges if exchange.status >= 400]
    assert {exchange.status for exchange in refused} == {404, 405}
    for exchange in refused:
        assert exchange.content_type == "application/json"
        error.validate(body := json.loads(exchange.body))
        assert (body["success"], body["status"]) == (False, exchange.status)


def test_a_run_sends_the_same_wherever_and_whenever_it_is_made(
    evaluations: Mock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run depends neither on the directory nor on a schemathesis.toml in it, and writes nothing there."""
    config = configuration(keys(evaluations, "evaluations"), examples=20)
    first = fuzz(evaluations, config)
    below = tmp_path / "below"
    below.mkdir()
    (tmp_path / "schemathesis.toml").write_text("[checks]\nenabled = false\n", encoding="utf-8")
    monkeypatch.chdir(below)
    second = fuzz(evaluations, config)
    assert [(sent.method, sent.url) for sent in first.exchanges] == [
        (sent.method, sent.url) for sent in second.exchanges
    ]
    assert second.checks == ALL_CHECKS
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["below", "schemathesis.toml"]


def test_nothing_is_found_in_a_project_that_writes(nursery_run: Run) -> None:
    """All checks pass where there are bodies, credentials, links, and parameters in every style."""
    assert nursery_run.failures == {}
    assert nursery_run.errors == set()
    assert nursery_run.checks == ALL_CHECKS
    assert set(nursery_run.phases.values()) == {"success"}


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("GET /plants", {200, 422}),
        ("GET /catalogue", {200}),
        ("GET /plants/{plant_id}", {200, 404, 422}),
        ("PUT /plants/{plant_id}/reservation", {200, 401, 415, 422}),
        ("DELETE /plants/{plant_id}/reservation", {204, 401, 422}),
        ("POST /labels", {201, 400, 401, 415, 422}),
        ("GET /labels/{label_id}", {200, 404, 422}),
        ("GET /beds/{bed}/{cells}", {200, 422}),
        ("POST /lineages", {200, 400, 415, 422}),
    ],
)
def test_an_operation_is_tried_in_every_way(nursery_run: Run, operation: str, statuses: set[int]) -> None:
    """Requests that hold and requests that do not, each way of breaking, have been answered as they should be."""
    assert statuses <= nursery_run.statuses(operation) <= statuses | {400, 404}


def test_every_plant_is_reached(nursery_run: Run, nursery: Mock) -> None:
    assert nursery_run.unreached("GET /plants/{plant_id}", keys(nursery, "plants")) == []


def test_nothing_is_found_in_a_contract_of_openapi_3_0() -> None:
    """`nullable` and bounds that a boolean makes exclusive mean to the mock what they mean to schemathesis."""
    scales = mock(PROJECTS / "crud30")
    run = fuzz(scales, configuration(keys(scales, "weights"), examples=60))
    assert run.failures == {}
    assert run.errors == set()
    assert run.checks == ALL_CHECKS
    assert set(run.phases.values()) == {"success"}
    assert run.unreached("GET /weights/{name}", keys(scales, "weights")) == []
    assert run.statuses("GET /weights/{name}") == {200, 404, 422}
    assert run.statuses("PUT /weights/{name}") == {200, 400, 415, 422}
