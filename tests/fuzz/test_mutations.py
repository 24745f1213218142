"""A run of schemathesis bites: whatever is broken on the way in or out makes the check fail that should see it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from fuzz.harness import Broken, Sent, configuration, fuzz, keys
from fuzz.test_schemathesis import GET, PROJECTS, credentials
from starlette.types import Scope
from support import mock

from understudy.server.app import Mock

Answer = Callable[[Sent], Sent]
Request = Callable[[Scope], Scope]
Thing = TypeVar("Thing")


def as_it_is(thing: Thing) -> Thing:
    """What is left alone."""
    return thing


def where(holds: Callable[[Sent], bool], change: Answer) -> Answer:
    """The change, made to those answers for which this holds."""
    return lambda sent: change(sent) if holds(sent) else sent


def status(number: int) -> Callable[[Sent], bool]:
    return lambda sent: sent.status == number


def nightly(sent: Sent) -> bool:
    """Whether it is one certain record."""
    return b'"evaluation_id":"eval_nightly"' in sent.body


def answers(method: str, path: str, number: int) -> Callable[[Sent], bool]:
    return lambda sent: (sent.method, sent.status) == (method, number) and sent.path.endswith(path)


def member(name: str, value: Any) -> Answer:
    """The same JSON object with another member."""
    return lambda sent: replace(sent, body=json.dumps({**json.loads(sent.body), name: value}).encode())


def problem(number: int) -> Answer:
    """A refusal, as the nursery words them."""
    body = json.dumps({"type": "about:blank", "title": "No", "status": number}).encode()
    return lambda sent: replace(sent.having("content-type", "application/problem+json"), status=number, body=body)


def without(name: str) -> Answer:
    """The same JSON object without a member."""

    def change(sent: Sent) -> Sent:
        body = {key: value for key, value in json.loads(sent.body).items() if key != name}
        return replace(sent, body=json.dumps(body).encode())

    return change


def with_header(name: str, value: str) -> Request:
    """A request to which a header is added that it may have lacked."""
    pair = (name.encode(), value.encode())
    return lambda scope: {**scope, "headers": [h for h in scope["headers"] if h[0] != pair[0]] + [pair]}


RECORDS = [
    {"retriever_id": "ret_products_hybrid", "evaluation_id": "eval_nightly"},
    {"retriever_id": "ret_products_bm25", "evaluation_id": "eval_baseline"},
]
"""Two records of two retrievers: half of the ways to pair their ids are a 404."""

OWN: list[tuple[str, Answer, str]] = [
    ("a record breaks its schema", where(nightly, member("status", "bogus")), "response_schema_conformance"),
    ("a record lacks a required member", where(nightly, without("config")), "response_schema_conformance"),
    ("a timestamp is none", where(nightly, member("updated_at", "at noon")), "response_schema_conformance"),
    ("an error lacks a required member", where(status(404), without("error")), "response_schema_conformance"),
    (
        "a body is no JSON",
        where(status(200), lambda sent: replace(sent, body=sent.body[:-1])),
        "response_schema_conformance",
    ),
    (
        "the content type is not declared",
        where(status(404), lambda sent: sent.having("content-type", "application/problem+json")),
        "content_type_conformance",
    ),
    (
        "there is no content type",
        where(status(200), lambda sent: sent.without("content-type")),
        "content_type_conformance",
    ),
    (
        "the status is not declared",
        where(status(404), lambda sent: replace(sent, status=410)),
        "status_code_conformance",
    ),
    (
        "the status is declared and says that the server has failed",
        where(status(404), lambda sent: replace(sent, status=500)),
        "not_a_server_error",
    ),
    (
        "a request that holds is refused",
        where(status(404), lambda sent: replace(sent, status=400)),
        "positive_data_acceptance",
    ),
    ("405 names no methods", where(status(405), lambda sent: sent.without("allow")), "unsupported_method"),
    (
        "a method that is not declared works",
        where(status(405), lambda sent: replace(sent, status=200)),
        "unsupported_method",
    ),
    (
        "OPTIONS names a method that is not declared",
        where(status(204), lambda sent: sent.having("allow", "GET, HEAD, OPTIONS, POST")),
        "allow_header_conformance",
    ),
]

NURSERY: list[tuple[str, Answer, Request, str]] = [
    (
        "a required header is missing",
        where(status(200), lambda sent: sent.without("x-total-count")),
        as_it_is,
        "response_headers_conformance",
    ),
    (
        "a header breaks its schema",
        where(status(201), lambda sent: sent.having("x-copies", "10")),
        as_it_is,
        "response_headers_conformance",
    ),
    (
        "credentials are not asked for",
        as_it_is,
        with_header("authorization", "Bearer spade"),
        "ignored_auth",
    ),
    (
        "a request without a required header is accepted",
        as_it_is,
        with_header("idempotency-key", "6f0c3f7e-4b43-4a35-8f8e-1f3a8f3f0d55"),
        "missing_required_header",
    ),
    (
        "a request that breaks its schema is accepted",
        where(
            answers("POST", "/lineages", 422),
            lambda sent: replace(
                sent.having("content-type", "application/json"), status=200, body=b'{"generations": 1}'
            ),
        ),
        as_it_is,
        "negative_data_rejection",
    ),
    (
        "what was made is not there",
        where(answers("GET", "", 200), problem(404)),
        as_it_is,
        "ensure_resource_availability",
    ),
]


@pytest.mark.parametrize(("answer", "check"), [row[1:] for row in OWN], ids=[row[0] for row in OWN])
def test_a_broken_answer_is_found(evaluations: Mock, answer: Answer, check: str) -> None:
    """A run that finds nothing in the mock finds this, by this check."""
    run = fuzz(evaluations, configuration(RECORDS, examples=40), Broken(evaluations, answer=answer), until=check)
    assert check in run.failures
    assert run.errors == set()


@pytest.fixture(scope="module")
def nursery() -> Mock:
    return mock(PROJECTS / "crud")


@pytest.mark.parametrize(("answer", "asked", "check"), [row[1:] for row in NURSERY], ids=[row[0] for row in NURSERY])
def test_a_broken_project_is_found(nursery: Mock, answer: Answer, asked: Request, check: str) -> None:
    """The same, where requests are written, credentials are asked for, and one request leads to another."""
    config = configuration(keys(nursery, "plants"), examples=10, **credentials())
    run = fuzz(nursery, config, Broken(nursery, answer=answer, request=asked), until=check)
    assert check in run.failures
    assert run.errors == set()


def test_a_run_without_ids_of_records_is_empty(evaluations: Mock) -> None:
    """With ids that are made up, schemathesis passes even what is broken; that no record is reached tells on it."""
    breaks = where(status(200), member("status", "bogus"))
    run = fuzz(evaluations, configuration([], examples=60), Broken(evaluations, answer=breaks))
    records = keys(evaluations, "evaluations")
    assert run.failures == {}
    assert run.statuses(GET) == {404}
    assert run.unreached(GET, records) == records
