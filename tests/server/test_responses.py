"""Answers against the contract: what a handler may return, and what becomes a 500 with a line on the log."""

import logging
from pathlib import Path

import pytest
from support import Reply, ask, document, mock

CONTRACT = document(
    """
    /thing:
      get:
        operationId: thing
        responses:
          '200':
            description: Good
            headers:
              X-Count: {required: true, schema: {type: integer}}
              X-Note: {schema: {type: string, maxLength: 3}}
              Content-Type: {schema: {type: string}}
            content:
              application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}
              text/plain: {schema: {type: string, maxLength: 5}}
              image/*: {}
          '204': {description: Nothing}
          4XX: {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
          '500': {description: Broken, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
    """,
    "schemas: {Error: {type: object, required: [message], properties: {message: {type: string}}}}",
)


def answer(directory: Path, code: str, **headers: str) -> Reply:
    """What the mock makes of a handler whose body is this code."""
    handler = f"from understudy import Answer, Refusal\n\n\nasync def thing():\n    {code}\n"
    return ask(mock(directory, {"openapi.yaml": CONTRACT, "handlers/t.py": handler}), "/thing", headers=headers)


GOOD = [
    ("return Answer(200, {'id': 1}, {'X-Count': '3'})", 200, b'{"id":1}', "application/json"),
    (
        "return Answer(200, {'id': 1, 'é': '🎯'}, {'x-count': '3'})",
        200,
        '{"id":1,"é":"🎯"}'.encode(),
        "application/json",
    ),
    ("return Answer(200, 'short', {'X-Count': '3', 'Content-Type': 'text/plain'})", 200, b"short", "text/plain"),
    ("return Answer(200, b'\\x89PNG', {'X-Count': '3', 'Content-Type': 'image/png'})", 200, b"\x89PNG", "image/png"),
    ("return Answer(200, b'{\"id\": 2}', {'X-Count': '3'})", 200, b'{"id": 2}', "application/json"),
    ("return Answer(200, '', {'X-Count': '3', 'Content-Type': 'text/plain'})", 200, b"", "text/plain"),
    (
        "return Answer(200, 'grün', {'X-Count': '3', 'Content-Type': 'text/plain; Charset=iso-8859-1'})",
        200,
        b"gr\xfcn",
        "text/plain; Charset=iso-8859-1",
    ),
    (
        "return Answer(200, 'grün', {'X-Count': '3', 'Content-Type': 'text/plain; charset=nobodys'})",
        200,
        "grün".encode(),
        "text/plain; charset=nobodys",
    ),
    ("return Answer(204)", 204, b"", None),
    ("return Answer(204, headers={'Content-Length': '5', 'Connection': 'close'})", 204, b"", None),
    ("return Answer(418, {'message': 'tea'})", 418, b'{"message":"tea"}', "application/json"),
    ("raise Refusal(409, 'taken')", 409, b'{"message":"taken"}', "application/json"),
    (
        "from starlette.exceptions import HTTPException; raise HTTPException(409, 'taken')",
        409,
        b'{"message":"taken"}',
        "application/json",
    ),
]


@pytest.mark.parametrize(("code", "status", "body", "media_type"), GOOD)
def test_what_the_contract_allows_is_sent(
    code: str, status: int, body: bytes, media_type: str | None, tmp_path: Path
) -> None:
    """Status, headers and body as the handler gave them."""
    reply = answer(tmp_path, code)
    assert (reply.status, reply.body, reply.headers.get("content-type")) == (status, body, media_type)


BROKEN = [
    ("Answer(200, {'id': 'x'}, {'X-Count': '3'})", 'body.id: "x" is not of type "integer" (openapi.yaml:15:89)'),
    ("Answer(200, {}, {'X-Count': '3'})", 'body: "id" is a required property (openapi.yaml:15:55)'),
    ("Answer(200, None, {'X-Count': '3'})", 'body: null is not of type "object" (openapi.yaml:15:41)'),
    ("Answer(200, {'id': 1})", "header.X-Count: 'X-Count' is required"),
    ("Answer(200, {'id': 1}, {'X-Count': 'x'})", 'header.X-Count: "x" is not of type "integer" (openapi.yaml:11:48)'),
    (
        "Answer(200, {'id': 1}, {'X-Count': '1', 'X-Note': 'long'})",
        'header.X-Note: "long" is longer than 3 characters (openapi.yaml:12:45)',
    ),
    ("Answer(201, {'id': 1})", "status: status 201 is not declared: 200, 204, 4XX, 500"),
    ("Answer(204, {'id': 1})", "body: no body is declared for 204, and one is sent"),
    ("Answer(200, b'', {'X-Count': '3'})", "body: a body is declared for 200, and none is sent"),
    (
        "Answer(200, b'{', {'X-Count': '3'})",
        "body: not application/json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    ("Answer(200, b'NaN', {'X-Count': '3'})", "body: not application/json: NaN is no JSON number"),
    (
        "Answer(200, 'too long', {'X-Count': '3', 'Content-Type': 'text/plain'})",
        'body: "too long" is longer than 5 characters (openapi.yaml:16:49)',
    ),
    (
        "Answer(200, b'\\xff', {'X-Count': '3', 'Content-Type': 'text/plain'})",
        "body: not text/plain: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ),
    (
        "Answer(200, 'a', {'X-Count': '3', 'Content-Type': 'audio/ogg'})",
        "header.Content-Type: media type 'audio/ogg' is not declared for 200: application/json, text/plain, image/*",
    ),
    (
        "Answer(200, 'a', {'X-Count': '3', 'Content-Type': 'rubbish'})",
        "header.Content-Type: media type 'rubbish' is not declared for 200: application/json, text/plain, image/*",
    ),
]


@pytest.mark.parametrize(("value", "reason"), BROKEN)
def test_what_the_contract_forbids_is_a_500_and_a_line_on_the_log(
    value: str, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The client learns nothing of the inside; the log names the handler, its line, and the place in the contract."""
    caplog.set_level(logging.ERROR, "understudy")
    reply = answer(tmp_path, f"return {value}")
    assert (reply.status, list(reply.json)) == (500, ["message"])
    assert str(tmp_path) not in reply.body.decode()
    (line,) = caplog.messages
    assert line.replace(f"{tmp_path}/", "") == f"handlers/t.py:4:1: GET /thing answers {reason}"


RAISING = [
    ("raise ValueError('secret\\n' * 99)", "5:5: raised ValueError: 'secret"),
    ("return {'id': object()}", "4:1: answers body: no JSON: Object of type object is not JSON serializable"),
    ("return {'id': float('nan')}", "4:1: answers body: no JSON: Out of range float values are not JSON compliant"),
    ("a = []; a.append(a); return a", "4:1: answers body: no JSON: Circular reference detected"),
    ("async def a(): ...\n    return a()", "4:1: answers body: a coroutine, and no JSON: is it to be awaited?"),
    ("return (a for a in [])", "4:1: answers body: a generator, and no JSON: a handler returns its answer, and "),
    ("async def a(): yield\n    return a()", "4:1: answers body: a generator, and no JSON: a handler returns its "),
    ("raise Refusal(302, 'elsewhere')", "5:11: raised ValueError: 'a refusal has a status from 400 to 599, not 302'"),
    ("raise Refusal(503, 'later')", "4:1: answers status: status 503 is not declared: 200, 204, 4XX, 500"),
    ("return {}, 404", "4:1: answers status: a tuple says none: write Answer(404, …), or raise Refusal(404, …)"),
    ("return {}, 201, {'X-A': 'b'}", "4:1: answers status: a tuple says none: write Answer(201, …), or raise Refus"),
    ("from understudy import Answer; return Answer({})", "4:1: answers status: 'dict' is none: an answer begins with"),
    ("from understudy import Answer; return Answer(99)", "4:1: answers status: 99 is no status of an answer"),
    ("from understudy import Answer; return Answer(600)", "4:1: answers status: 600 is no status of an answer"),
    (
        "raise Refusal(403, 'no', headers={'X-A': 'a\\r\\nX-Evil: 1'})",
        "4:1: raised ValueError: \"header 'X-A' holds a line break",
    ),
    ("raise Refusal(403, 'no', headers={'X-A': '\\u65e5'})", "4:1: raised UnicodeEncodeError: "),
    ("raise Refusal(403, 'no', headers={'X-A': None})", "4:1: raised TypeError: "),
    (
        "raise Refusal(403, 'no', headers={'X A': '1'})",
        "4:1: raised ValueError: \"header 'X A' has a name with something",
    ),
    (
        "import dataclasses; raise dataclasses.make_dataclass('Stiff', [], bases=(Exception,), frozen=True)",
        "5:25: raised Stiff: ",
    ),
    ("raise Refusal(403, '\\ud800')", "4:1: raised UnicodeEncodeError: "),
    (
        "raise KeyboardInterrupt",
        "5:5: raised RuntimeError: 'a handler may not end more than itself: KeyboardInterrupt'",
    ),
    (
        "raise type('Skipped', (BaseException,), {})",
        "5:5: raised RuntimeError: 'a handler may not end more than itself: Skipped'",
    ),
    ("return 1 / 0", "5:12: raised ZeroDivisionError: 'division by zero'"),
    (
        "from understudy import records; records('things')",
        "5:37: raised MockError: \"no collection is called 'things'\"",
    ),
]


@pytest.mark.parametrize(("code", "reason"), RAISING)
def test_a_handler_that_raises_is_a_500_and_a_line_on_the_log(
    code: str, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One line, escaped, with the line of the handler that raised."""
    caplog.set_level(logging.ERROR, "understudy")
    reply = answer(tmp_path, code)
    assert (reply.status, list(reply.json)) == (500, ["message"])
    assert "secret" not in reply.body.decode()
    (line,) = caplog.messages
    assert "\n" not in line
    at, _, what = reason.partition(": ")
    assert f"handlers/t.py:{at}: GET /thing {what}" in line


@pytest.mark.parametrize(("sent_as", "text"), [("text/*", "text/plain"), ("*/*", "application/json")])
def test_a_range_is_answered_with_a_type_of_it(sent_as: str, text: str, tmp_path: Path) -> None:
    """A declared range is no media type that could be sent."""
    contract = document(
        f"/thing: {{get: {{responses: {{'200': {{description: '', content: {{'{sent_as}': {{}}}}}}}}}}}}"
    )
    files = {"openapi.yaml": contract.replace("{get: {", "{get: {operationId: thing, "), "handlers/t.py": HANDLER}
    assert ask(mock(tmp_path, files), "/thing").headers["content-type"] == text


HANDLER = "async def thing():\n    return 'x'\n"


def test_the_client_chooses_among_the_declared_media_types(tmp_path: Path) -> None:
    """A handler that names no media type answers in the one that was negotiated."""
    code = "return Answer(200, 'text', {'X-Count': '3'})"
    reply = answer(tmp_path, code, Accept="text/plain, application/json;q=0.5")
    assert (reply.headers["content-type"], reply.body) == ("text/plain", b"text")
