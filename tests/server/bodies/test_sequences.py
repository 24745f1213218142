"""Sequences of JSON values: what is sent, what a handler answers and what a document shows is judged value by value."""

import json
from pathlib import Path

import pytest
from support import ask, document, findings, mock, write

from understudy import project
from understudy.server.app import build

LINE = "{type: object, required: [n], properties: {n: {type: integer}}}"
ITEM = f"itemSchema: {LINE}"


def contract(media_type: str, described: str, shown: str = "") -> str:
    """A document that takes and gives such bodies."""
    return document(
        f"""
        /lines:
          post:
            operationId: send
            requestBody: {{content: {{{media_type}: {{{described}}}}}}}
            responses: {{'204': {{description: Taken}}, '400': {{description: Bad}}, '422': {{description: Broken}}}}
          get:
            operationId: read
            responses: {{'200': {{description: All, content: {{{media_type}: {{{described}{shown}}}}}}}}}
        """,
        version="3.2.0",
    )


@pytest.mark.parametrize(
    ("media_type", "described", "sent", "status", "wrong"),
    [
        ("application/jsonl", ITEM, b'{"n":1}\n{"n":2}\n', 204, []),
        ("application/jsonl", ITEM, b'\xef\xbb\xbf{"n":1}\r\n\r\n{"n":2}', 204, []),
        ("application/jsonl", ITEM, b'{"n":1}\n{"n":"x"}\n{}', 422, ["body.1.n", "body.2"]),
        ("application/x-ndjson", ITEM, b'{"n":1}\n{"n":', 400, ["body"]),
        ("application/x-ndjson", ITEM, b"\xff", 400, ["body"]),
        ("text/jsonl", ITEM, b'{"n":"x"}', 422, ["body.0.n"]),
        ("application/json-seq", ITEM, b'\x1e{"n":1}\n\x1e{"n":2}\n', 204, []),
        ("application/geo+json-seq", ITEM, b'\x1e{\n"n":"x"}\n', 422, ["body.0.n"]),
        ("application/json-seq", ITEM, b'{"n":1}\n', 400, ["body"]),
        ("application/jsonl", f"schema: {LINE}", b'{"n":1}\n{}', 422, ["body.1"]),
        (
            "application/jsonl",
            f"schema: {{type: array, items: {LINE}, maxItems: 1}}",
            b'{"n":1}\n{}',
            422,
            ["body", "body.1"],
        ),
        ("application/jsonl", f"{ITEM}, schema: {{maxItems: 1}}", b'{"n":1}\n{}', 422, ["body", "body.1"]),
        ("application/jsonl", "schema: {type: string}", b"anything", 204, []),
        ("application/jsonl", "", b'{"n":1}\n[]', 204, []),
        ("application/jsonl", "", b"{n}", 400, ["body"]),
    ],
)
def test_what_is_sent_is_judged(
    media_type: str, described: str, sent: bytes, status: int, wrong: list[str], tmp_path: Path
) -> None:
    """Each value as an item is described, all of them as the whole is; what is described as a text is one."""
    app = mock(tmp_path, {"openapi.yaml": contract(media_type, described)})
    reply = ask(app, "/lines", "POST", headers={"Content-Type": media_type}, body=sent)
    assert reply.status == status
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    places = [".".join(map(str, each["location"][1:])) for each in found]
    assert places == wrong


@pytest.mark.parametrize(
    ("returned", "status"),
    [
        ("[{'n': 1}, {'n': 2}]", 200),
        ("[{'n': 1}, {'n': 'x'}]", 500),
        ("{'n': 1}", 200),
        ("[{'n': {1}}]", 500),
        (r"'{\"n\": 1}\n{\"n\"}'", 500),
    ],
)
def test_what_a_handler_answers_is_judged(returned: str, status: int, tmp_path: Path) -> None:
    """As it is in any other media type."""
    code = f"async def read():\n    return {returned}\n"
    files = {"openapi.yaml": contract("application/jsonl", ITEM), "handlers/lines.py": code}
    assert ask(mock(tmp_path, files), "/lines").status == status


@pytest.mark.parametrize(
    ("described", "body"),
    [
        ("itemSchema: {type: object}", b"event: x\ndata: 1\n\ndata: a\n\n"),
        ("", b'data: {"event":"x","data":1}\n\ndata: a\n\n'),
    ],
)
def test_a_handler_answers_with_a_list_of_events(described: str, body: bytes, tmp_path: Path) -> None:
    """Or, where nothing is said of each, of what each says."""
    code = "async def read():\n    return [{'event': 'x', 'data': 1}, 'a']\n"
    files = {"openapi.yaml": contract("text/event-stream", described), "handlers/lines.py": code}
    assert ask(mock(tmp_path, files), "/lines").body == body


@pytest.mark.parametrize(
    ("shown", "body"),
    [
        ("example: [{n: 7}]", b'{"n":7}\n'),
        (r"""example: '{"n": 7}'""", b'{"n": 7}'),
        ("examples: {bad: {dataValue: [{n: 7}, {n: x}]}, good: {dataValue: [{n: 8}]}}", b'{"n":8}\n'),
        (r"""examples: {bad: {value: '{"n"}'}, good: {value: [{n: 8}]}}""", b'{"n":8}\n'),
    ],
)
def test_an_example_that_breaks_what_is_described_is_passed_over(shown: str, body: bytes, tmp_path: Path) -> None:
    """It may be values, or a text that they are written in."""
    directory = write(tmp_path, {"openapi.yaml": contract("application/jsonl", ITEM, f", {shown}")})
    app = build(project.load(directory, strict=False))
    assert ask(app, "/lines").body == body


def test_an_example_that_breaks_what_is_described_is_found(tmp_path: Path) -> None:
    """At the value that does."""
    text = contract("application/jsonl", ITEM, ", example: [{n: 7}, {n: x}]")
    (found,) = findings(write(tmp_path, {"openapi.yaml": text}))
    assert 'example does not satisfy its own schema: "x" is not of type "integer"' in found
    text = contract("application/jsonl", ITEM, r""", example: '{"n": "x"}'""")
    assert findings(write(tmp_path, {"openapi.yaml": text})) == []


def test_an_event_that_breaks_what_is_described_is_passed_over(tmp_path: Path) -> None:
    """And is found; what is written by hand is as it is."""
    event = "itemSchema: {type: object, required: [data], properties: {data: {type: string}}}"
    text = contract("text/event-stream", event, ", examples: {a: {value: [{data: 1}]}, b: {value: [{data: x}]}}")
    directory = write(tmp_path, {"openapi.yaml": text})
    (found,) = findings(directory)
    assert "example 'a' does not satisfy its own schema: 1 is not of type" in found
    assert ask(build(project.load(directory, strict=False)), "/lines").body == b"data: x\n\n"
    text = contract("text/event-stream", event, r', example: "event: a\n\n"')
    assert ask(mock(tmp_path, {"openapi.yaml": text}), "/lines").body == b"event: a\n\n"
