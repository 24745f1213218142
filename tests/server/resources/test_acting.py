"""What operations below a record do to it."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

ORDER = "{$ref: '#/components/schemas/Order'}"
SCHEMAS = """
schemas:
  Order:
    type: object
    required: [id, status]
    properties:
      id: {type: string}
      status: {type: string, enum: [open, paid, cancelled, shipped]}
      is_locked: {type: boolean}
      cancelled_at: {type: [string, 'null'], format: date-time}
      note: {type: string}
      role: {type: string}
      updated_at: {type: string, format: date-time}
"""


def json_of(schema: str) -> str:
    """Content that is JSON of a schema."""
    return f"content: {{application/json: {{schema: {schema}}}}}"


def orders(directory: Path, at: str, method: str = "post", answer: str = json_of(ORDER), status: str = "200") -> Mock:
    """A mock of orders, with an operation at a path below one."""
    one = f"'200': {{description: One, {json_of(ORDER)}}}"
    missing = "'404': {description: No}"
    paths = f"""
    /orders:
      post: {{requestBody: {{{json_of("{type: object}")}}}, responses: {{'201': {{description: Made}}}}}}
    /orders/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{{one}, {missing}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /orders/{{order}}{at}:
      parameters: [{{name: order, in: path, required: true, schema: {{type: string}}}}]
      {method}:
        requestBody: {{{json_of("{type: object}")}}}
        responses: {{'{status}': {{description: Done{answer and ", "}{answer}}}, {missing}}}
    """
    app = mock(directory, {"openapi.yaml": document(paths, SCHEMAS)})
    send(app, "POST", "/orders", {"id": "a", "status": "open", "note": "n", "is_locked": False})
    return app


def send(app: Mock, method: str, path: str, body: Any = None) -> Reply:
    """The answer to a request with a body, if it has one."""
    headers = {"content-type": "application/json"} if body is not None else {}
    return ask(app, path, method, headers=headers, body=b"" if body is None else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("at", "method", "body", "expected"),
    [
        ("/cancel", "POST", None, {"status": "cancelled"}),
        ("/Cancelled/", "PUT", None, {"status": "cancelled"}),
        ("/pay", "POST", {"note": "not of the order"}, {"status": "paid"}),
        ("/ship", "POST", None, {"status": "shipped"}),
        ("/lock", "POST", None, {"is_locked": True}),
        ("/unlock", "POST", None, {"is_locked": False}),
        ("/lock", "DELETE", None, {"is_locked": False}),
        ("/resend", "POST", None, {}),
        ("/role", "POST", {"role": "r", "note": "m"}, {"role": "r"}),
        ("/notes", "PATCH", {"note": "m", "id": "b", "more": 1}, {"note": "m"}),
        ("/notes", "PUT", {"status": "no state"}, {}),
        ("/deny", "PUT", None, {}),
    ],
)
def test_an_order_is_what_is_done_to_it(at: str, method: str, body: Any, expected: Any, tmp_path: Path) -> None:
    """By the name of the path, or by what is sent where the answer is the record; it is read so from then on."""
    app = orders(tmp_path, at, method.lower())
    done = send(app, method, f"/orders/a{at}", body)
    assert done.status == 200
    assert {name: value for name, value in done.json.items() if not name.endswith("_at")} == {
        "id": "a",
        "status": "open",
        "note": "n",
        "is_locked": False,
        **expected,
    }
    assert send(app, "GET", "/orders/a").json == done.json


def test_a_moment_is_that_of_what_was_done(tmp_path: Path) -> None:
    """Until that is taken back."""
    app = orders(tmp_path, "/cancel")
    assert send(app, "POST", "/orders/a/cancel").json["cancelled_at"].startswith("20")
    app = orders(tmp_path, "/cancel", "delete")
    assert send(app, "DELETE", "/orders/a/cancel").json["cancelled_at"] is None


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        ("", "204", b""),
        (json_of("{type: object, required: [ok], properties: {ok: {const: true}}}"), "200", b'{"ok":true}'),
    ],
)
def test_what_is_done_may_not_be_shown(answer: str, status: str, body: bytes, tmp_path: Path) -> None:
    """It is done all the same."""
    app = orders(tmp_path, "/cancel", "post", answer, status)
    done = send(app, "POST", "/orders/a/cancel")
    assert (done.status, done.body) == (int(status), body)
    assert send(app, "GET", "/orders/a").json["status"] == "cancelled"


@pytest.mark.parametrize(
    ("at", "method", "answer", "status"),
    [
        ("/copy", "post", json_of(ORDER), "200"),
        ("/lines", "post", json_of(ORDER), "201"),
        ("/parent", "get", json_of(ORDER), "200"),
        ("/lines", "post", json_of("{type: object}"), "200"),
    ],
)
def test_what_is_not_done_to_a_record_leaves_it(at: str, method: str, answer: str, status: str, tmp_path: Path) -> None:
    """It is another one that is answered with."""
    app = orders(tmp_path, at, method, answer, status)
    before = send(app, "GET", "/orders/a").json
    done = send(app, method.upper(), f"/orders/a{at}")
    assert done.status == int(status)
    assert done.json.get("note") != "n"
    assert send(app, "GET", "/orders/a").json == before


def test_an_envelope_has_the_record(tmp_path: Path) -> None:
    """Wherever that is."""
    app = orders(
        tmp_path, "/pay", "post", json_of(f"{{type: object, required: [data], properties: {{data: {ORDER}}}}}")
    )
    assert send(app, "POST", "/orders/a/pay").json["data"].items() >= {"id": "a", "status": "paid"}.items()


def test_an_example_is_shown_for_what_nobody_has_written(tmp_path: Path) -> None:
    """And what was done is done."""
    answer = json_of(f"{ORDER}, example: {{id: z, status: open}}")
    app = orders(tmp_path, "/pay", "post", answer)
    assert send(app, "POST", "/orders/z/pay").json == {"id": "z", "status": "open"}
    assert send(app, "GET", "/orders/z").json["status"] == "paid"
    assert send(app, "POST", "/orders/a/pay").json["status"] == "paid"


def test_nothing_is_done_to_what_is_not_there(tmp_path: Path) -> None:
    """Who asks for that is told so."""
    app = orders(tmp_path, "/pay")
    send(app, "DELETE", "/orders/a")
    assert send(app, "POST", "/orders/a/pay").status == 404
