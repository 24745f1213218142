"""What answers that nobody gave have in common is found out once, and what was judged when it was made stays so."""

from pathlib import Path

import pytest
from support import ask, counted, document, mock

from understudy.contract.schemas import Schemas
from understudy.contract.validators import Validator

CONTRACT = document(
    """
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get:
        responses:
          '200':
            description: Good
            content:
              application/json: {schema: {$ref: '#/components/schemas/Thing'}}
              text/csv: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
              multipart/mixed: {schema: {$ref: '#/components/schemas/Thing'}}
          '401': {description: Who, content: {application/json: {schema: {type: object}}}}
          '429': {description: Often, content: {application/json: {schema: {type: object}}}}
          '503':
            description: Late
            headers: {Retry-After: {schema: {type: integer, minimum: 60}}}
            content: {application/json: {schema: {type: object}}}
    /any:
      get: {responses: {'200': {description: Good, content: {'*/*': {schema: {type: string}}}}}}
    """,
    """
    schemas:
      Thing: {type: object, required: [id, size], properties: {id: {type: string}, size: {type: integer}}}
    """,
)


@pytest.mark.parametrize(
    ("target", "accept", "sent_as", "times"),
    [
        ("/things/{}", "application/json", "application/json", 0),
        ("/things/{}", "text/csv", "text/csv", 0),
        ("/any?x={}", "application/json", "application/json", 0),
        ("/any?x={}", "text/plain", "text/plain", 1),
    ],
)
def test_what_was_judged_when_it_was_made_is_not_judged_again(
    target: str, accept: str, sent_as: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the schema of what it is sent as; a text that is not JSON is another value than that which was made."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    ask(served, target.format("first"), headers={"Accept": accept})
    judged = counted(monkeypatch, Schemas, "violations")
    reply = ask(served, target.format("second"), headers={"Accept": accept})
    assert (reply.status, reply.headers["content-type"], len(judged)) == (200, sent_as, times)


def test_what_is_made_up_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what a request says of it is, where that is told in it."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    ask(served, "/things/1")
    judged = counted(monkeypatch, Validator, "is_valid")
    body = ask(served, "/things/2").json
    assert (body["id"], [value for _, value in judged]) == ("2", [body])


@pytest.mark.parametrize(
    ("code", "names"), [(200, set()), (401, {"www-authenticate"}), (429, {"retry-after"}), (503, {"retry-after"})]
)
def test_a_status_comes_with_its_headers_each_time(code: int, names: set[str], tmp_path: Path) -> None:
    """Whoever asks, and for what; one that a response declares is not the same for all."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    for name in ("a", "b"):
        headers = ask(served, f"/things/{name}", headers={"Prefer": f"code={code}"}).headers
        assert names == headers.keys() & {"www-authenticate", "retry-after"}
        assert headers["content-type"] == "application/json"
