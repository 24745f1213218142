"""What a mock makes up where nobody has written it down: bodies in every media type, and headers."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest
from support import Reply, ask, document, mock, write

from understudy.server.app import Mock

PATHS = """
    /pets/{petId}:
      get:
        operationId: get_pet
        parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
        responses:
          '200':
            description: A pet
            content:
              text/plain: {schema: {type: string, minLength: 3}}
              application/json: {schema: {$ref: '#/components/schemas/Pet'}}
              application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
              text/xml: {schema: {$ref: '#/components/schemas/Pet'}}
              application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Flat'}}
              text/csv: {schema: {type: array, items: {$ref: '#/components/schemas/Flat'}}}
              text/html: {schema: {$ref: '#/components/schemas/Flat'}}
              image/png: {}
              application/pdf: {schema: {type: string, format: binary}}
              application/octet-stream: {schema: {type: string, format: binary}}
              application/jsonl: {itemSchema: {$ref: '#/components/schemas/Flat'}}
              application/json-seq: {schema: {$ref: '#/components/schemas/Flat'}}
              text/event-stream: {itemSchema: {type: string}}
              application/vnd.pet+json: {}
              audio/*: {}
              application/yaml: {schema: {type: array, items: {type: integer}, minItems: 1}}
    /rows:
      get:
        responses:
          '200':
            description: Rows
            content: {text/csv: {schema: {type: array, minItems: 2, items: {$ref: '#/components/schemas/Row'}}}}
    /cells:
      get:
        responses:
          '200':
            description: Cells
            content: {text/csv: {schema: {type: array, minItems: 2, items: {type: boolean}}}}
    /never:
      get:
        responses:
          '200':
            description: Never
            content: {application/json: {schema: {type: integer, minimum: 0.1, maximum: 0.9}}}
    /nothing: {get: {summary: Says nothing}}
    /continues:
      get: {responses: {'100': {description: Go on}}}
    /moved:
      get:
        responses:
          '302': {description: Elsewhere, headers: {Location: {schema: {type: string, format: uri}}}}
          '404': {description: No}
    /refused:
      get: {responses: {'409': {description: No, content: {application/json: {}}}}}
    /ranged:
      get: {responses: {4XX: {description: No}}}
    """
COMPONENTS = """
    schemas:
      Flat: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}}}
      Pet:
        type: object
        required: [id, name, tags, photos, owner, alive, nick]
        xml: {name: pet, namespace: https://example.com/pets, prefix: p}
        properties:
          id: {type: integer, xml: {attribute: true}}
          name: {type: string}
          alive: {type: boolean}
          nick: {type: 'null'}
          tags: {type: array, minItems: 2, items: {type: string, xml: {name: tag}}, xml: {name: tags, wrapped: true}}
          photos: {type: array, minItems: 2, items: {type: string}}
          owner: {$ref: '#/components/schemas/Owner'}
      Row: {type: array, minItems: 2, items: {type: [integer, 'null']}}
      Owner:
        type: object
        required: [name]
        properties: {name: {type: string, xml: {name: called}}}
        xml: {name: owned-by}
    """


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock of nothing but a document."""
    contract = document(PATHS, COMPONENTS, version="3.2.0")
    return mock(tmp_path_factory.mktemp("made"), {"openapi.yaml": contract})


def pet(app: Mock, accept: str) -> Reply:
    reply = ask(app, "/pets/42", headers={"Accept": accept})
    assert (reply.status, reply.headers["content-type"]) == (200, accept)
    return reply


def test_json_comes_first(app: Mock) -> None:
    """Where a client takes anything; and a path parameter shows up in the answer."""
    reply = ask(app, "/pets/42")
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["id"] == 42
    assert len(reply.headers["understudy-seed"]) == 16
    assert ask(app, "/pets/42").body == reply.body
    assert ask(app, "/pets/43").json["name"] != reply.json["name"]


@pytest.mark.parametrize("accept", ["application/xml", "text/xml"])
def test_xml_is_written_as_the_schema_says(accept: str, app: Mock) -> None:
    """Names, attributes, wrapped arrays, namespaces."""
    root = ET.fromstring(pet(app, accept).body)
    assert root.tag == "{https://example.com/pets}pet"
    assert root.attrib == {"id": "42"}
    children = [child.tag for child in root]
    assert children[:4] == ["name", "alive", "nick", "tags"]
    assert children[4:] == ["photos"] * (len(children) - 5) + ["owned-by"]
    assert root.findtext("alive") in ("true", "false")
    assert root.findtext("nick") == ""
    tags, owner = root.find("tags"), root.find("owned-by")
    assert tags is not None
    assert {tag.tag for tag in tags} == {"tag"}
    assert owner is not None
    assert owner.findtext("called")


def test_forms_tables_and_texts(app: Mock) -> None:
    """As far as a media type says how values are written."""
    form = dict(parse_qsl(pet(app, "application/x-www-form-urlencoded").body.decode()))
    assert (form["id"], list(form)) == ("42", ["id", "name"])
    rows = list(csv.DictReader(io.StringIO(pet(app, "text/csv").body.decode())))
    assert {tuple(row) for row in rows} == {("id", "name")}
    assert len(pet(app, "text/plain").body) >= 3
    assert json.loads(pet(app, "text/html").body)["id"] == 42
    assert json.loads(pet(app, "application/yaml").body)
    assert [len(row) >= 2 for row in csv.reader(io.StringIO(ask(app, "/rows").body.decode()))]
    cells = ask(app, "/cells").body.decode().split()
    assert set(cells) <= {"true", "false"}


def test_bytes(app: Mock) -> None:
    """Of images and the like the least that is one; of the rest something."""
    assert pet(app, "image/png").body.startswith(b"\x89PNG")
    assert pet(app, "application/pdf").body.startswith(b"%PDF")
    assert pet(app, "application/octet-stream").body
    assert ask(app, "/pets/42", headers={"Accept": "audio/*"}).body
    assert pet(app, "application/vnd.pet+json").json == {}


@pytest.mark.parametrize(("declared", "sent"), [("image/*", "image/png"), ("audio/*", "audio/mpeg")])
def test_of_a_range_one_is_sent(declared: str, sent: str, tmp_path: Path) -> None:
    """Also where nothing else is declared."""
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {{{declared}: {{}}}}}}}}}}}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths)}), "/a")
    assert (reply.status, reply.headers["content-type"]) == (200, sent)


def test_sequences(app: Mock) -> None:
    """Several values, each as its media type separates them."""
    lines = pet(app, "application/jsonl").body.splitlines()
    assert len({json.loads(line)["name"] for line in lines}) == len(lines) > 1
    parts = pet(app, "application/json-seq").body.split(b"\x1e")[1:]
    assert all(json.loads(part)["id"] for part in parts)
    events = pet(app, "text/event-stream").body.split(b"\n\n")
    assert all(re.fullmatch(rb"data: .+", event) for event in events[:-1])
    assert events[-1] == b""


@pytest.mark.parametrize(
    ("media_type", "described"),
    [
        ("text/plain", "example: ''"),
        ("text/plain", "schema: {enum: ['']}"),
        ("text/csv", "schema: {type: array, maxItems: 0}"),
        ("application/x-ndjson", "example: []"),
        ("application/octet-stream", "schema: {type: string, format: binary, maxLength: 0}"),
    ],
)
def test_nothing_is_something(media_type: str, described: str, tmp_path: Path) -> None:
    """A text, bytes and a sequence may be empty."""
    content = f"{{{media_type}: {{{described}}}}}"
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {content}}}}}}}}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths)}), "/a")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, b"", media_type)
    assert reply.headers["content-length"] == "0"


@pytest.mark.parametrize(
    ("media_type", "described", "body"),
    [
        ("text/plain; charset=iso-8859-1", "schema: {enum: [grün]}", b"gr\xfcn"),
        ("text/plain; charset=iso-8859-1", "schema: {type: string}, example: grün €", b"gr\xfcn ?"),
        ("text/plain; charset=UTF-8", "schema: {enum: [grün]}", "grün".encode()),
        ("text/csv; charset=utf-16le", "example: [[é]]", "é\r\n".encode("utf-16le")),
        ("application/json; charset=iso-8859-1", "schema: {enum: [grün]}", '"grün"'.encode()),
        ("text/event-stream; charset=iso-8859-1", "schema: {const: [grün]}", "data: grün\n\n".encode()),
        (
            "application/xml; charset=iso-8859-1",
            "schema: {type: string, xml: {name: a}, enum: [ü€]}, example: [ü€]",
            b"<?xml version='1.0' encoding='iso-8859-1'?>\n<a><item>\xfc&#8364;</item></a>",
        ),
    ],
)
def test_a_text_is_encoded_as_its_charset_says(media_type: str, described: str, body: bytes, tmp_path: Path) -> None:
    """As far as that has its characters; JSON and streams of events are UTF-8 whatever they say."""
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {{'{media_type}': {{{described}}}}}}}}}}}}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths)}), "/a")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, body, media_type)


def test_what_is_no_media_type_is_not_sent(tmp_path: Path) -> None:
    """Where there is another: who forgot where a member belongs wrote it beside that."""
    content = "{token: {schema: {type: string}, example: t}, application/json: {schema: {type: object}}}"
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {content}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    assert ask(app, "/a").json == {}
    assert ask(app, "/a", headers={"Accept": "token"}).json == {}


def test_a_type_that_nothing_has_is_told_in_the_journal(tmp_path: Path) -> None:
    """As any other reason for which nothing can be made up."""
    schema = "{allOf: [{type: integer}, {type: string}]}"
    answer = f"{{description: '', content: {{application/json: {{schema: {schema}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"/a: {{get: {{responses: {{'200': {answer}}}}}}}")})
    assert ask(app, "/a").status == 500
    (entry,) = ask(app, "/_understudy/journal", headers={"Host": "localhost"}).json["exchanges"]
    assert "no value is left by all that is said" in str(entry)


def test_what_cannot_be_made_up_says_which_keyword_is_why(app: Mock) -> None:
    """With its place in the document."""
    reply = ask(app, "/never")
    assert reply.status == 500
    assert "GET /never cannot be made up: " in reply.json["detail"]
    assert re.search(r"openapi\.yaml:\d+:\d+: no sample satisfies this: m", reply.json["detail"])


@pytest.mark.parametrize(
    ("target", "status"),
    [("/nothing", 501), ("/continues", 501), ("/moved", 302), ("/refused", 409), ("/ranged", 400)],
)
def test_where_nothing_good_is_declared_something_else_is(target: str, status: int, app: Mock) -> None:
    """What leads elsewhere, else the first that there is; where nothing is declared, the mock says so."""
    reply = ask(app, target)
    assert reply.status == status
    if status == 302:
        assert reply.headers["location"].startswith("https://")


HEADERS = document(
    """
    /counted:
      get:
        responses:
          '200':
            description: Counted
            headers:
              X-Count: {required: true, schema: {type: integer, minimum: 5, maximum: 9}}
              X-Given: {schema: {type: string}, example: given}
              X-Named:
                schema: {type: string}
                examples: {a: {externalValue: 'https://example.com/b'}, b: {value: named}}
              X-List: {schema: {type: array, items: {type: integer}, minItems: 2}}
              X-Pairs: {schema: &pairs {type: object, properties: {a: {const: 1}, b: {const: x}}, required: [a, b]}}
              X-Exploded: {explode: true, schema: *pairs}
              X-Json: {content: {application/json: {schema: {$ref: '#/components/schemas/True'}}}}
              X-Json-Given: {content: {application/json: {example: '{"given": 1}'}}}
              X-Referred: {$ref: '#/components/headers/Referred'}
              X-Never: {schema: {not: {}}}
              X-Line: {schema: {const: "a\\nb"}}
              X-Script: {schema: {enum: [日本, latin]}}
              X-Null: {schema: {type: 'null'}}
              X-Bare: {content: {text/plain: {}}}
              X-Bool: {schema: {const: true}}
              X-Space: {schema: {const: ' a'}}
              Content-Length: {schema: {type: integer}}
            content: {application/json: {schema: {type: object}}}
          '404': &no
            description: No
            headers: {X-Reason: {required: true, schema: {type: string, minLength: 3}}}
            content: {application/json: {schema: {type: object}}}
          '429': {description: Later, headers: {Retry-After: {schema: {type: integer}}}}
          '503': {description: Gone, headers: {Retry-After: {schema: {type: string, format: date-time}}}}
          '401': {description: Who, headers: {WWW-Authenticate: {schema: {type: string}}}}
    /refuses:
      get:
        operationId: refuses
        responses: {'200': {description: '', content: {application/json: {}}}, '404': *no}
    /own:
      get:
        operationId: own
        responses:
          '200': {description: '', headers: {X-Own: {schema: {type: string}}}, content: {application/json: {}}}
    """,
    """
    headers: {Referred: {schema: {type: string, format: uuid}}}
    schemas: {True: {type: object, properties: {a: {const: true}}, required: [a]}}
    """,
)
REFUSES = """
    from understudy import Refusal

    async def refuses():
        raise Refusal(404, "not here")

    async def own():
        return {}
    """


@pytest.fixture(scope="module")
def headed(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("headed"), {"openapi.yaml": HEADERS, "handlers/a.py": REFUSES})


def test_declared_headers_are_sent(headed: Mock) -> None:
    """With what the contract gives, else with a value that holds; what no header can hold is left out."""
    headers = ask(headed, "/counted").headers
    assert 5 <= int(headers["x-count"]) <= 9
    assert (headers["x-given"], headers["x-named"], headers["x-bool"]) == ("given", "named", "true")
    assert re.fullmatch(r"\d+(,\d+)+", headers["x-list"])
    assert (headers["x-pairs"], headers["x-exploded"]) == ("a,1,b,x", "a=1,b=x")
    assert (json.loads(headers["x-json"]), headers["x-json-given"]) == ({"a": True}, '{"given": 1}')
    assert re.fullmatch(r"[0-9a-f-]{36}", headers["x-referred"])
    assert headers["x-script"] == "latin"
    assert (headers["x-null"], headers["x-bare"]) == ("", "")
    assert headers.keys().isdisjoint({"x-never", "x-line", "x-space"})


def test_refusals_have_their_headers_too(headed: Mock) -> None:
    """Made up or raised; what the status itself says is not overwritten."""
    for target in ("/counted?__code=404", "/refuses"):
        reply = ask(headed, target)
        assert (reply.status, len(reply.headers["x-reason"]) >= 3) == (404, True)
    assert ask(headed, "/counted?__code=429").headers["retry-after"] == "1"
    assert ask(headed, "/counted?__code=503").headers["retry-after"].endswith("Z")
    assert ask(headed, "/counted?__code=401").headers["www-authenticate"] == 'Bearer realm="mock"'


def test_a_handler_knows_its_own_headers(headed: Mock) -> None:
    """Nothing is added to what it sends."""
    assert "x-own" not in ask(headed, "/own").headers


def test_an_error_may_be_xml(tmp_path: Path) -> None:
    """Where it is declared as nothing else."""
    paths = """
    /a/{id}:
      get:
        parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
        responses:
          '200': {description: '', content: {application/json: {}}}
          '422':
            description: No
            content:
              image/png: {}
              application/xml: {schema: {$ref: '#/components/schemas/Fault'}}
    """
    components = "schemas: {Fault: {type: object, required: [message], properties: {message: {type: string}}}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths, components)}), "/a/x")
    assert (reply.status, reply.headers["content-type"]) == (422, "application/xml")
    assert ET.fromstring(reply.body).findtext("message") == "path.id: Input should be a valid integer"


def xml_of(tmp_path: Path, schema: str, example: str) -> str:
    """An example as XML."""
    content = f"{{application/xml: {{schema: {schema}, example: {example}}}}}"
    paths = f"/a: {{get: {{responses: {{'200': {{description: '', content: {content}}}}}}}}}"
    components = "schemas: {Thing: {type: object, properties: {a: {type: integer}}}, 1-Bad..name: {type: object}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths, components)}), "/a")
    assert reply.status == 200
    return reply.body.decode().partition("\n")[2]


@pytest.mark.parametrize(
    ("schema", "example", "expected"),
    [
        ("{$ref: '#/components/schemas/Thing'}", "{a: 1}", "<Thing><a>1</a></Thing>"),
        (
            "{$ref: '#/components/schemas/1-Bad..name'}",
            "{'2 b': 1, €: 2}",
            "<Bad..name><b>1</b><member>2</member></Bad..name>",
        ),
        (
            "{type: array, items: {$ref: '#/components/schemas/Thing'}}",
            "[{a: 1}, {a: 2}]",
            "<root><Thing><a>1</a></Thing><Thing><a>2</a></Thing></root>",
        ),
        (
            "{type: array, items: {type: integer}, xml: {name: all}}",
            "[1, 2]",
            "<all><item>1</item><item>2</item></all>",
        ),
        ("{}", "[]", "<root />"),
        ("{}", "7", "<root>7</root>"),
        ("{}", "{a: [[1], [2]]}", "<root><a>1</a><a>2</a></root>"),
        ("{}", '{xmlish: "a\\u0000b<"}', "<root><_xmlish>ab&lt;</_xmlish></root>"),
        ("{properties: {a: {xml: {namespace: 'urn:x'}}}}", "{a: {b: 1}}", '<root><a xmlns="urn:x"><b>1</b></a></root>'),
        ("{properties: {a: {xml: {attribute: true}}}}", "{a: {b: 1}}", "<root><a><b>1</b></a></root>"),
        ("{properties: {a: {xml: {prefix: p}}}}", "{a: 1}", "<root><p:a>1</p:a></root>"),
        ("{properties: {a: {xml: 7}}}", "{a: 1}", "<root><a>1</a></root>"),
    ],
)
def test_values_as_xml(schema: str, example: str, expected: str, tmp_path: Path) -> None:
    assert xml_of(tmp_path, schema, example) == expected


@pytest.mark.parametrize(
    ("declared", "returned", "sent_as", "expected"),
    [
        ("application/xml", "PET", "application/xml", b'<pet id="1"><tag>a</tag><tag>b</tag></pet>'),
        ("application/x-www-form-urlencoded", "PET", "application/x-www-form-urlencoded", b"id=1&tag=a&tag=b"),
        ("text/csv", "[PET]", "text/csv", b'id,tag\n1,"[""a"",""b""]"\n'),
        ("application/yaml", "PET", "application/yaml", b'{"id":1,"tag":["a","b"]}'),
        ("image/png", "PET", "image/png", b'{"id":1,"tag":["a","b"]}'),
        (
            "multipart/form-data",
            "PET",
            "multipart/form-data; boundary=",
            b'name="id"\r\nContent-Type: text/plain\r\n\r\n1',
        ),
        (
            "multipart/mixed",
            'Answer(200, [1], {"content-type": "multipart/mixed"})',
            "multipart/mixed; boundary=",
            b"\n1\r",
        ),
    ],
)
def test_what_a_handler_returns_is_written_as_what_is_declared(
    declared: str, returned: str, sent_as: str, expected: bytes, tmp_path: Path
) -> None:
    """What would be JSON elsewhere: an object, or a list."""
    schema = """{xml: {name: pet}, properties: {id: {type: integer, xml: {attribute: true}},
      tag: {type: array, items: {type: string}}}}"""
    paths = f"""
    /a:
      get:
        operationId: tell
        responses: {{'200': {{description: '', content: {{{declared}: {{schema: {schema}}}}}}}}}
    """
    handler = f"""
    from understudy import Answer

    PET = {{"id": 1, "tag": ("a", "b")}}

    async def tell() -> object:
        return {returned}
    """
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths), "handlers/a.py": handler}), "/a")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(sent_as)
    assert [value for name, value in reply.lines if name == "content-type"] == [reply.headers["content-type"]]
    assert expected in reply.body.replace(b"\r\n", b"\n") or expected in reply.body


def test_what_a_handler_says_in_xml_is_passed_through(tmp_path: Path) -> None:
    """And what is sent in it reaches the handler as it is."""
    paths = """
    /a:
      post:
        operationId: echo
        requestBody: {content: {text/xml: {schema: {type: object}}, application/xml: {schema: {type: object}}}}
        responses: {'200': {description: '', content: {text/xml: {schema: {type: object}}}}}
    """
    handler = """
    from understudy import Answer

    async def echo(body: bytes) -> Answer:
        return Answer(200, body, {"Content-Type": "text/xml"})
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths), "handlers/a.py": handler})
    for media_type in ("text/xml", "application/xml"):
        reply = ask(app, "/a", "POST", headers={"Content-Type": media_type}, body=b"<a>1</a>")
        assert (reply.status, reply.body) == (200, b"<a>1</a>")


@pytest.mark.parametrize(
    ("sent", "status"),
    [('{"a": 1}', 200), ('{"a": "x"}', 422), ("no JSON", 200)],
)
def test_a_text_that_is_described_as_json_is_judged_as_json(sent: str, status: int, tmp_path: Path) -> None:
    """If it is JSON; how else a schema would mean a text, nobody knows."""
    body: Any = "{type: object, properties: {a: {type: integer}}}"
    paths = f"""
    /a:
      post:
        operationId: echo
        requestBody: {{content: {{text/plain: {{schema: {body}}}}}}}
        responses:
          '200': {{description: '', content: {{text/plain: {{schema: {body}}}}}}}
          '422': {{description: '', content: {{application/json: {{}}}}}}
    """
    handler = "async def echo(body: str) -> str:\n    return body\n"
    app = mock(tmp_path, {"openapi.yaml": document(paths), "handlers/a.py": handler})
    reply = ask(app, "/a", "POST", headers={"Content-Type": "text/plain"}, body=sent.encode())
    assert reply.status == status
    if status == 200:
        assert reply.body == sent.encode()


def test_a_text_of_several_lines_is_one_event(tmp_path: Path) -> None:
    """Each of its lines is said to be data (HTML Living Standard, 9.2.6)."""
    answer = "{'200': {description: E, content: {text/event-stream: {itemSchema: {const: \"a\\n\\r\\nb\"}}}}}"
    app = mock(
        write(tmp_path, {"openapi.yaml": document(f"/events: {{get: {{responses: {answer}}}}}", version="3.2.0")})
    )
    events = ask(app, "/events").body.split(b"\n\n")
    assert set(events[:-1]) == {b"data: a\ndata: \ndata: b"}


@pytest.mark.parametrize(
    ("schema", "event"),
    [
        ("{properties: {event: {const: tick}, data: {const: 1}}, required: [event, data]}", b"event: tick\ndata: 1"),
        (
            "{type: array, items: {const: {event: a, id: b, data: [c]}, properties: {event: {}, id: {}, data: {}}}}",
            b'event: a\nid: b\ndata: ["c"]',
        ),
        ("{properties: {id: {const: a}, data: {const: b}}, required: [id, data]}", b'data: {"id":"a","data":"b"}'),
        (
            "{properties: {event: {const: a}, data: {const: b}, more: {const: c}}, required: [event, data, more]}",
            b'data: {"event":"a","data":"b","more":"c"}',
        ),
    ],
)
def test_a_schema_of_events_says_what_their_fields_are(schema: str, event: bytes, tmp_path: Path) -> None:
    """Of their names and their data, and nothing else: any other object is what each of them says."""
    answer = f"{{'200': {{description: E, content: {{text/event-stream: {{schema: {schema}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"/events: {{get: {{responses: {answer}}}}}")})
    assert set(ask(app, "/events").body.split(b"\n\n")[:-1]) == {event}
