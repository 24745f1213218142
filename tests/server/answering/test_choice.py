"""Any answer for the asking: statuses, examples, stages, bodies made up; and what is said where there is none such."""

import json
import logging
import os
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from support import ROOT, Reply, ask, document, mock

from understudy.server.app import Mock, build
from understudy.source import read

# This repository's own contract

EVALUATION = "/v1/retrievers/ret_products_hybrid/evaluations/eval_live"
DOCUMENT = read(ROOT / "openapi.yaml", "openapi.yaml").value
(OPERATION,) = (path["get"] for path in DOCUMENT["paths"].values())
STATUSES = list(OPERATION["responses"])
HOW = ["code={}", "code={}, dynamic=true", "code={}, dynamic=true, seed=7", "code={}, dynamic=false"]

TYPES = {400: "BadRequestError", 401: "UnauthorizedError", 403: "ForbiddenError", 404: "NotFoundError"}
TYPES |= {500: "InternalServerError"}


def prefer(app: Mock, value: str, target: str = EVALUATION, **headers: str) -> Reply:
    """What is answered to a preference."""
    return ask(app, target, headers={"Prefer": value, **headers})


def breaks(status: int, body: Any) -> list[str]:
    """In what a body is not what the document declares for a status, by the validator's own judgement."""
    schema = OPERATION["responses"][str(status)]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for({**schema, **DOCUMENT}, validate_formats=True)
    return [error.message for error in validator.iter_errors(body)]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("status", [int(status) for status in STATUSES])
def test_every_documented_status_can_be_had(status: int, how: str, evaluations: Mock) -> None:
    """With a body that is right for it: valid, its own status in it, and an error's type of that status."""
    reply = prefer(evaluations, how.format(status))
    assert (reply.status, reply.headers["content-type"]) == (status, "application/json")
    assert breaks(status, reply.json) == []
    assert reply.headers["preference-applied"] == how.format(status)
    assert ("www-authenticate" in reply.headers) == (status == 401)
    if status in TYPES:
        error = reply.json["error"]
        assert (reply.json["status"], reply.json["success"], error["type"]) == (status, False, TYPES[status])


def test_the_documented_statuses() -> None:
    """These are all there are."""
    assert STATUSES == ["200", "400", "401", "403", "404", "422", "500"]


def test_a_404_names_what_was_asked_for(evaluations: Mock) -> None:
    """It is the one that an evaluation gets which is not there."""
    nowhere = EVALUATION.replace("eval_live", "no%20such")
    assert prefer(evaluations, "code=404", nowhere).json == ask(evaluations, nowhere).json
    error = prefer(evaluations, "code=404").json["error"]
    assert error["details"] == {"resource": "evaluation", "id": "eval_live"}
    assert error["message"] == "Evaluation 'eval_live' not found"


def test_a_404_of_a_list_names_nothing(shop: Mock) -> None:
    """Where no record was asked for, none is missing."""
    assert prefer(shop, "code=404", "/items").json == {"message": "There is no such thing here", "status": 404}


def test_a_422_is_a_validation_error(evaluations: Mock) -> None:
    """It complains of a parameter that the operation has; no violation is there to be told of in a header."""
    reply = prefer(evaluations, "code=422")
    assert reply.json["detail"][0]["loc"] == ["path", "retriever_id"]
    assert "sl-violations" not in reply.headers


@pytest.mark.parametrize("code", ["418", "100", "199", "000", "600", "999"])
def test_a_status_that_cannot_be_had_is_a_404_that_lists_those_that_can(code: str, evaluations: Mock) -> None:
    """Three digits are no mistake, but not every status is declared, and some are none of an answer at all."""
    reply = prefer(evaluations, f"code={code}")
    assert reply.status == 404
    assert breaks(404, reply.json) == []
    assert reply.json["error"]["message"].endswith("There are: 200, 400, 401, 403, 404, 422, 500")
    assert code in reply.json["error"]["message"]
    assert reply.json["error"]["details"] == {"declared": STATUSES}
    assert "preference-applied" not in reply.headers


UNKNOWN = [
    ("example=eval_baselin", "eval_baseline", "eval_live"),
    ("code=200, example=eval_baselin", "eval_baseline", "eval_live"),
    ("code=404, example=x", None, None),
    ("stage=complted", "completed", "in_progress"),
    ("code=200, stage=complted", "completed", "in_progress"),
    ("example=eval_live, stage=complted", "completed", "in_progress"),
    ("scenario=provider-dwon", "provider-down", "flaky"),
    ("example=nothing-like-it", None, "eval_live"),
]


@pytest.mark.parametrize(("value", "near", "known"), UNKNOWN)
def test_an_unknown_name_is_a_404_that_lists_the_known_ones(
    value: str, near: str | None, known: str | None, evaluations: Mock
) -> None:
    """In a sentence, with the one that was probably meant, and as a list for programs."""
    reply = prefer(evaluations, value)
    error = reply.json["error"]
    assert (reply.status, breaks(404, reply.json)) == (404, [])
    assert ("did you mean" in error["message"]) == (near is not None)
    assert f"did you mean {near!r}?" in error["message"] or near is None
    assert (known in error["details"]["known"]) if known else (error["details"]["known"] == [])
    assert error["message"].endswith(f"There are: {', '.join(error['details']['known']) or 'none'}")
    assert "preference-applied" not in reply.headers


def test_a_record_may_be_asked_for_by_its_name(evaluations: Mock) -> None:
    """Whichever one the URL names; a stage of it too."""
    assert prefer(evaluations, "example=eval_unicode").json["evaluation_id"] == "eval_unicode"
    reply = prefer(evaluations, "example=eval_doomed, stage=failed")
    assert (reply.json["evaluation_id"], reply.json["status"]) == ("eval_doomed", "failed")
    assert reply.headers["preference-applied"] == "example=eval_doomed, stage=failed"


def test_a_200_can_be_had_of_what_is_not_there(evaluations: Mock) -> None:
    """It is a record under the id that was asked for; of those that have the stage, where one is asked for."""
    nothing = EVALUATION.replace("eval_live", "eval_nothing")
    assert prefer(evaluations, "code=200", nothing).json["evaluation_id"] == "eval_nothing"
    staged = prefer(evaluations, "code=200, stage=completed", nothing)
    assert (staged.json["evaluation_id"], staged.json["status"]) == ("eval_nothing", "completed")
    assert staged.headers["preference-applied"] == "code=200, stage=completed"
    unknown = prefer(evaluations, "code=200, stage=complted", nothing)
    assert (unknown.status, "completed" in unknown.json["error"]["details"]["known"]) == (404, True)


@pytest.mark.parametrize("value", ["code=200", "code=404", "code=500", "example=eval_baseline", "dynamic=true"])
def test_a_stage_is_shown_whatever_the_clock_says(value: str, evaluations: Mock) -> None:
    """And neither that nor another answer begins the life of the record in the URL."""
    session = {"Understudy-Session": f"choice-{value.replace('=', '-')}"}
    record = "/_understudy/records/evaluations/eval_live"
    assert prefer(evaluations, "stage=completed", **session).json["status"] == "completed"
    if value != "code=200":
        prefer(evaluations, value, **session)
    told = ask(evaluations, record, headers={"Host": "localhost", **session}).json
    assert (told["stage"], told["reads"], told["born"]) == ("pending", 0, None)


def test_a_broken_request_is_refused_whatever_it_prefers(shop: Mock) -> None:
    """Parameters, credentials and media types come before any preference."""
    for code, (target, method, headers, body, status) in product(
        (200, 404, 500),
        [
            ("/items/x", "GET", {}, b"", 422),
            ("/items/1", "DELETE", {}, b"", 401),
            ("/items", "POST", {"Content-Type": "text/csv"}, b"x", 415),
            ("/items", "POST", {"Content-Type": "application/json"}, b"{", 400),
        ],
    ):
        reply = ask(shop, target, method, headers={"Prefer": f"code={code}", **headers}, body=body)
        assert (reply.status, reply.headers.get("preference-applied")) == (status, None)
        assert "sl-violations" in reply.headers


# A contract with answers of many kinds

CONTRACT = document(
    """
    /items/{item-id}:
      parameters: [{name: item-id, in: path, required: true, schema: {type: integer}}]
      get:
        operationId: get_item
        responses:
          '200':
            description: One
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Item'}
                examples:
                  first: {value: {item-id: 1, name: First}}
                  other: {$ref: '#/components/examples/Other'}
                  elsewhere: {externalValue: 'https://example.test/item.json'}
              text/plain: {schema: {type: string}, examples: {short: {value: a text}}}
          '204': {description: Nothing}
          '401': {description: No, content: {application/json: {example: {code: 401, reason: Log in}}}}
          '404':
            description: No
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Error'}
                examples: {gone: {value: {message: Gone, status: 404}}}
          '422': {description: No, content: {application/json: {}}}
          '429':
            description: No
            content: {application/json: &error {schema: {$ref: '#/components/schemas/Error'}}, text/plain: {}}
          '500': {description: No}
          '503': {description: No, content: {text/plain: {}, application/json: *error}}
          4XX:
            description: No
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Error'}
                example: {message: Taken, status: 409}
          default: {description: Else, content: {application/json: *error}}
      delete:
        security: [{key: []}]
        responses: {'204': {description: Gone}, '401': {description: No, content: {application/json: {}}}}
    /items:
      get:
        operationId: list_items
        responses:
          '200':
            description: All
            content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}
          '404': {description: No, content: {application/json: *error}}
      post:
        requestBody: {content: {application/json: {schema: {type: object}}}}
        responses:
          2XX: {description: New, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
          '400': {description: No, content: {application/json: *error}}
          '415': {description: No, content: {application/json: *error}}
    /only-errors:
      get:
        operationId: only_errors
        responses: {'409': {description: No, content: {application/json: {examples: {a: {value: 1}}}}}}
      put:
        operationId: answers_all_the_same
        responses: {'409': {description: No, content: {application/json: {}}}}
    /accepted:
      get:
        operationId: accepted
        responses:
          '200': {description: Now, content: {application/json: {example: now}}}
          '202': {description: Later, content: {application/json: {example: by and by}}}
    """,
    """
    securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
    examples: {Other: {value: {item-id: 2, name: Other}}}
    schemas:
      Item:
        type: object
        required: [item-id, name]
        properties: {item-id: {type: integer, maximum: 99}, name: {type: string}}
      Error:
        type: object
        required: [message, status]
        properties: {message: {type: string}, status: {type: integer}, hint: {type: string}}
    """,
)

FIXTURES = """
    collection: items
    schema: '#/components/schemas/Item'
    key: [item-id]
    records:
      tea: {item-id: 7, name: Tea, stages: [{cold: {}}, {hot: {after: 1h, name: Hot tea}}]}
      bun: {item-id: 8, name: Bun}
"""

HANDLERS = """
    from understudy import Answer, Refusal

    async def only_errors():
        raise Refusal(409, "Never")

    async def answers_all_the_same():
        return Answer(409, "taken")

    async def accepted():
        return Answer(202, "later")
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock that has answers of many kinds."""
    directory: Path = tmp_path_factory.mktemp("shop")
    files = {"openapi.yaml": CONTRACT, "fixtures/items.yaml": FIXTURES, "handlers/shop.py": HANDLERS}
    return mock(directory, files)


TEA, BUN = {"item-id": 7, "name": "Tea"}, {"item-id": 8, "name": "Bun"}
ELSE = "As asked for"
LATER, AWAY = "Too many requests; try again later", "The service is not available; try again later"

DECLARED = [
    ("code=200", None, 200, TEA),
    ("code=200, example=first", None, 200, {"item-id": 1, "name": "First"}),
    ("example=other", None, 200, {"item-id": 2, "name": "Other"}),
    ("example=short", None, 200, b"a text"),
    ("example=bun", None, 200, BUN),
    ("example=bun", "text/plain", 200, BUN),
    ("code=204", None, 204, b""),
    ("code=204, dynamic=true", None, 204, b""),
    ("code=401", None, 401, {"code": 401, "reason": "Log in"}),
    ("code=404", None, 404, {"message": "Gone", "status": 404}),
    ("code=404, example=gone", None, 404, {"message": "Gone", "status": 404}),
    ("code=429", None, 429, {"message": LATER, "status": 429}),
    ("code=429", "text/plain", 429, LATER.encode()),
    ("code=429", "text/html, */*;q=0.1", 429, {"message": LATER, "status": 429}),
    ("code=429", "image/png", 429, {"message": LATER, "status": 429}),
    ("code=500", None, 500, b""),
    ("code=503", None, 503, {"message": AWAY, "status": 503}),
    ("code=503", "text/plain", 503, AWAY.encode()),
    ("code=503", "application/json;q=0.9, text/plain;q=0.1", 503, {"message": AWAY, "status": 503}),
    ("code=409", None, 409, {"message": "Taken", "status": 409}),
    ("code=499", None, 499, {"message": ELSE, "status": 499}),
    ("code=599", None, 599, {"message": ELSE, "status": 599}),
    ("code=205", None, 205, b""),
    ("code=304", None, 304, b""),
    ("code=304, dynamic=true", None, 304, b""),
]


@pytest.mark.parametrize(("value", "accept", "status", "body"), DECLARED)
def test_the_answer_declared_for_a_status(value: str, accept: str | None, status: int, body: Any, shop: Mock) -> None:
    """Exactly, else by its range, else by default: a record, an example, or what is right for the status."""
    reply = prefer(shop, value, "/items/7", **({"Accept": accept} if accept else {}))
    assert reply.status == status
    assert (reply.body if isinstance(body, bytes) else reply.json) == body
    assert reply.headers["preference-applied"] == value


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [(401, "www-authenticate", 'Bearer realm="mock"'), (429, "retry-after", "1"), (503, "retry-after", "1")],
)
def test_a_status_comes_with_its_headers(code: int, name: str, value: str, shop: Mock) -> None:
    """A 401 says what to bring, and 429 and 503 when to come back, an example too."""
    assert prefer(shop, f"code={code}", "/items/7").headers[name] == value
    assert prefer(shop, "code=409", "/items/7").headers.keys().isdisjoint({"www-authenticate", "retry-after"})


def test_an_answer_that_has_no_body_has_none(shop: Mock) -> None:
    """Whatever a range or a default declares for it, and with no length that would speak of one."""
    for code in (204, 205, 304):
        reply = prefer(shop, f"code={code}", "/items/7")
        assert ("content-type" in reply.headers, reply.headers.get("content-length", "0")) == (False, "0")


def test_a_204_of_a_range_has_no_body_either(shop: Mock) -> None:
    """And a named example of the range does not make it one."""
    for code, body in ((201, True), (204, False), (206, True)):
        reply = ask(shop, "/items", "POST", headers={"Prefer": f"code={code}"})
        assert (reply.status, bool(reply.body)) == (code, body)
        named = ask(shop, "/items", "POST", headers={"Prefer": f"code={code}, example=tea"})
        assert (named.status, named.json if body else named.body) == (code, TEA if body else b"")


@pytest.mark.parametrize(
    ("target", "value", "accept", "status"),
    [
        ("/items/7", "code=200", "image/png", 406),
        ("/items/7", "code=302", "image/png", 406),
        ("/items/7", "code=404", "image/png", 404),
        ("/items/7", "code=204", "image/png", 204),
        ("/items/7", "code=200", "image/png, */*;q=0.1", 200),
        ("/items", "code=404", "image/png", 404),
    ],
)
def test_what_nobody_can_read_is_not_sent(target: str, value: str, accept: str, status: int, shop: Mock) -> None:
    """A good answer that is not acceptable is a 406; a refusal is always read."""
    assert prefer(shop, value, target, Accept=accept).status == status


@pytest.mark.parametrize(
    ("example", "contradicts"),
    [
        ({"status": 404}, True),
        ({"statusCode": 404}, True),
        ({"http_status": 404}, True),
        ({"error": {"code": 404}}, True),
        ({"status": 403}, False),
        ({"code": 7}, False),
        ({"status": "404"}, False),
        ({"status": True}, False),
        ({"errors": [{"status": 404}]}, False),
        ({"count": 404}, False),
        ("404", False),
    ],
)
def test_an_example_of_another_status_is_not_served(example: Any, contradicts: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """One error that several responses refer to says which of them it is of."""
    content = f"{{application/json: {{example: {json.dumps(example)}}}}}"
    contract = document(f"/x: {{get: {{responses: {{4XX: {{description: '', content: {content}}}}}}}}}")
    body = prefer(mock(tmp_path, {"openapi.yaml": contract}), "code=403", "/x").json
    assert (body == example) != contradicts
    if contradicts:
        assert (body["status"], body["title"]) == (403, "Forbidden")


def test_a_good_answer_may_repeat_any_number(tmp_path: Path) -> None:
    """Only errors repeat their status."""
    content = "{application/json: {example: {code: 404}}}"
    contract = document(f"/x: {{get: {{responses: {{'201': {{description: '', content: {content}}}}}}}}}")
    assert prefer(mock(tmp_path, {"openapi.yaml": contract}), "code=201", "/x").json == {"code": 404}


def test_a_list_is_asked_for_as_a_record_is(shop: Mock) -> None:
    """By its status it is the usual list, by a record's name a list of that one."""
    assert prefer(shop, "code=200", "/items").json == [TEA, BUN]
    assert prefer(shop, "example=bun", "/items").json == [BUN]
    assert [item["name"] for item in prefer(shop, "stage=hot", "/items").json] == ["Hot tea", "Bun"]


def test_a_record_is_shown_under_another_key_only_where_it_can_be(shop: Mock) -> None:
    """A key that the record's schema does not allow is not put into it."""
    assert prefer(shop, "code=200", "/items/50").json == {"item-id": 50, "name": "Tea"}
    assert prefer(shop, "code=200", "/items/100").json == TEA
    assert prefer(shop, "code=201", "/items/100", Accept="*/*").json["status"] != 404


def test_where_nothing_good_is_declared_there_is_no_choice(shop: Mock) -> None:
    """The handler answers; an example or a stage that is asked for is not there, a status that is declared is."""
    assert prefer(shop, "dynamic=true", "/only-errors").json["detail"] == "Never"
    assert prefer(shop, "example=a", "/only-errors").json["message"].endswith("called 'a'. There are: none")
    assert prefer(shop, "code=200", "/only-errors").json["message"].endswith("There are: 409")
    assert prefer(shop, "code=409, example=a", "/only-errors").json == 1
    assert prefer(shop, "code=409", "/only-errors").json == 1
    assert ask(shop, "/only-errors", "PUT").json == "taken"
    assert "called 'x'. There are: none" in ask(shop, "/only-errors?__stage=x", "PUT").json["message"]


@pytest.mark.parametrize(
    ("value", "status", "body"),
    [
        ("seed=1", 202, "later"),
        ("code=202", 202, "by and by"),
        ("code=200", 200, "now"),
        ("dynamic=false", 202, "later"),
    ],
)
def test_a_handler_may_answer_with_another_status(value: str, status: int, body: str, shop: Mock) -> None:
    """It does not stand in the way of the one that is asked for."""
    reply = prefer(shop, value, "/accepted")
    assert (reply.status, reply.json) == (status, body)


# Bodies that are made up

MADE = document(
    """
    /made:
      get:
        operationId: get_made
        parameters: [{name: n, in: query, schema: {type: string}}]
        responses:
          '200': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/Made'}}}}
          '201':
            description: Made
            content: {text/plain: {schema: {type: integer}}, text/csv: {schema: {type: string, minLength: 3}}}
          '202':
            description: Made
            content: {application/xml: {example: <a/>}, application/json: {schema: {type: integer}}}
          '203': {description: Made, content: {application/json: {schema: {not: {}}}}}
          '206': {description: Made, content: {application/octet-stream: {}, '*/*': {}}}
          '400':
            description: No
            content: {text/plain: {}, application/json: {schema: {$ref: '#/components/schemas/Error'}}}
          '507': {description: No, content: {image/png: {}}}
          '508': {description: No, content: {application/json: {schema: {$ref: '#/components/schemas/Strict'}}}}
          '509': {description: No, content: {json: {}}}
          '510': {description: No, content: {application/json: {schema: {type: array, items: {type: integer}}}}}
      post:
        operationId: post_made
        requestBody: {content: {application/json: {schema: {}}}}
        responses: {'200': {description: '', content: {application/json: {schema: {type: string, minLength: 9}}}}}
    /made/{id}:
      get:
        operationId: get_one
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        responses:
          '200': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/Made'}}}}
    """,
    """
    schemas:
      Made:
        type: object
        required: [id, kind, n]
        properties: {id: {type: string, minLength: 2}, kind: {enum: [a, b, c]}, n: {type: integer}}
        examples: [{id: given-id, kind: a, n: 1}]
      Error:
        type: object
        required: [status, extra]
        properties: {status: {type: integer}, message: {type: string}, extra: {type: number, minimum: 5, maximum: 6}}
      Strict:
        type: object
        required: [word]
        additionalProperties: false
        properties: {word: {type: string, pattern: '^[xyz]{9}$'}}
    """,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock that has nothing but schemas to answer from."""
    directory: Path = tmp_path_factory.mktemp("made")
    return mock(directory, {"openapi.yaml": MADE})


GIVEN = {"id": "given-id", "kind": "a", "n": 1}


def test_without_an_example_a_body_follows_from_its_schema(made: Mock) -> None:
    """What the schema gives as an example comes first, unless it is to be made up."""
    assert prefer(made, "code=200", "/made").json == GIVEN
    assert prefer(made, "code=200, dynamic=false", "/made").json == GIVEN
    body = prefer(made, "dynamic=true", "/made").json
    assert (body != GIVEN, list(body), body["kind"] in "abc") == (True, list(GIVEN), True)
    assert prefer(made, "dynamic=true", "/made/x-123").json["id"] == "x-123"


def test_the_same_seed_is_the_same_body(made: Mock) -> None:
    """Whatever the request is; another seed is another body. The one used can be used again."""
    one, same, other = (prefer(made, f"dynamic=true, seed={seed}", "/made") for seed in ("x", "x", "y"))
    assert (one.body == same.body, one.body == other.body) == (True, False)
    assert (one.headers["understudy-seed"], one.headers["preference-applied"]) == ("x", "dynamic=true, seed=x")
    assert ask(made, "/made?n=1&__dynamic=true&__seed=x").body == one.body
    unasked = prefer(made, "dynamic=true", "/made")
    assert unasked.headers["preference-applied"] == "dynamic=true"
    again = prefer(made, f"dynamic=true, seed={unasked.headers['understudy-seed']}", "/made?n=2")
    assert again.body == unasked.body


def test_the_same_request_is_the_same_body(made: Mock) -> None:
    """Another one is another, be it in its query or its body; HEAD is as GET, and however it is asked."""
    first = prefer(made, "dynamic=true", "/made")
    assert prefer(made, "dynamic=true", "/made").body == first.body
    assert ask(made, "/made?__dynamic=true").body == first.body
    assert ask(made, "/~left/made", headers={"Prefer": "dynamic=true"}).body == first.body
    head = ask(made, "/made", "HEAD", headers={"Prefer": "dynamic=true"})
    assert (head.headers["content-length"], head.body) == (str(len(first.body)), b"")
    assert head.headers["understudy-seed"] == first.headers["understudy-seed"]
    assert prefer(made, "dynamic=true", "/made?n=1").body != first.body
    bodies = {
        ask(made, "/made", "POST", headers={"Prefer": "dynamic=true"}, body=body).body for body in (b"1", b"2", b"1")
    }
    assert len(bodies) == 2


def test_what_is_made_up_follows_from_the_mocks_seed(made: Mock) -> None:
    """`serve --seed` makes all of it other, and the same again."""
    bodies = [prefer(build(made.project, seed=seed), "dynamic=true", "/made").body for seed in ("", "a", "b", "a")]
    assert (bodies[0], bodies[1]) == (prefer(made, "dynamic=true", "/made").body, bodies[3])
    assert len(set(bodies)) == 3


ELSEWHERE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from support import ask, mock
reply = ask(mock(Path(sys.argv[2])), "/made?n=%C3%A9", headers={"Prefer": "dynamic=true"})
sys.stdout.buffer.write(reply.headers["understudy-seed"].encode() + b" " + reply.body)
"""


def test_another_process_makes_up_the_same(made: Mock) -> None:
    """The seed of a request does not depend on how Python hashes in this process."""
    here = prefer(made, "dynamic=true", "/made?n=%C3%A9")
    command = [sys.executable, "-c", ELSEWHERE, str(ROOT / "tests"), str(made.project.directory)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)
    assert there.stdout == here.headers["understudy-seed"].encode() + b" " + here.body


@pytest.mark.parametrize(
    ("value", "accept", "status", "media_type"),
    [
        ("code=201", None, 201, "text/plain"),
        ("code=201", "text/csv", 201, "text/csv"),
        ("code=202", None, 202, "application/xml"),
        ("code=202", "application/json", 202, "application/json"),
        ("code=202, dynamic=true", None, 202, "application/json"),
        ("code=206", None, 206, "application/octet-stream"),
        ("code=206, dynamic=true", None, 206, "application/octet-stream"),
        ("code=509", None, 501, "application/json"),
        ("code=507", None, 507, "image/png"),
        ("code=400", None, 400, "application/json"),
        ("code=400", "text/plain", 400, "text/plain"),
        ("code=400, dynamic=true", None, 400, "application/json"),
        ("code=400", "application/json", 400, "application/json"),
        ("code=508", None, 508, "application/json"),
        ("code=508, dynamic=true", None, 508, "application/json"),
        ("code=510, dynamic=true", None, 510, "application/json"),
    ],
)
def test_what_can_be_made_up(value: str, accept: str | None, status: int, media_type: str, made: Mock) -> None:
    """Of nearly every media type something; of the rest the mock says that it has none."""
    reply = prefer(made, value, "/made", **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["content-type"]) == (status, media_type)
    if status == 501:
        assert "nothing can be made up of that" in reply.body.decode()
        assert "preference-applied" not in reply.headers


def test_an_error_made_up_is_true(made: Mock) -> None:
    """What the contract's own words say of the status is right in it, what they leave out is made up."""
    for value in ("code=400, dynamic=true, seed=1", "code=400, dynamic=true, seed=2"):
        body = prefer(made, value, "/made").json
        assert (body["status"], body["message"]) == (400, "query.n: Input should be a valid string")
        assert 5 <= body["extra"] <= 6
    assert set(prefer(made, "code=508", "/made").json["word"]) <= set("xyz")
    assert prefer(made, "code=510, dynamic=true", "/made").json == [510]


def test_what_no_value_can_satisfy_is_a_500_and_a_line_on_the_log(made: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """It names the place in the contract; the status that was asked for is not said to be obeyed."""
    caplog.set_level(logging.ERROR, "understudy")
    reply = prefer(made, "code=203, dynamic=true", "/made")
    assert reply.status == 500
    assert reply.headers.keys().isdisjoint({"preference-applied", "understudy-seed"})
    (line,) = caplog.messages
    assert "GET /made cannot be made up: " in line
    assert "openapi.yaml:16:74: no sample satisfies this: not: " in line


def test_a_stage_is_asked_for_where_there_are_records(made: Mock, shop: Mock) -> None:
    """An answer that is none of a record has no stages; what is not a record's answer has no use for one."""
    assert "called 'x'. There are: none" in prefer(made, "code=200, stage=x", "/made").body.decode()
    assert prefer(shop, "example=first, stage=hot", "/items/7").status == 404
    refused = prefer(shop, "code=404, stage=hot", "/items/7")
    assert (refused.json["message"], refused.headers["preference-applied"]) == ("Gone", "code=404")


def test_a_scenario_without_records_has_none_to_show(tmp_path: Path) -> None:
    """Where all records are taken away, a body is made up; a stage is then unknown."""
    gone = "empty: {items: {tea: null, bun: null}}"
    files = {"openapi.yaml": CONTRACT, "fixtures/items.yaml": FIXTURES, "fixtures/scenarios.yaml": gone}
    app = mock(tmp_path, {**files, "handlers/shop.py": HANDLERS})
    assert prefer(app, "scenario=empty", "/items").json == []
    assert prefer(app, "scenario=empty, code=200", "/items/7").json == {"item-id": 1, "name": "First"}
    assert prefer(app, "scenario=empty, code=200, stage=hot", "/items/7").status == 404
