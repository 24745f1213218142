"""The examples that a document gives: which of them is answered, and how it is written."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, write

from understudy import project
from understudy.server.app import Mock, build


def served(directory: Path, content: str, components: str = "", version: str = "3.2.0") -> Mock:
    """The mock of an operation that answers this content, whatever does not hold in it."""
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {{{content}}}}}}}}}}}"
    write(directory, {"openapi.yaml": document(paths, components, version=version)})
    return build(project.load(directory, strict=False))


THING = "schema: {type: object, required: [a], properties: {a: {type: integer}}}"


@pytest.mark.parametrize(
    ("examples", "body"),
    [
        ("one: {value: {a: text}}, two: {value: {a: 2}}", {"a": 2}),
        ("one: {dataValue: {a: text}}, two: {dataValue: {a: 3}}", {"a": 3}),
        ("one: {serializedValue: '{'}, two: {serializedValue: '{\"a\": 4}'}", {"a": 4}),
        ("one: {externalValue: a.json}, two: {value: {a: 5}}", {"a": 5}),
        ("one: {dataValue: {a: 6}, serializedValue: '{\"a\": 6}'}", {"a": 6}),
    ],
)
def test_the_first_example_that_holds_is_answered(examples: str, body: Any, tmp_path: Path) -> None:
    """As a value, as data, or as it is written (OpenAPI 3.2, 4.19)."""
    reply = ask(served(tmp_path, f"application/json: {{{THING}, examples: {{{examples}}}}}"), "/a")
    assert (reply.status, reply.json) == (200, body)


def test_a_list_of_records_lies_in_the_example_that_the_document_gives_as_data(tmp_path: Path) -> None:
    """Where it gives one as a value, and where it is said to be data (OpenAPI 3.2, 4.19)."""
    record = "{type: object, required: [id], properties: {id: {type: string}}}"
    fixtures = "{collection: things, schema: '#/components/schemas/T', key: [id], records: {a: {id: a}}}"
    things = "{type: array, items: {$ref: '#/components/schemas/T'}}"
    schema = f"{{type: object, required: [kind, things], properties: {{kind: {{type: string}}, things: {things}}}}}"
    for given in ("value", "dataValue"):
        content = f"application/json: {{schema: {schema}, examples: {{one: {{{given}: {{kind: given, things: []}}}}}}}}"
        write(tmp_path, {"fixtures/things.yaml": fixtures})
        app = served(tmp_path, content, f"schemas: {{T: {record}}}")
        assert ask(app, "/a").json == {"kind": "given", "things": [{"id": "a"}]}


def test_an_example_that_does_not_hold_is_not_answered(tmp_path: Path) -> None:
    """Where there is no other, a body is made up; who asks for it by its name hears why it cannot be."""
    for example in ("value: {a: text}", "serializedValue: '{'"):
        app = served(tmp_path, f"application/json: {{{THING}, examples: {{one: {{{example}}}}}}}")
        reply = ask(app, "/a")
        assert (reply.status, type(reply.json["a"])) == (200, int)
    app = served(tmp_path, f"application/json: {{{THING}, examples: {{one: {{value: {{a: text}}}}}}}}")
    assert app.answers.source(app.project.contract.operations[0]) == "made up"
    reply = ask(app, "/a", headers={"Prefer": "example=one"})
    assert reply.status == 500
    said = 'GET /a cannot be answered with what is described: body.a: "text" is not of type "integer" ('
    assert reply.json["detail"].startswith(said)


@pytest.mark.parametrize(
    ("media_type", "schema", "example", "body"),
    [
        (
            "text/plain",
            "{type: object, properties: {a: {type: integer}}, required: [a]}",
            "{a: null}",
            rb'\{"a":-?\d+\}',
        ),
        ("text/plain", "{type: object, properties: {a: {type: integer}}, required: [a]}", "{a: 1}", rb'\{"a":1\}'),
        ("text/plain", "{type: string, enum: [b]}", "c", b"b"),
        ("text/csv", "{type: array, items: {type: array}}", "[[1], [2]]", b"1\r\n2\r\n"),
        ("image/svg+xml", "{type: string, maxLength: 1}", "<svg/>", b"<svg/>"),
    ],
)
def test_an_example_in_a_text_holds_as_far_as_texts_are_judged(
    media_type: str, schema: str, example: str, body: bytes, tmp_path: Path
) -> None:
    """What would break the contract on its way out is passed over before."""
    app = served(tmp_path, f"{media_type}: {{schema: {schema}, example: {example}}}")
    reply = ask(app, "/a")
    assert reply.status == 200
    assert re.fullmatch(body, reply.body)


def test_an_example_of_a_range_is_not_sent_as_what_is_described_beside_it(tmp_path: Path) -> None:
    """Who takes whatever there is gets what is described; who wants a text, the text that the range shows."""
    app = served(tmp_path, f"'*/*': {{example: 'a text'}}, application/json: {{{THING}}}")
    assert [*ask(app, "/a").json] == ["a"]
    assert ask(app, "/a", headers={"Accept": "text/plain"}).body == b"a text"
    assert ask(served(tmp_path, "'*/*': {example: 'a text'}"), "/a").body == b'"a text"'


def test_what_is_written_already_is_sent_as_it_is(tmp_path: Path) -> None:
    """In any media type, also by its name."""
    content = "text/csv: {examples: {one: {dataValue: [[1]], serializedValue: 'a\r\n1\r\n'}}}"
    app = served(tmp_path, content.replace("'a\r\n1\r\n'", '"a\\r\\n1\\r\\n"'))
    for headers in ({}, {"Prefer": "example=one"}):
        assert ask(app, "/a", headers=headers).body == b"a\r\n1\r\n"


def test_a_media_type_may_be_a_reference(tmp_path: Path) -> None:
    """To one of the components (OpenAPI 3.2, 4.13.1 and 4.17.1)."""
    seven = "mediaTypes: {Seven: {schema: {const: 7}}}"
    assert ask(served(tmp_path, "application/json: {$ref: '#/components/mediaTypes/Seven'}", seven), "/a").json == 7


def test_a_media_type_of_a_parameter_may_be_a_reference(tmp_path: Path) -> None:
    """And so may that of a request's body and of a header."""
    seven = "application/json: {$ref: '#/components/mediaTypes/Seven'}"
    operation = f"""
    /a:
      put:
        parameters: [{{name: q, in: query, content: {{{seven}}}}}]
        requestBody: {{content: {{{seven}}}}}
        responses:
          '200': {{description: '', headers: {{X-Seven: {{content: {{{seven}}}}}}}}}
          '422': {{description: '', content: {{application/json: {{}}}}}}
    """
    text = document(operation, "mediaTypes: {Seven: {schema: {const: 7}, example: 7}}", version="3.2.0")
    app = build(project.load(write(tmp_path, {"openapi.yaml": text})))
    says = {"Content-Type": "application/json"}
    assert ask(app, "/a?q=7", "PUT", headers=says, body=b"7").headers["x-seven"] == "7"
    assert [ask(app, f"/a?q={q}", "PUT", headers=says, body=body).status for q, body in ((6, b"7"), (7, b"6"))] == [
        422
    ] * 2


EVENT = "{type: object, properties: {data: {const: hi}, event: {const: tick}}, required: [data, event]}"
EVENTS = '[{event: "a\\nb", data: "x\\ny", retry: 5, id: null}, {data: {a: 1}}, {}]'
DATA = "{type: object, properties: {data: {const: 1}}, required: [data]}"


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("text/event-stream", "event: tick\ndata: {}\n\n"),
        ("text/event-stream", ": comment\n\n"),
        ("application/x-ndjson", '{"a":1}\n{"a":2}\n'),
        ("application/json-seq", "\x1e[1]\n"),
    ],
)
def test_a_sequence_may_be_written_by_hand(media_type: str, text: str, tmp_path: Path) -> None:
    """As an example that is a text is in every other media type."""
    app = served(tmp_path, f"{media_type}: {{example: {json.dumps(text)}}}", version="3.1.0")
    assert ask(app, "/a").body == text.encode()


@pytest.mark.parametrize(
    ("described", "body"),
    [
        (f"itemSchema: {EVENT}", b"event: tick\ndata: hi\n\n" * 3),
        ("itemSchema: {type: object, properties: {n: {const: 1}}, required: [n]}", b'data: {"n":1}\n\n' * 3),
        (
            f"itemSchema: {{type: object}}, example: {EVENTS}",
            b'event: a\nretry: 5\ndata: x\ndata: y\n\ndata: {"a":1}\n\ndata: {}\n\n',
        ),
        (f"schema: {DATA}", b'data: {"data":1}\n\n' * 3),
        ("schema: {const: [1, 2]}", b"data: 1\n\ndata: 2\n\n"),
        ("schema: {enum: [a]}", b"data: a\n\n" * 3),
    ],
)
def test_an_item_of_a_stream_is_an_event(described: str, body: bytes, tmp_path: Path) -> None:
    """Where it has the fields of one and nothing else (OpenAPI 3.2, 4.14.3.2); what a `schema` describes is data."""
    reply = ask(served(tmp_path, f"text/event-stream: {{{described}}}"), "/a")
    assert (reply.status, reply.body) == (200, body)
