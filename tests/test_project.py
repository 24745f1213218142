"""This repository's own mock project, as a client meets it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from support import ROOT, ask

from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.state.fixtures import Fixture
from understudy.state.life import Life
from understudy.state.session import Sessions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOADED = project.load(ROOT)
FIXTURES = list(LOADED.collections["evaluations"].fixtures.values())
PUBLISHED = "17056b5f37ae540a86e3a1a9e0e434a884753fe69e4b18499ce4d48967bd959d"


@pytest.fixture
def evaluations() -> Mock:
    """A mock in which nobody has read anything yet, and no time passes."""
    return build(LOADED, Memory(Sessions(clock=NOON)))


def url(retriever: str, evaluation: str) -> str:
    """The path of an evaluation."""
    return f"/v1/retrievers/{quote(retriever, safe='')}/evaluations/{quote(evaluation, safe='')}"


def conforms(name: str, body: Any) -> None:
    """A body holds against a schema of the contract, formats included."""
    schemas = LOADED.contract.schemas
    root = LOADED.contract.operations[0].node
    schema = LOADED.contract.document.follow(root.source, f"#/components/schemas/{name}")
    assert schemas.violations(schema, body) == []


def test_the_contract_is_the_published_one() -> None:
    """Byte for byte: nothing was added for the mock's sake."""
    assert hashlib.sha256((ROOT / "openapi.yaml").read_bytes()).hexdigest() == PUBLISHED


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_every_record_is_served_as_written(fixture: Fixture, evaluations: Mock) -> None:
    """200 is an EvaluationRecord, and the very record of the fixture file: one that lives is in its first stage."""
    written = fixture.at(0, NOON, fixture.lifecycle.entered(Life(NOON), NOON))
    reply = ask(evaluations, url(fixture.value["retriever_id"], fixture.value["evaluation_id"]))
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.json == written
    conforms("EvaluationRecord", reply.json)


@pytest.mark.parametrize(
    ("fixture", "stage"), [(fixture, stage) for fixture in FIXTURES for stage in fixture.lifecycle.names]
)
def test_every_stage_of_a_record_is_served(fixture: Fixture, stage: str, evaluations: Mock) -> None:
    """Each is an EvaluationRecord in the state that the stage is called after, and has ended when that is final."""
    target = url(fixture.value["retriever_id"], fixture.value["evaluation_id"])
    reply = ask(evaluations, f"{target}?__stage={stage}")
    assert reply.status == 200
    conforms("EvaluationRecord", reply.json)
    status = reply.json["status"]
    assert status == (stage if stage in ("pending", "completed", "failed") else "in_progress")
    assert reply.json["completed_at"] == ("2026-03-01T12:00:00Z" if status in ("completed", "failed") else None)


@pytest.mark.parametrize(
    ("retriever", "evaluation", "details"),
    [
        ("ret_products_bm25", "eval_nowhere", {"resource": "evaluation", "id": "eval_nowhere"}),
        ("ret_nowhere", "eval_baseline", {"resource": "retriever", "id": "ret_nowhere"}),
        ("ret_products_hybrid", "eval_baseline", {"resource": "evaluation", "id": "eval_baseline"}),
        ("ret_products_bm25", "../eval_baseline", {"resource": "evaluation", "id": "../eval_baseline"}),
        ("ret_products_bm25", "\x00\n\r\x1b[31m", {"resource": "evaluation", "id": "\x00\n\r\x1b[31m"}),
        ("ret_products_bm25", "評価🎯", {"resource": "evaluation", "id": "評価🎯"}),
        ("ret_products_bm25", "a" * 5000, {"resource": "evaluation", "id": "a" * 5000}),
    ],
)
def test_what_is_not_there_is_a_404_that_names_it(
    retriever: str, evaluation: str, details: dict[str, str], evaluations: Mock
) -> None:
    """Unknown evaluation, unknown retriever, an evaluation of another retriever."""
    reply = ask(evaluations, url(retriever, evaluation))
    assert (reply.status, reply.json["status"], reply.json["success"]) == (404, 404, False)
    assert reply.json["error"]["type"] == "NotFoundError"
    assert reply.json["error"]["details"] == details
    assert len(reply.json["error"]["message"]) < 250
    conforms("ErrorResponse", reply.json)


GOOD = url("ret_products_bm25", "eval_baseline")


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status", "kind"),
    [
        ("GET", "/", {}, b"", 404, "NotFoundError"),
        ("GET", GOOD + "/", {}, b"", 404, "NotFoundError"),
        ("GET", GOOD.replace("/v1/", "//v1/"), {}, b"", 404, "NotFoundError"),
        ("HEAD", "/nowhere", {}, b"", 404, None),
        ("POST", GOOD, {}, b"", 405, "MethodNotAllowedError"),
        ("DELETE", GOOD, {}, b"", 405, "MethodNotAllowedError"),
        ("QUERY", GOOD, {}, b"", 405, "MethodNotAllowedError"),
        ("GET", GOOD, {"Accept": "text/html"}, b"", 406, "NotAcceptableError"),
        ("GET", GOOD, {"Accept": "application/json;q=0"}, b"", 406, "NotAcceptableError"),
        ("GET", GOOD, {"Content-Type": "text/xml"}, b"<x/>", 415, "UnsupportedMediaTypeError"),
        ("GET", GOOD, {}, b"x", 415, "UnsupportedMediaTypeError"),
        ("GET", GOOD, {}, b"x" * (10 * 1024 * 1024 + 1), 413, None),
    ],
)
def test_every_refusal_is_the_contracts(
    method: str, target: str, headers: dict[str, str], body: bytes, status: int, kind: str | None, evaluations: Mock
) -> None:
    """Also statuses that no operation declares come in the contract's error schema, open to every origin."""
    reply = ask(evaluations, target, method, headers={"Origin": "http://page.test", **headers}, body=body)
    assert reply.status == status
    assert reply.headers["access-control-allow-origin"] == "http://page.test"
    assert reply.headers["content-type"] == "application/json"
    if method == "HEAD":
        assert reply.body == b""
        return
    conforms("ErrorResponse", reply.json)
    assert reply.json["status"] == status
    assert kind is None or reply.json["error"]["type"] == kind
    assert "code" not in reply.json["error"]


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*", "application/json;charset=utf-8", "text/html, */*;q=0.1", ""]
)
def test_json_is_what_most_clients_accept(accept: str, evaluations: Mock) -> None:
    """Ranges, weights and parameters are understood."""
    assert ask(evaluations, GOOD, headers={"Accept": accept}).status == 200


def test_head_is_get_without_its_body(evaluations: Mock) -> None:
    """All headers of the answer to GET, the length of its body included."""
    get, head = ask(evaluations, GOOD), ask(evaluations, GOOD, "HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    assert int(head.headers["content-length"]) == len(get.body)


@pytest.mark.parametrize("target", [GOOD, "*"])
def test_options_names_the_methods(target: str, evaluations: Mock) -> None:
    """A plain OPTIONS is 204 with a complete Allow, for a path and for the server."""
    reply = ask(evaluations, target, "OPTIONS")
    assert (reply.status, reply.headers["allow"], reply.body) == (204, "GET, HEAD, OPTIONS", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_is_not_there_is_told_those_that_are(method: str, evaluations: Mock) -> None:
    """405 carries Allow (RFC 9110, 15.5.6)."""
    reply = ask(evaluations, GOOD, method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("name", ["eval_baseline", "eval_live"])
def test_the_same_request_gives_the_same_bytes(name: str, evaluations: Mock) -> None:
    """Two mocks of one project, their clocks held at one moment, do not differ."""
    again = build(project.load(ROOT, NOON), Memory(Sessions(clock=NOON)))
    target = url("ret_products_bm25" if name == "eval_baseline" else "ret_products_hybrid", name)
    assert ask(evaluations, target) == ask(again, target)


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer x", "X-Namespace": "ns_1"}, {"Cookie": "a=b; c"}])
def test_headers_that_nobody_declared_are_welcome(headers: dict[str, str], evaluations: Mock) -> None:
    """The document asks for no credentials, and takes those that the real API would want."""
    assert ask(evaluations, GOOD, headers=headers).status == 200


def test_a_body_that_is_not_there_has_no_media_type(evaluations: Mock) -> None:
    """A Content-Type without content is nobody's mistake."""
    assert ask(evaluations, GOOD, headers={"Content-Type": "multipart/form-data"}).status == 200


def test_queries_that_nobody_declared_are_overlooked(evaluations: Mock) -> None:
    """A cache-busting `?_=1` does not change the answer."""
    assert json.loads(ask(evaluations, f"{GOOD}?_=1&a[b]=%FF&&=").body) == ask(evaluations, GOOD).json
