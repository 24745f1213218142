"""Streams of events that are sent: each is judged as an item is described."""

import json
from pathlib import Path

import pytest
from support import ask, document, mock

FIELDS = "event: {enum: [a, b]}, data: {type: string}, id: {}, retry: {type: integer, maximum: 9}"
EVENT = f"{{type: object, required: [data], properties: {{{FIELDS}}}}}"
NUMBER = "{type: object, required: [data], properties: {data: {type: integer}}}"
DATA = "{type: object, required: [n], properties: {n: {type: integer}}}"
IDS = "{type: object, required: [id], properties: {id: {type: integer}}}"
TEXT = "{type: string, minLength: 3}"


@pytest.mark.parametrize(
    ("described", "sent", "wrong"),
    [
        (f"itemSchema: {EVENT}", "event: a\ndata: x\n\ndata:y\nid: 1\nretry: 9\n\n", []),
        (f"itemSchema: {EVENT}", "\ufeff: hello\r\n\r\nevent: a\r\ndata: x\r\ndata: y\r\nother: z\r\n\r\n", []),
        (f"itemSchema: {EVENT}", "", []),
        (f"itemSchema: {EVENT}", "event: c\rdata: x\r\rretry: 10\rdata\r\r", ["body.0.event", "body.1.retry"]),
        (f"itemSchema: {EVENT}", "event: a\n\nretry: soon\ndata: x", ["body.0"]),
        (f"itemSchema: {NUMBER}", "retry: 9\n\ndata: 7\n\nid: 1\n\ndata: x\n\nevent: a\n\n", ["body.1.data", "body.2"]),
        (f"itemSchema: {DATA}", 'data: {"n":\ndata: 1}\n\ndata: {"n": "x"}\n\nid: 7\n\n', ["body.1.n"]),
        (f"itemSchema: {TEXT}", "data: abc\n\ndata: 7\n\ndata: 1234\n\n", ["body.1"]),
        (f"itemSchema: {DATA}", "event: a\ndata: 7\n\n", ["body.0"]),
        (f"itemSchema: {IDS}", 'id: 7\n\ndata: {"id": 7}\n\nid: x\n\n', ["body.2.id"]),
        (f"schema: {DATA}", "data: x\n\n", []),
    ],
)
def test_events_are_judged(described: str, sent: str, wrong: list[str], tmp_path: Path) -> None:
    """With the fields that they have, or as what their data says, in JSON or as a text.

    What only says where to go on, and when, is no event, unless it is described as one.
    """
    body = f"requestBody: {{content: {{text/event-stream: {{{described}}}}}}}"
    answers = "{'204': {description: Done}, '400': {description: No}, '422': {description: Broken}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"/n: {{put: {{{body}, responses: {answers}}}}}", version="3.2.0")})
    reply = ask(app, "/n", "PUT", headers={"Content-Type": "text/event-stream"}, body=sent.encode())
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    assert reply.status == (422 if wrong else 204)
    assert [".".join(map(str, each["location"][1:])) for each in found] == wrong
