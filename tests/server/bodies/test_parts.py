"""Answers of several parts."""

from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from support import Reply, ask, document, mock

OBJECT = """
    type: object
    required: [title, cover, tags, author, pages]
    properties:
      title: {type: string}
      cover: {type: string, format: binary}
      tags: {type: array, items: {type: string}, minItems: 2, maxItems: 2}
      author: {type: object, required: [name], properties: {name: {type: string}}}
      pages: {type: integer}
"""


def answered(directory: Path, media_type: str, content: str, accept: str = "*/*", *, version: str = "3.2.0") -> Reply:
    lines = "\n".join(f"              {line}" for line in content.strip("\n").splitlines())
    paths = f"""
    /book:
      get:
        responses:
          '200':
            description: A book
            content:
              {media_type}:
{lines}
    """
    app = mock(directory, {"openapi.yaml": document(paths, version=version)})
    return ask(app, "/book", headers={"Accept": accept})


def parts(reply: Reply) -> list[Message]:
    """The parts of an answer, as another reader has them."""
    assert reply.status == 200, reply.body
    whole = message_from_bytes(b"Content-Type: " + reply.headers["content-type"].encode() + b"\r\n\r\n" + reply.body)
    assert whole.is_multipart()
    assert whole.defects == []
    return [part for part in whole.get_payload() if isinstance(part, Message)]


def schema(text: str) -> str:
    return "  schema:\n" + "\n".join(f"  {line}" for line in text.strip("\n").splitlines())


@pytest.mark.parametrize("media_type", ["multipart/form-data", "multipart/mixed", "multipart/related"])
def test_an_object_is_a_part_for_each_member(media_type: str, tmp_path: Path) -> None:
    """In the media type that is usual for it; a list is several parts of one name."""
    found = parts(answered(tmp_path, media_type, schema(OBJECT)))
    is_form = media_type == "multipart/form-data"
    names = [
        part.get_param("name", header="content-disposition") if is_form else str(part["Content-ID"])[1:-1]
        for part in found
    ]
    assert dict(zip(names, [part.get_content_type() for part in found], strict=True)) == {
        "title": "text/plain",
        "cover": "application/octet-stream",
        "tags": "text/plain",
        "author": "application/json",
        "pages": "text/plain",
    }
    assert names.count("tags") == 2


def test_an_encoding_says_what_a_part_is(tmp_path: Path) -> None:
    """The first of several."""
    encoding = "\n  encoding: {title: {contentType: 'text/html, text/*'}, cover: {contentType: image/png}, pages: {}}"
    found = parts(answered(tmp_path, "multipart/form-data", schema(OBJECT) + encoding))
    assert {"text/html", "image/png"} <= {part.get_content_type() for part in found}


@pytest.mark.parametrize(
    ("content", "payloads"),
    [
        ("  schema: {const: one}", ["one"]),
        ("  schema: {const: [one, 2, {a: 1}]}", ["one", "2", '{"a":1}']),
        ("  {}", ["text"]),
        ("  example: {'a\"b': one}", ["one"]),
    ],
)
def test_anything_is_a_part_of_its_own(content: str, payloads: list[str], tmp_path: Path) -> None:
    """Or several, where it is a list."""
    found = parts(answered(tmp_path, "multipart/mixed", content))
    assert [part.get_payload() for part in found] == payloads


def test_a_field_without_a_name_is_called_something(tmp_path: Path) -> None:
    """For no form has one without."""
    reply = answered(tmp_path, "multipart/form-data", "  schema: {const: one}")
    assert [part.get_param("name", header="content-disposition") for part in parts(reply)] == ["value"]


def test_what_is_given_as_a_whole_is_sent_so(tmp_path: Path) -> None:
    """It has its boundaries already."""
    reply = answered(tmp_path, "multipart/mixed; boundary=b", '  example: "--b\\r\\n\\r\\none\\r\\n--b--"')
    assert [part.get_payload() for part in parts(reply)] == ["one"]


def test_who_asks_for_parts_gets_them(tmp_path: Path) -> None:
    """Where there is JSON as well, for whom takes anything."""
    content = "  schema: {const: one}\n{also}:\n  schema: {const: two}".replace("{also}", "application/json")
    assert answered(tmp_path, "multipart/mixed", content).json == "two"
    assert [part.get_payload() for part in parts(answered(tmp_path, "multipart/mixed", content, "multipart/*"))] == [
        "one"
    ]


@pytest.mark.parametrize(
    ("content", "types"),
    [
        ("  itemSchema: {const: {a: 1}}", ["application/json"] * 3),
        ("  itemSchema: {const: a}\n  itemEncoding: {contentType: text/html}", ["text/html"] * 3),
        (
            "  schema: {const: [a, b, {a: 1}]}\n  prefixEncoding: [{contentType: 'text/html, text/*'}, {}]",
            ["text/html", "text/plain", "application/json"],
        ),
        (
            "  schema: {const: [a, {a: 1}]}\n  prefixEncoding: [{}]\n  itemEncoding: {contentType: application/a+json}",
            ["text/plain", "application/a+json"],
        ),
    ],
)
def test_parts_without_names_have_the_encoding_of_their_place(content: str, types: list[str], tmp_path: Path) -> None:
    """And those behind the last of these that of an item (OpenAPI 3.2); several are made up of an item."""
    found = parts(answered(tmp_path, "multipart/mixed", content))
    assert [part.get_content_type() for part in found] == types


STYLED = """  schema:
    type: object
    required: [ids, place, files]
    properties:
      ids: {const: [1, 2]}
      place: {const: {east: 7}}
      files: {type: array, minItems: 2, maxItems: 2, items: {type: string, format: binary}}
  encoding:
    ids: {style: form, explode: false}
    place: {style: deepObject, explode: true}
    files: {style: form, explode: false}
"""


@pytest.mark.parametrize(
    ("media_type", "version", "told"),
    [
        ("multipart/form-data", "3.1.0", [("ids", "1,2"), ("place[east]", "7"), ("files", None), ("files", None)]),
        (
            "multipart/form-data",
            "3.0.3",
            [("ids", "1"), ("ids", "2"), ("place", '{"east":7}'), ("files", None), ("files", None)],
        ),
        ("multipart/mixed", "3.1.0", [(None, "1"), (None, "2"), (None, '{"east":7}'), (None, None), (None, None)]),
    ],
)
def test_a_part_is_written_in_the_style_of_its_encoding(
    media_type: str, version: str, told: list[tuple[str, str]], tmp_path: Path
) -> None:
    """Since OpenAPI 3.1, in a form; files are files, each of them."""
    content = (
        STYLED
        if version == "3.1.0"
        else STYLED.replace("const: [1, 2]", "enum: [[1, 2]]").replace("const: {", "enum: [{").replace("7}}", "7}]}")
    )
    found = parts(answered(tmp_path, media_type, content, version=version))
    names = [part.get_param("name", header="content-disposition") for part in found]
    is_file = [part.get_content_type() == "application/octet-stream" for part in found]
    texts = [None if file else part.get_payload() for part, file in zip(found, is_file, strict=True)]
    assert list(zip(names, texts, strict=True)) == told


WRITTEN = """  schema:
    type: object
    required: [pet, pets, label, icon, sign, odd, form]
    properties:
      pet: {const: {id: 7, tags: [a]}, type: object, xml: {name: pet}, properties: {id: {xml: {attribute: true}}}}
      pets: {const: [{id: 1}, {id: 2}], type: array, items: {xml: {name: one}, properties: {id: {}}}}
      label: {const: a "b"}
      icon: {const: a picture}
      sign: {const: <svg/>}
      odd: {const: [1, x]}
      form: {const: {a: 1, b: [x y, z]}}
  encoding:
    pet: {contentType: application/xml}
    pets: {contentType: text/xml}
    label: {contentType: application/json}
    icon: {contentType: image/png}
    sign: {contentType: image/svg+xml}
    odd: {contentType: nonsense}
    form: {contentType: application/x-www-form-urlencoded}
"""


def test_a_part_is_written_in_its_media_type(tmp_path: Path) -> None:
    """XML as its schema says, a text in JSON in quotes, and a picture as the smallest that there is."""
    found = parts(answered(tmp_path, "multipart/form-data", WRITTEN))
    texts = [str(part.get_payload()).replace("<?xml version='1.0' encoding='utf-8'?>\n", "") for part in found]
    assert texts[:4] == [
        '<pet id="7"><tags>a</tags></pet>',
        "<one><id>1</id></one>",
        "<one><id>2</id></one>",
        r'"a \"b\""',
    ]
    assert "PNG" in texts[4]
    assert texts[5:] == ["<svg/>", "1", "x", "a=1&b=x+y&b=z"]
