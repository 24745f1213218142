"""What is written in a media type is read as the value that it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import document, write

from understudy.contract import contract, media
from understudy.contract.schemas import MISSING
from understudy.server.bodies.described import described
from understudy.server.bodies.reading import Reading

ROWS = {
    "type": "array",
    "items": {"type": "object", "properties": {"n": {"type": "integer"}, "t": {"type": "string"}}},
}


def both_ways(directory: Path, media_type: str, schema: Any, value: Any) -> tuple[bytes, Any]:
    """What a value is written as, and what is read from that, which has to be as its schema says."""
    content = json.dumps({media_type: {"schema": schema}})
    text = document(f"/a: {{get: {{responses: {{'200': {{description: Good, content: {content}}}}}}}}}")
    made = contract.load(write(directory, {"openapi.yaml": text}) / "openapi.yaml", "openapi.yaml")
    body, schemas = made.operations[0].responses["200"].body, made.schemas.answers
    declared = media.parse(media_type)
    assert declared
    raw, sent_as = described(value, declared, media_type, body.content, schemas)
    typed = media.parse(sent_as)
    assert typed
    given, told, found = Reading(body.content, schemas).read(raw, typed, media_type, body.schema(media_type))
    assert not found
    return raw, given if told is MISSING else told


@pytest.mark.parametrize(
    ("media_type", "schema", "value", "written"),
    [
        ("text/csv", ROWS, [{"n": 1, "t": "a,b"}], b'n,t\r\n1,"a,b"\r\n'),
        ("text/tab-separated-values", ROWS, [{"n": 1, "t": "a,b"}], b"n\tt\r\n1\ta,b\r\n"),
        ("text/csv; header=absent", ROWS, [{"t": "a", "n": 1}, {"t": "b"}], b"1,a\r\n,b\r\n"),
        ("text/csv; header=absent", ROWS, [{"t": "a"}], b",a\r\n"),
        ("text/csv; header=absent", {"items": {"items": {"type": "integer"}}}, [[1, 2]], b"1,2\r\n"),
        ("application/yaml", {"type": "object"}, {"t": "\x7f\x85é\u2028"}, b'{"t":"\\u007f\\u0085\xc3\xa9\\u2028"}'),
        (
            "application/xml",
            {"properties": {"größe": {"type": "integer"}, "名": {"type": "integer", "xml": {"attribute": True}}}},
            {"größe": 1, "名": 2},
            "<?xml version='1.0' encoding='utf-8'?>\n<root 名=\"2\"><größe>1</größe></root>".encode(),
        ),
        (
            "text/xml",
            {"properties": {"a": {"type": "string"}}},
            {"a": "\r\n\t"},
            b"<?xml version='1.0' encoding='utf-8'?>\n<root><a>&#13;\n\t</a></root>",
        ),
    ],
)
def test_what_is_written_is_read_as_what_it_was(
    media_type: str, schema: Any, value: Any, written: bytes, tmp_path: Path
) -> None:
    raw, read = both_ways(tmp_path, media_type, schema, value)
    assert raw == written
    assert read == value
