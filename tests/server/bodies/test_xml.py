"""XML that is sent: read as what its schema means, judged as that, and remembered."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

PETS = """
/pets:
  post:
    requestBody:
      required: true
      content: &pet
        application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
    responses: {'201': {description: New, content: *pet}, '400': {description: No XML}, '422': {description: Broken}}
/pets/{id}:
  get:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    responses: {'200': {description: One, content: *pet}}
/free:
  put:
    requestBody: {content: {text/xml: {schema: {type: object}}}}
    responses: {'204': {description: Done}, '400': {description: No XML}}
"""
SCHEMAS = """
schemas:
  Pet:
    type: object
    required: [name]
    xml: {name: pet}
    properties:
      id: {type: integer, xml: {attribute: true}}
      name: {type: string, minLength: 1, xml: {name: called}}
      born: {type: [string, 'null'], format: date}
      good: {type: boolean}
      weight: {type: number}
      photos: {type: array, items: {type: string, xml: {name: photo}}, xml: {wrapped: true}}
      tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
      owner: {type: object, required: [id], properties: {id: {type: integer}}, additionalProperties: {type: integer}}
      home: {type: [object, 'null'], required: [id], properties: {id: {type: integer}}}
  Tag: {type: object, properties: {label: {type: string}}, xml: {name: tag}}
"""


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("pets"), {"openapi.yaml": document(PETS, SCHEMAS)})


def post(app: Mock, body: str | bytes, media_type: str = "application/xml") -> Reply:
    raw = body.encode() if isinstance(body, str) else body
    return ask(app, "/pets", "POST", headers={"Content-Type": media_type, "Accept": "application/json"}, body=raw)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("<pet><called>Ada</called></pet>", {"name": "Ada"}),
        ("<?xml version='1.0'?><p:pet xmlns:p='urn:p'><p:called> A </p:called></p:pet>", {"name": " A "}),
        ("<pet id='7'><called>A</called><weight> 1.50 </weight></pet>", {"id": 7, "name": "A", "weight": 1.5}),
        ("<pet xml:lang='en'><called><![CDATA[<A>]]></called><good>true</good></pet>", {"name": "<A>", "good": True}),
        ("<pet><called>A</called><photos><photo>a</photo><photo/></photos></pet>", {"name": "A", "photos": ["a", ""]}),
        ("<pet><called>A</called><photos/></pet>", {"name": "A", "photos": []}),
        ("<pet><tag><label>a</label></tag><called>A</called><tag/></pet>", {"tags": [{"label": "a"}, {}]}),
        ("<pet><called>A</called><owner><id>1</id><age>2</age></owner></pet>", {"owner": {"id": 1, "age": 2}}),
        ("<pet><called>A</called><more><a>1</a><a>2</a></more></pet>", {"more": {"a": ["1", "2"]}}),
        ("<pet xmlns:i='urn:i'><called>A</called><born i:nil='true'/></pet>", {"born": None}),
        ("<pet><called>A</called><born/><home/></pet>", {"born": None, "home": None}),
        ("<!DOCTYPE pet SYSTEM 'pet.dtd'><pet><called>A</called></pet>", {"name": "A"}),
        ("<pet xmlns:id='urn:id' id='7'><called>A</called></pet>", {"id": 7}),
        ("<id:pet id='7' xmlns:id='urn:id'><id:called>A</id:called></id:pet>", {"id": 7}),
    ],
)
def test_xml_is_remembered_as_what_it_says(sent: str, told: dict[str, Any], pets: Mock) -> None:
    """Elements and attributes by the names that the schema gives them, texts as the types that it has for them."""
    created = post(pets, sent)
    assert created.status == 201
    shown = {name: value for name, value in created.json.items() if name in told}
    assert shown == told
    assert ask(pets, created.headers["location"], headers={"Accept": "application/json"}).json == created.json


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ("<pet/>", "body"),
        ("<pet><called/></pet>", "body.name"),
        ("<pet>Ada</pet>", "body"),
        ("<pet id='one'><called>A</called></pet>", "body.id"),
        ("<pet><called>A</called><born>soon</born></pet>", "body.born"),
        ("<pet><called>A</called><good></good></pet>", "body.good"),
        ("<pet><called>A</called><photos>a</photos></pet>", "body.photos"),
        ("<pet><called>A</called><tag>a</tag></pet>", "body.tags.0"),
        ("<pet><called>A</called><owner><age>x</age></owner></pet>", "body.owner.age"),
    ],
)
def test_xml_that_breaks_its_schema_is_refused(sent: str, where: str, pets: Mock) -> None:
    reply = post(pets, sent)
    assert reply.status == 422
    assert where in [".".join(map(str, each["location"][1:])) for each in json.loads(reply.headers["sl-violations"])]


@pytest.mark.parametrize(
    ("sent", "media_type"),
    [
        ("", "application/xml; charset=utf-8"),
        ("<pet>", "application/xml"),
        ("<pet/><pet/>", "application/xml"),
        ("<!DOCTYPE pet [<!ENTITY a 'a'>]><pet><called>&a;</called></pet>", "application/xml"),
        ("<!DOCTYPE pet SYSTEM 'pet.dtd' []><pet><called>A</called></pet>", "application/xml"),
        ("<a>" * 300 + "</a>" * 300, "application/xml"),
        (f"<pet><called>A</called>{'<a/>' * 100_000}</pet>", "application/xml"),
        ("<?xml version='1.0' encoding='rot13'?><pet/>", "application/xml"),
        (b"<pet><called>\xe9</called></pet>", "application/xml"),
        (b"<pet><called>\xe9</called></pet>", "application/xml; charset=utf-8"),
        ("<pet/>", "application/xml; charset=zip"),
    ],
)
def test_what_is_no_xml_is_refused(sent: str | bytes, media_type: str, pets: Mock) -> None:
    """And so is what declares entities, is nested too deep or has too many elements: it is after its reader."""
    assert post(pets, sent, media_type).status == (400 if sent else 422)


def test_what_a_schema_says_nothing_of_is_as_it_is(pets: Mock) -> None:
    """Nobody reads it."""
    assert ask(pets, "/free", "PUT", headers={"Content-Type": "text/xml"}, body=b"<a>").status == 204


def test_a_document_is_read_in_the_encoding_that_it_has(pets: Mock) -> None:
    """That is what `charset` says, or else the document itself (RFC 7303, 3)."""
    text = "<?xml version='1.0' encoding='iso-8859-1'?><pet><called>é</called></pet>"
    for sent, media_type in (
        (text.encode("latin-1"), "application/xml"),
        (text.encode(), "application/xml; charset=utf-8"),
        (text.encode("utf-16"), "application/xml; charset=utf-16"),
    ):
        assert post(pets, sent, media_type).json["name"] == "é"


def test_a_list_is_read_whatever_its_elements_are_called(tmp_path: Path) -> None:
    """Each of them is an item."""
    schema = "{type: array, items: {type: integer}, maxItems: 2}"
    content = f"requestBody: {{content: {{application/xml: {{schema: {schema}}}}}}}"
    app = mock(
        tmp_path, {"openapi.yaml": document(f"/n: {{put: {{{content}, responses: {{'204': {{description: ''}}}}}}}}")}
    )
    for body, status in ((b"<n><a>1</a><b>2</b></n>", 204), (b"<n><a>x</a></n>", 422), (b"<n>1</n>", 422)):
        assert ask(app, "/n", "PUT", headers={"Content-Type": "application/xml"}, body=body).status == status


def test_what_is_written_is_read_as_what_it_was(pets: Mock) -> None:
    """A pet that is answered in XML can be sent as it came."""
    for number in range(20):
        written = ask(pets, f"/pets/{number}", headers={"Accept": "application/xml"})
        meant = ask(pets, f"/pets/{number}", headers={"Accept": "application/json"}).json
        assert written.headers["content-type"] == "application/xml"
        assert {**post(pets, written.body).json, "id": number} == meant


NOTES = """
/notes:
  post:
    requestBody: {required: true, content: &note {application/xml: {schema: {$ref: '#/components/schemas/Note'}}}}
    responses: {'201': {description: New, content: *note}, '422': {description: Broken}}
"""
NODES = """
schemas:
  Note:
    type: object
    xml: {name: note}
    required: [lang, body, tags]
    properties:
      lang: {type: string, enum: [en, de], xml: {nodeType: attribute}}
      body: {type: string, maxLength: 5, xml: {nodeType: text}}
      tags: {type: array, items: {type: integer, xml: {name: tag}}, xml: {nodeType: element}}
      line: {type: array, items: {type: string}, xml: {nodeType: none}}
      cost: {$ref: '#/components/schemas/Cost'}
  Cost:
    type: object
    xml: {name: cost}
    required: [cents]
    properties: {of: {type: string, xml: {nodeType: attribute}}, cents: {type: integer, xml: {nodeType: cdata}}}
"""
WHOLE = """\
<note lang="en">Hello<tags><tag>1</tag><tag>2</tag></tags><line>a</line><line>b</line><cost of="it">7</cost></note>"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("notes"), {"openapi.yaml": document(NOTES, NODES, version="3.2.0")})


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (WHOLE, []),
        ("<note lang='de'><tags/></note>", []),
        ("<note lang='de'> <tags/> ok </note>", []),
        ("<note lang='en'><tags/><cost>7</cost></note>", []),
        ("<note lang='fr'>Hello<tags/></note>", ["body.lang"]),
        ("<note lang='en'>Hello again<tags/></note>", ["body.body"]),
        ("<note lang='en'>Hello<tags><tag>x</tag></tags></note>", ["body.tags.0"]),
        ("<note lang='en'>Hello<tag>1</tag></note>", ["body"]),
        ("<note lang='en'><lang>en</lang><body>Hello</body><tags/></note>", []),
        ("<note><lang>en</lang><body>Hello</body><tags/></note>", ["body"]),
        ("<note lang='en'><tags/><cost>x</cost></note>", ["body.cost.cents"]),
        ("<note lang='en'><tags/><cost of='it'/></note>", ["body.cost"]),
    ],
)
def test_what_kind_of_node_a_member_is(sent: str, wrong: list[str], notes: Mock) -> None:
    """An attribute, the text of the element it is in, an element around others, or these alone (OpenAPI 3.2)."""
    reply = ask(notes, "/notes", "POST", headers={"Content-Type": "application/xml"}, body=sent.encode())
    assert reply.status == (422 if wrong else 201)
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    assert [".".join(map(str, each["location"][1:])) for each in found] == wrong


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("{lang: en, body: Hello, tags: [1, 2], line: [a, b], cost: {of: it, cents: 7}}", WHOLE),
        ("{lang: en, tags: [], body: A, cost: {cents: 7}}", '<note lang="en"><tags />A<cost>7</cost></note>'),
    ],
)
def test_nodes_are_written_as_they_are_read(value: str, written: str, tmp_path: Path) -> None:
    """Each as its schema says, a text behind what is there already."""
    content = f"{{application/xml: {{schema: {{$ref: '#/components/schemas/Note'}}, example: {value}}}}}"
    paths = f"/n: {{get: {{responses: {{'200': {{description: One, content: {content}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths, NODES, version="3.2.0")})
    assert ask(app, "/n").body.decode().partition("\n")[2] == written


ORDERED = """
{type: array, xml: {name: all, nodeType: element}, minItems: 2, items: {type: integer},
 prefixItems: [{type: string, xml: {name: a}}, {$ref: '#/components/schemas/Cost'}]}
"""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("<all><a>x</a><cost of='it'>7</cost></all>", 204),
        ("<all><a>x</a><cost>7</cost><item>8</item><item>9</item></all>", 204),
        ("<all><a>x</a><cost of='it'>x</cost></all>", 422),
        ("<all><a>x</a><cost>7</cost><item>x</item></all>", 422),
        ("<all><a>x</a></all>", 422),
    ],
)
def test_items_are_read_as_what_their_places_say(sent: str, status: int, tmp_path: Path) -> None:
    """And those behind the last of these as what is said of all others."""
    body = f"requestBody: {{content: {{application/xml: {{schema: {ORDERED.strip()}}}}}}}"
    answers = "{'204': {description: Done}, '422': {description: Broken}}"
    paths = f"/n: {{put: {{{body}, responses: {answers}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths, NODES, version="3.2.0")})
    assert ask(app, "/n", "PUT", headers={"Content-Type": "application/xml"}, body=sent.encode()).status == status


def test_items_are_written_as_what_their_places_say(tmp_path: Path) -> None:
    """So that they can be read."""
    content = f"{{application/xml: {{schema: {ORDERED.strip()}, example: [x, {{cents: 7}}, 8, 9]}}}}"
    paths = f"/n: {{get: {{responses: {{'200': {{description: All, content: {content}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths, NODES, version="3.2.0")})
    assert ask(app, "/n").body.endswith(b"<all><a>x</a><cost>7</cost><item>8</item><item>9</item></all>")


ROOTS = """
schemas:
  Cat: {type: object, xml: {name: cat}, properties: {lives: {type: integer}}}
  Dog: {type: object, properties: {tail: {type: boolean}}}
  Soap: {type: object, xml: {name: 's:Envelope'}, properties: {a: {type: integer}}}
"""


@pytest.mark.parametrize(
    ("schema", "root", "status"),
    [
        ("$ref: '#/components/schemas/Cat'", "cat", 204),
        ("$ref: '#/components/schemas/Cat'", "p:Cat xmlns:p='urn:p'", 204),
        ("$ref: '#/components/schemas/Cat'", "dog", 400),
        ("$ref: '#/components/schemas/Dog'", "hound", 204),
        ("anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]", "Dog", 204),
        ("anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]", "cow", 400),
        ("$ref: '#/components/schemas/Soap'", "s:Envelope xmlns:s='urn:s'", 204),
        ("$ref: '#/components/schemas/Soap'", "s_Envelope", 204),
    ],
)
def test_a_root_is_called_as_its_schema_says(schema: str, root: str, status: int, tmp_path: Path) -> None:
    """By itself, or by the name of a component; where no schema says a name, by any."""
    body = f"requestBody: {{content: {{application/xml: {{schema: {{{schema}}}}}}}}}"
    answers = "{'204': {description: Done}, '400': {description: No, content: {text/plain: {}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"/n: {{put: {{{body}, responses: {answers}}}}}", ROOTS)})
    sent = f"<{root}></{root.split(maxsplit=1)[0]}>".encode()
    reply = ask(app, "/n", "PUT", headers={"Content-Type": "application/xml"}, body=sent)
    assert reply.status == status
    assert status == 204 or f"it is '{root}', and not 'cat' or 'Cat'".encode() in reply.body


MAPS = """
{type: object, required: [none, some, most], additionalProperties: {type: integer}, properties: {
  none: {type: array, items: {type: integer}},
  some: {type: array, minItems: 1, items: {type: integer}},
  most: {type: array, items: {type: integer}, xml: {wrapped: true}}, other: {type: array, items: {}}}}
"""


@pytest.mark.parametrize(
    ("schema", "sent", "wrong"),
    [
        (MAPS, "<a><some>1</some><most/></a>", []),
        (MAPS, "<a><most><most>1</most></most></a>", ["body"]),
        (MAPS, "<a><some>1</some></a>", ["body"]),
        (MAPS, "<a><some>1</some><most/><none>x</none><more>x</more></a>", ["body.more", "body.none.0"]),
        ("{type: object, additionalProperties: {type: integer}}", "<a><b>1</b><c>x</c></a>", ["body.c"]),
    ],
)
def test_an_array_without_items_has_no_element(schema: str, sent: str, wrong: list[str], tmp_path: Path) -> None:
    """Unless it is wrapped: where one has to be that may be empty, it is. Of a map, all are elements."""
    body = f"requestBody: {{content: {{application/xml: {{schema: {schema.strip()}}}}}}}"
    app = mock(
        tmp_path, {"openapi.yaml": document(f"/n: {{put: {{{body}, responses: {{'204': {{description: Done}}}}}}}}")}
    )
    reply = ask(app, "/n", "PUT", headers={"Content-Type": "application/xml"}, body=sent.encode())
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    assert sorted(".".join(map(str, each["location"][1:])) for each in found) == wrong


def test_null_is_written_as_what_is_read_as_null(tmp_path: Path) -> None:
    """An element says so, and an attribute is left out (OpenAPI 3.2, 4.26)."""
    schema = "{xml: {name: a}, properties: {b: {type: [string, 'null']}, c: {xml: {attribute: true}}, d: {items: {}}}}"
    content = f"{{application/xml: {{schema: {schema}, example: {{b: null, c: null, d: [null, '']}}}}}}"
    paths = f"/n: {{get: {{responses: {{'200': {{description: One, content: {content}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true" />'
    assert ask(app, "/n").body.decode().partition("\n")[2] == f"<a><b {nil}<d {nil}<d /></a>"
