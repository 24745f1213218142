"""Bodies of several parts that are no forms, as they arrive: what is said of the whole, of each and of their places."""

import json
from pathlib import Path

import pytest
from support import ask, document, mock

A = "{type: object, required: [a], properties: {a: {type: integer}}}"
META = f"{{type: object, required: [meta], properties: {{meta: {A}}}}}"
FIRST = "prefixItems: [{type: object, required: [a]}, {maxLength: 3}]"
LISTED = f"schema: {{type: array, minItems: 2, {FIRST}, items: {{type: integer}}}}"
PLACES = (
    "prefixEncoding: [{contentType: application/json}, {contentType: 'image/png, image/*'}], "
    "itemEncoding: {contentType: text/plain}"
)
ITEM = f"itemSchema: {A}"
HEADERS = "{X-N: {required: true, schema: {type: integer}}}"
JSON, PNG = "Content-Type: application/json", "Content-Type: image/png"
NAMED = 'Content-Disposition: attachment; name="meta"'


def body(*given: tuple[str, str]) -> str:
    """Parts, each with its headers and what is in it."""
    return "".join(f"--b\r\n{head}\r\n\r\n{text}\r\n" for head, text in given) + "--b--\r\n"


@pytest.mark.parametrize(
    ("described", "sent", "told"),
    [
        (f"schema: {META}", body((f"{NAMED}\r\n{JSON}", '{"a": 1}')), []),
        (f"schema: {META}", "Who reads this is old\r\n" + body((f"Content-ID: <meta>\r\n{JSON}", '{"a": 1}')), []),
        (f"schema: {META}", body((f"{NAMED}\r\n{JSON}", '{"a": "x"}')), ["body.meta.a"]),
        (f"schema: {META}", body((f"{NAMED}\r\n{JSON}", "{")), ["body.meta", "body"]),
        (f"schema: {META}", body((JSON, "{}")), []),
        (f"schema: {META}", body(), ["body"]),
        (f"{LISTED}, {PLACES}", body((JSON, '{"a": 1}'), (PNG, "abc"), ("Content-Type: text/plain", "7")), []),
        (f"{LISTED}, {PLACES}", body((JSON, "{}"), ("X: y", "abcd"), ("X: y", "x")), ["body.0", "body.1", "body.2"]),
        (f"{LISTED}, {PLACES}", body((JSON, '{"a": 1}'), (JSON, "7"), (PNG, "7")), ["body.1", "body.2", "body.2"]),
        (f"{LISTED}, {PLACES}", body((PNG, "x"), (JSON, "{")), ["body.0", "body.1", "body.1"]),
        (LISTED, body((JSON, '{"a": 1}')), ["body"]),
        (f"{ITEM}, itemEncoding: {{headers: {HEADERS}}}", body(("X-N: 7", '{"a": 1}')), []),
        (
            f"{ITEM}, prefixEncoding: [{{}}], itemEncoding: {{headers: {HEADERS}}}",
            body(*[("X-N: x", '{"a": 1}')] * 2, (JSON, '{"a": 1}')),
            ["body.1.header.X-N", "body.2.header.X-N"],
        ),
        (ITEM, body((JSON, '{"a": 1}'), ("X: y", '{"a": "x"}')), ["body.1.a"]),
        (f"{LISTED}, {ITEM}", body((JSON, '{"a": 1}'), (JSON, "{}")), ["body.1"]),
        (f"schema: {META}", "none at all", 400),
        (f"schema: {META}", "--b\r\nX: y\r\n\r\nx", 400),
        ("", "none at all", []),
    ],
)
@pytest.mark.parametrize("declared", ["multipart/mixed", "multipart/*"])
def test_parts_are_judged(declared: str, described: str, sent: str, told: list[str] | int, tmp_path: Path) -> None:
    """By their names where they have them, else by their places; a handler gets them as they come."""
    content = f"requestBody: {{content: {{'{declared}': {{{described}}}}}}}"
    answers = "{'204': {description: Done}, '400': {description: No}, '422': {description: Broken}}"
    text = document(f"/n: {{put: {{operationId: take, {content}, responses: {answers}}}}}", version="3.2.0")
    handler = "async def take(body):\n    assert isinstance(body, bytes)\n"
    app = mock(tmp_path, {"openapi.yaml": text, "handlers/n.py": handler})
    reply = ask(app, "/n", "PUT", headers={"Content-Type": "multipart/mixed; boundary=b"}, body=sent.encode())
    if isinstance(told, int):
        assert reply.status == told
        return
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    assert sorted(".".join(map(str, each["location"][1:])) for each in found) == sorted(told)
    assert reply.status == (422 if told else 204)
