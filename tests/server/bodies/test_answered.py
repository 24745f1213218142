"""What a function answers in another media type than JSON: it is read, and judged, as what is sent to it would be."""

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
            content:
              application/json: {schema: {$ref: '#/components/schemas/Pet'}}
              application/xml: &pet {schema: {$ref: '#/components/schemas/Pet'}}
              application/yaml: *pet
              application/x-www-form-urlencoded: *pet
              multipart/form-data: *pet
              multipart/mixed: {schema: {type: array, items: {type: integer}}}
              text/csv: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
              text/event-stream: {itemSchema: {type: object, required: [data], properties: {data: {type: integer}}}}
              application/jsonl: {itemSchema: {$ref: '#/components/schemas/Pet'}}
              application/x-ndjson: *pet
              application/octet-stream: {schema: {type: string, format: binary, maxLength: 3}}
              application/nested+xml: {schema: {type: object, required: [a], properties: {a: {type: array, minItems: 1,
                items: {type: array, minItems: 1, items: {type: integer}}}}}}
              application/vnd.text+xml: {schema: {type: string}}
              text/yaml: {schema: {type: string, minLength: 3}}
    """,
    """
    schemas:
      Pet:
        type: object
        required: [name, age]
        properties: {name: {type: string}, age: {type: integer, minimum: 0}, tags: {type: array, items: {type: string}}}
    """,
    version="3.2.0",
)

PART = "--b\\r\\nContent-Disposition: form-data; name={}\\r\\n\\r\\n{}\\r\\n"
MIXED = "--b\\r\\nContent-Type: application/json\\r\\n\\r\\n{}\\r\\n--b--"

GOOD = [
    ("application/xml", "'<Pet><name>a</name><age>1</age></Pet>'"),
    ("application/xml", "b'<Pet><age>1</age><name/></Pet>'"),
    ("application/xml", "{'name': ' a ', 'age': 1, 'tags': []}"),
    ("application/yaml", "'name: a\\nage: 1'"),
    ("application/yaml", "{'name': '1', 'age': 1}"),
    ("application/x-www-form-urlencoded", "'name=a&age=1'"),
    ("application/x-www-form-urlencoded", "{'name': '', 'age': 1}"),
    ("multipart/form-data; boundary=b", f"'{PART.format('name', 'a')}{PART.format('age', '1')}--b--'"),
    (
        "multipart/form-data; boundary=b",
        f"'A form:\\r\\n{PART.format('name', 'a')}{PART.format('age', '1')}--b--\\r\\n'",
    ),
    ("multipart/form-data", "{'name': 'a', 'age': 1, 'tags': ['x', 'y']}"),
    ("multipart/mixed; boundary=b", f"'{MIXED.format(1)}'"),
    ("text/csv", "'name,age\\na,1\\n'"),
    ("text/csv", "[{'name': 'a,b', 'age': 1}]"),
    ("text/csv; header=absent", "'a,1\\n'"),
    ("text/csv; charset=Shift_JIS", "'name,age\\n名,1\\n'"),
    ("application/xml; charset=windows-1251", "'<Pet><name>имя</name><age>1</age></Pet>'"),
    ("text/event-stream", "'data: 1\\n\\ndata: 2\\n\\n'"),
    ("text/event-stream", "[{'data': 1}]"),
    ("application/jsonl", '\'{"name": "a", "age": 1}\\n\''),
    ("application/x-ndjson", "[{'name': 'a', 'age': 1}]"),
    ("application/octet-stream", "b'\\xff\\xfe\\xfd'"),
    ("application/vnd.text+xml", "'nothing <'"),
    ("text/yaml", "'[[['"),
    ("text/yaml", "{'a': 1}"),
]

BAD = [
    ("application/xml", "'<Pet><name>a</name><age>-1</age></Pet>'", "body.age"),
    ("application/xml", "'<Pet><name>a</name>'", "no element found"),
    ("application/xml", "{'name': 'a'}", '"age" is a required property'),
    ("application/yaml", "'name: a\\nage: x'", "body.age"),
    ("application/yaml", "'name: ['", "body"),
    ("application/yaml", "{'name': 'a', 'age': -1}", "body.age"),
    ("application/x-www-form-urlencoded", "'name=a&age=x'", "body.age"),
    ("application/x-www-form-urlencoded", "{'age': 1}", '"name" is a required property'),
    ("multipart/form-data; boundary=b", f"'{PART.format('name', 'a')}{PART.format('age', 'x')}--b--'", "body.age"),
    ("multipart/form-data; boundary=c", f"'{PART.format('name', 'a')}--b--'", "not multipart/form-data"),
    ("multipart/form-data", "{'name': 'a', 'age': -1}", "body.age"),
    ("multipart/mixed; boundary=b", f"'{MIXED.format('true')}'", "body.0"),
    ("text/csv", "'name,age\\na,-1\\n'", "body.0.age"),
    ("text/csv", "[{'name': 'a', 'age': 'x'}]", "body.0.age"),
    ("text/csv; header=absent", "'a,-1\\n'", "body.0.age"),
    ("text/event-stream", "'data: 1\\n\\ndata: x\\n\\n'", "body.1.data"),
    ("text/event-stream", "[{'data': 'x'}]", "body.0.data"),
    ("application/jsonl", '\'{"name": "a"}\\n\'', '"age" is a required property'),
    ("application/octet-stream", "b'\\xff\\xfe\\xfd\\xfc'", "body"),
    ("text/yaml", "'a'", "body"),
]


def answer(directory: Path, sent_as: str, body: str, *, more: str = "") -> Reply:
    """What becomes of a handler's body in a media type."""
    code = f"return Answer(200, {body}, {{'Content-Type': '{sent_as}'{more}}})"
    handler = f"from understudy import Answer\n\n\nasync def thing():\n    {code}\n"
    return ask(mock(directory, {"openapi.yaml": CONTRACT, "handlers/t.py": handler}), "/thing")


@pytest.mark.parametrize(("sent_as", "body"), GOOD)
def test_what_is_as_its_schema_says_is_sent(
    sent_as: str, body: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert answer(tmp_path, sent_as, body).status == 200, caplog.text


@pytest.mark.parametrize(("sent_as", "body", "why"), BAD)
def test_what_is_not_is_a_500_and_a_line_on_the_log(
    sent_as: str, body: str, why: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert answer(tmp_path, sent_as, body).status == 500
    assert why in caplog.text


@pytest.mark.parametrize("sent_as", ["application/xml", "application/json"])
def test_what_is_coded_is_not_read(sent_as: str, tmp_path: Path) -> None:
    """It is for who decodes it to say what is in it."""
    assert answer(tmp_path, sent_as, "b'\\x1f\\x8b'", more=", 'Content-Encoding': 'gzip'").status == 200


def test_what_is_made_up_for_a_function_is_not_read(tmp_path: Path) -> None:
    """A client asks for an example, not for what the function says; of lists in lists XML says less than we know."""
    app = mock(tmp_path, {"openapi.yaml": CONTRACT, "handlers/t.py": "async def thing():\n    return 1\n"})
    for name in ("application/xml", "application/nested+xml", "text/csv", "text/event-stream", "multipart/form-data"):
        reply = ask(app, "/thing", headers={"Accept": name, "Prefer": "dynamic=true"})
        assert reply.status == 200, (name, reply.body)
