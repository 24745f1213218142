"""Requests against a contract: what is refused, with which status, and what a handler is given."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

CONTRACT = document(
    """
    /items/{id}:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
      get:
        operationId: read
        parameters:
          - {name: limit, in: query, schema: {type: integer, maximum: 10, default: 5}}
          - {name: tags, in: query, schema: {type: array, items: {type: string}}}
          - {name: X-Trace, in: header, schema: {type: string, pattern: '^t-'}}
          - {name: sid, in: cookie, schema: {type: string, minLength: 3}}
          - {name: Authorization, in: header, required: true, schema: {type: string}}
          - {name: 1st-choice, in: query, schema: {type: boolean}}
          - {name: from, in: query, allowEmptyValue: true, schema: {type: integer}}
          - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
        responses: &any
          '200': {description: Good, content: {application/json: {}}}
          '422': {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
      put:
        operationId: write
        requestBody:
          required: true
          content:
            application/json: {schema: {$ref: '#/components/schemas/Item'}}
            application/vnd.item+json: {schema: {$ref: '#/components/schemas/Item'}}
            application/octet-stream: {}
            text/*: {schema: {type: string, maxLength: 5}}
            application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Form'}}
        responses: *any
      post:
        operationId: maybe
        requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        responses:
          '200': {description: Good, content: {application/json: {}}}
          '400': {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
          4XX: {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
      delete:
        operationId: remove
        responses:
          '204': {description: Gone}
          default: {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
      patch:
        operationId: change
        requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        responses: {'200': {description: Good, content: {application/json: {}}}}
    """,
    """
    schemas:
      Form:
        type: object
        required: [n]
        properties:
          n: {type: integer}
          note: {type: string}
          slow: {type: string, pattern: '^(?:(?!x)(a|a)*)*$'}
          tags: {type: array, items: {type: integer}}
          more: {type: object}
          prices: {type: array, items: {type: object, properties: {cents: {type: integer}}}}
      Item:
        type: object
        required: [name]
        properties: {name: {type: string}, size: {enum: [s, m, l]}, parts: {type: array, items: {type: integer}}}
        additionalProperties: false
      Errors:
        type: object
        required: [detail]
        properties:
          detail:
            type: array
            items:
              type: object
              required: [loc, msg, type]
              properties:
                loc: {type: array, items: {anyOf: [{type: string}, {type: integer}]}}
                msg: {type: string}
                type: {type: string}
    """,
)

HANDLERS = """
    async def read(**given):
        return given

    async def write(id, body):
        return {"id": id, "body": body if not isinstance(body, bytes) else body.decode()}

    def maybe(id, body=None):
        return {"id": id, "body": body}

    async def remove(id):
        return None

    async def change(body="nothing"):
        return body
"""


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock whose handlers return what they are given."""
    directory: Path = tmp_path_factory.mktemp("items")
    return mock(directory, {"openapi.yaml": CONTRACT, "handlers/items.py": HANDLERS})


@pytest.mark.parametrize(
    ("target", "headers", "given"),
    [
        ("/items/7", {}, {"id": 7, "limit": 5}),
        ("/items/7?limit=3&tags=a&tags=b", {}, {"id": 7, "limit": 3, "tags": ["a", "b"]}),
        ("/items/7?1st-choice=true", {"X-Trace": "t-1"}, {"id": 7, "limit": 5, "x_trace": "t-1", "_1st_choice": True}),
        ("/items/7", {"Cookie": "sid=abc; other=1"}, {"id": 7, "limit": 5, "sid": "abc"}),
        ("/items/7", {"Cookie": "\x00=;;;other"}, {"id": 7, "limit": 5}),
        ("/items/7?from=3", {}, {"id": 7, "limit": 5, "from_": 3}),
        ("/items/7?from=", {}, {"id": 7, "limit": 5, "from_": ""}),
        ("/items/7", [("X-Ids", "1, 2"), ("X-Ids", "3")], {"id": 7, "limit": 5, "x_ids": [1, 2, 3]}),
        ("/items/7?unknown=1", {"Content-Type": "multipart/form-data"}, {"id": 7, "limit": 5}),
    ],
)
def test_a_handler_gets_what_the_contract_makes_of_a_request(
    target: str, headers: Any, given: dict[str, Any], items: Mock
) -> None:
    """Values have the types of their schemas, defaults are filled in, names are Python's."""
    reply = ask(items, target, headers=headers)
    assert (reply.status, reply.json) == (200, given)


@pytest.mark.parametrize(
    ("method", "media_type", "body", "given"),
    [
        ("PUT", "application/json", b'{"name": "x"}', {"name": "x"}),
        ("PUT", "application/json; charset=utf-16", '{"name": "é"}'.encode("utf-16"), {"name": "é"}),
        *(
            ("PUT", f"application/json{charset}", '\ufeff{"name": "é"}'.encode(encoding), {"name": "é"})
            for charset, encoding in (
                ("", "utf-8"),
                ("; charset=utf-8", "utf-8"),
                ("; charset=UTF8", "utf-8"),
                ("; charset=", "utf-8"),
                ("", "utf-16-le"),
                ("", "utf-16-be"),
                ("; charset=utf-16le", "utf-16-le"),
                ("", "utf-32-le"),
                ("", "utf-32-be"),
            )
        ),
        ("PUT", "application/json; charset=utf-8", '{"name": "é"}'.encode(), {"name": "é"}),
        ("PUT", "application/JSON", b'{"name": "x"}', {"name": "x"}),
        ("PUT", "application/vnd.item+json", b'{"name": "x"}', {"name": "x"}),
        ("PUT", None, b'{"name": "x"}', {"name": "x"}),
        ("PUT", "text/csv", b"a,b", "a,b"),
        ("PUT", "text/plain; charset=iso-8859-1", b"\xe9", "é"),
        ("PUT", "text/plain; charset=Latin1", b"\xe9", "é"),
        ("PUT", "text/plain; charset=windows-1252", b"\x80", "€"),
        ("PUT", "application/x-www-form-urlencoded", "n=7&note=größe%C3%A4".encode(), {"n": 7, "note": "größeä"}),
        ("PUT", "application/x-www-form-urlencoded", b"n=7&note=\xff%FF", {"n": 7, "note": "\ufffd\ufffd"}),
        ("PUT", "application/x-www-form-urlencoded", b"n=7&note=+b%21&n=8&x=1&", {"n": 8, "note": " b!", "x": "1"}),
        (
            "PUT",
            "application/x-www-form-urlencoded",
            b"n=1&tags=1&tags=2&more=%7B%22a%22:1%7D",
            {"n": 1, "tags": [1, 2], "more": {"a": 1}},
        ),
        *(
            ("PUT", "application/x-www-form-urlencoded", body, {"n": 1, "prices": [{"cents": 5}, {}][:count]})
            for body, count in (
                (b"n=1&prices=[%7B%22cents%22:5%7D,%7B%7D]", 2),
                (b"n=1&prices=%7B%22cents%22:5%7D&prices=%7B%7D", 2),
                (b"n=1&prices=%7B%22cents%22:5%7D", 1),
                (b"n=1&prices=[]", 0),
            )
        ),
        ("PUT", "application/octet-stream", b"raw", "raw"),
        ("POST", "application/json", b"", None),
    ],
)
def test_a_body_arrives_as_what_it_is(
    method: str, media_type: str | None, body: bytes, given: Any, items: Mock
) -> None:
    """JSON as its value, everything else as bytes; an optional one may stay away. Chunks make no difference."""
    headers = {"Content-Type": media_type} if media_type else {}
    for chunks in (body, [body[:3], b"", body[3:]]):
        reply = ask(items, "/items/7", method, headers=headers, body=chunks)
        assert (reply.status, reply.json) == (200, {"id": 7, "body": given})


def test_a_body_that_stays_away_leaves_the_handlers_default(items: Mock) -> None:
    """An argument that has nothing to hold is not passed."""
    assert ask(items, "/items/7", "PATCH").json == "nothing"


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status", "found"),
    [
        ("GET", "/items/x", {}, b"", 422, {("path", "id"): "int_parsing"}),
        ("GET", "/items/0", {}, b"", 422, {("path", "id"): "greater_than_equal"}),
        (
            "GET",
            "/items/0?limit=11&limit=12",
            {"X-Trace": "x", "Cookie": "sid=a"},
            b"",
            422,
            {
                ("path", "id"): "greater_than_equal",
                ("query", "limit"): "less_than_equal",
                ("header", "X-Trace"): "string_pattern_mismatch",
                ("cookie", "sid"): "string_too_short",
            },
        ),
        (
            "PUT",
            "/items/x",
            {"Content-Type": "application/json"},
            b'{"size": "xl", "parts": [1, "2"], "more": 1}',
            422,
            {
                ("path", "id"): "int_parsing",
                ("body", "name"): "missing",
                ("body", "size"): "enum",
                ("body", "parts", 1): "int_parsing",
                ("body", "more"): "extra_forbidden",
            },
        ),
        ("PUT", "/items/7", {}, b"", 422, {("body",): "missing"}),
        ("PUT", "/items/7", {"Content-Type": "image/png"}, b"x", 422, {("header", "Content-Type"): "content"}),
        ("PUT", "/items/7", {"Content-Type": "garbage"}, b"x", 422, {("header", "Content-Type"): "content"}),
        ("PUT", "/items/7", {}, b"{", 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {}, b'{"name": NaN}', 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {}, b"\xff", 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {}, b"\xef\xbb\xbf\xff", 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {}, b"[" * 201 + b"]" * 201, 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {}, b"[" * 100_000, 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {"Content-Type": "application/json; charset=no"}, b"{}", 422, {("body",): "json_invalid"}),
        ("PUT", "/items/7", {"Content-Type": "text/plain"}, b"too long", 422, {("body",): "string_too_long"}),
        ("PUT", "/items/7", {"Content-Type": "text/plain"}, b"\xff", 422, {("body",): "encoding"}),
        (
            "PUT",
            "/items/7",
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"n=1&more=x",
            422,
            {("body", "more"): "dictionary_parsing"},
        ),
        (
            "PUT",
            "/items/7",
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"n=1&prices=[",
            422,
            {("body", "prices", 0): "dictionary_parsing"},
        ),
        (
            "PUT",
            "/items/7",
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"n=1&slow=" + b"a" * 60 + b"!",
            422,
            {("body", "slow"): "string_pattern_mismatch"},
        ),
        (
            "PUT",
            "/items/7",
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"n=x",
            422,
            {("body", "n"): "int_parsing"},
        ),
        (
            "PUT",
            "/items/7",
            {"Content-Type": "application/json;charset=idna"},
            b"{}",
            422,
            {("body",): "json_invalid"},
        ),
        ("PUT", "/items/7", {"Content-Type": "application/json; charset=hex"}, b"{}", 422, {("body",): "json_invalid"}),
        ("POST", "/items/7", {}, b"{", 400, {("body",): "json_invalid"}),
        ("POST", "/items/7", {}, b"{}", 400, {("body", "name"): "missing"}),
        ("POST", "/items/7", {"Content-Type": "a/b"}, b"{}", 400, {("header", "Content-Type"): "content"}),
        ("DELETE", "/items/x", {}, b"", 422, {("path", "id"): "int_parsing"}),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    found: dict[tuple[str | int, ...], str],
    items: Mock,
) -> None:
    """In the contract's error schema, with the status that the operation declares for it, else its default."""
    reply = ask(items, target, method, headers=headers, body=body)
    assert reply.status == status
    assert {tuple(problem["loc"]): problem["type"] for problem in reply.json["detail"]} == found


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [({}, b"{", 400), ({}, b"{}", 422), ({"Content-Type": "a/b"}, b"{}", 415)],
)
def test_where_no_such_status_is_declared_the_fitting_one_is_sent(
    headers: dict[str, str], body: bytes, status: int, items: Mock
) -> None:
    """Malformed JSON 400, a broken schema 422, a media type 415, in the error schema of the contract's others."""
    reply = ask(items, "/items/7", "PATCH", headers=headers, body=body)
    assert (reply.status, list(reply.json)) == (status, ["detail"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("[]", "Input should be left out"),
        ("[a]", "Input should be 'a'"),
        ("[a, 2, null]", "Input should be 'a', 2 or None"),
    ],
)
def test_what_may_be_sent_is_named(options: str, message: str, tmp_path: Path) -> None:
    """All of it, or that there is nothing."""
    schema = f"{{type: object, properties: {{x: {{enum: {options}}}}}}}"
    path = f"""
    /a:
      post:
        requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
        responses: {{"204": {{description: Taken}}}}
    """
    app = mock(tmp_path, {"openapi.yaml": document(path)})
    reply = ask(app, "/a", "POST", headers={"Content-Type": "application/json"}, body=b'{"x": "no"}')
    assert (reply.status, reply.json["detail"]) == (422, f"body.x: {message}")


@pytest.mark.parametrize(
    ("responses", "target", "status"),
    [
        ("'404': {description: None}", "/x/a", 404),
        ("'404': {description: None}", "/x/a?n=a", 422),
        ("'404': {description: None}", "/x/1?n=a", 422),
        ("'404': {description: None}, '400': {description: Bad}", "/x/a", 400),
        ("'404': {description: None}, 4XX: {description: Bad}", "/x/a", 422),
        ("'404': {description: None}, default: {description: Bad}", "/x/a", 422),
        ("4XX: {description: Bad}", "/x/a", 422),
        ("'409': {description: Taken}", "/x/a", 422),
    ],
)
def test_nothing_is_at_a_path_that_cannot_be(responses: str, target: str, status: int, tmp_path: Path) -> None:
    """Where its 404 is all that an operation declares for it; of whatever else is wrong, a 404 would say nothing."""
    parameters = (
        "{name: id, in: path, required: true, schema: {type: integer}}, {name: n, in: query, schema: {type: integer}}"
    )
    contract = document(
        f"""
        /x/{{id}}:
          get: {{parameters: [{parameters}], responses: {{'204': {{description: Good}}, {responses}}}}}
        """
    )
    assert ask(mock(tmp_path, {"openapi.yaml": contract}), target).status == status


def test_a_body_that_nobody_asked_for_is_refused(items: Mock) -> None:
    """415 says that the method takes no content on this path (RFC 9110, 15.5.16)."""
    reply = ask(items, "/items/7", "DELETE", body=b"x", headers={"Content-Type": "text/plain"})
    assert reply.status == 415
    assert "takes no body" in reply.body.decode()


@pytest.mark.parametrize(
    ("headers", "megabytes", "connection"),
    [
        ({}, 11, None),
        ({"Content-Length": "11534336"}, 11, None),
        ({}, 65, "close"),
        ({"Content-Length": "99999999999999999999999"}, 0, "close"),
        ({"Content-Length": "11534336", "Expect": "100-continue"}, 0, "close"),
    ],
)
def test_a_body_may_be_too_large(headers: dict[str, str], megabytes: int, connection: str | None, items: Mock) -> None:
    """It is read to its end so that its sender reads the answer, unless it is larger still, or can be spared."""
    reply = ask(items, "/items/7", "PUT", headers=headers, body=[bytes(2**20)] * megabytes)
    assert (reply.status, reply.headers.get("connection")) == (413, connection)


@pytest.mark.parametrize("length", ["abc", "-1", "1, 1", "\xb2"])
def test_a_length_that_is_none_is_overlooked(length: str, items: Mock) -> None:
    """A server behind ASGI has judged it by then."""
    assert ask(items, "/items/7", headers={"Content-Length": length}).status == 200


def test_a_client_that_goes_away_is_not_answered(items: Mock) -> None:
    """Its handler is not called, and nothing is sent."""
    assert ask(items, "/items/7", "PUT", body=[]).status == 0


def test_numbers_of_any_length_are_read(items: Mock) -> None:
    """More digits than Python converts by itself are no integer, and no crash."""
    reply = ask(items, f"/items/{'9' * 5000}")
    assert (reply.status, reply.json["detail"][0]["loc"]) == (422, ["path", "id"])
    assert ask(items, "/items/7", "PUT", body=b'{"name": "x", "parts": [' + b"9" * 5000 + b"]}").status == 422


@pytest.mark.parametrize("declared", ["'*/*'", "application/*", "application/X-WWW-Form-Urlencoded"])
def test_a_form_may_be_declared_by_a_range(declared: str, tmp_path: Path) -> None:
    """However it is declared, a form is read as one."""
    schema = "{type: object, properties: {n: {type: integer}}}"
    body = f"{{content: {{{declared}: {{schema: {schema}}}}}}}"
    contract = document(
        f"/f: {{post: {{operationId: f, requestBody: {body}, responses: {{'200': {{description: '', content: "
        "{application/json: {}}}, '422': {description: '', content: {application/json: {schema: true}}}}}}"
    )
    app = mock(tmp_path, {"openapi.yaml": contract, "handlers/f.py": "async def f(body):\n    return body\n"})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(app, "/f", "POST", headers=headers, body=b"n=1").json == {"n": 1}
    assert ask(app, "/f", "POST", headers=headers, body=b"n=x").status == 422


@pytest.mark.parametrize(
    ("declared", "sent", "status"),
    [
        ("image/*: {}, application/json: {}", b"x", 200),
        ("text/*: {schema: {type: string, maxLength: 1}}", b"x", 200),
        ("text/*: {schema: {type: string, maxLength: 1}}", b"xy", 422),
        ("application/xml: {schema: {type: object}}", b"x", 200),
        ("'*/*': {schema: {type: object}}", b"{}", 200),
        ("'*/*': {schema: {type: object}}", b"x", 422),
        ("'*/*': {schema: {type: string, format: binary}}", b"x", 200),
        ("'*/*': {}, application/json: {}", b"x", 200),
        ("application/*: {}", b"x", 200),
        ("application/json: {}, text/plain: {}", b"x", 422),
    ],
)
def test_a_body_that_does_not_say_what_it_is(declared: str, sent: bytes, status: int, tmp_path: Path) -> None:
    """It is taken for what is declared first (RFC 9110, 8.3): of a range that JSON is not in, for no JSON."""
    answers = "{'200': {description: ''}, '422': {description: '', content: {application/json: {}}}}"
    paths = f"/a: {{put: {{requestBody: {{content: {{{declared}}}}}, responses: {answers}}}}}"
    assert ask(mock(tmp_path, {"openapi.yaml": document(paths)}), "/a", "PUT", body=sent).status == status


@pytest.mark.parametrize(
    ("sent_as", "status"),
    [("application/vnd.a+json", 200), ("application/json", 415), ("application/a+xml", 415), ("text/a+json", 415)],
)
def test_types_with_a_suffix_may_be_declared_together(sent_as: str, status: int, tmp_path: Path) -> None:
    """As ASP.NET does; what is answered so is one that is asked for, or any."""
    content = "content: {application/*+json: {schema: {type: object, required: [a], properties: {a: {const: 1}}}}}"
    answers = f"{{'200': {{description: Fine, {content}}}, '415': {{description: Other}}, '422': {{description: Bad}}}}"
    paths = f"/a: {{post: {{requestBody: {{{content}}}, responses: {answers}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    reply = ask(app, "/a", "POST", headers={"Content-Type": sent_as}, body=b'{"a":1}')
    assert reply.status == status
    assert ask(app, "/a", "POST", headers={"Content-Type": "application/b+json"}, body=b"{}").status == 422
    for accept, answered in ((None, "application/vnd.example+json"), ("application/hal+json", "application/hal+json")):
        headers = {"Content-Type": "application/a+json"} | ({"Accept": accept} if accept else {})
        assert ask(app, "/a", "POST", headers=headers, body=b'{"a":1}').headers["content-type"] == answered
