"""Bodies made of fields, as they arrive: every encoding of a form, files, and what is no multipart at all."""

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import Reply, ask, document, mock

from understudy.contract.bodyparts import Part
from understudy.server.app import Mock
from understudy.server.bodies.multipart import MOST_PARTS, Malformed, parts

PATHS = """
    /upload:
      post:
        operationId: upload
        requestBody:
          required: true
          content:
            multipart/form-data:
              schema: {$ref: '#/components/schemas/Upload'}
              encoding: {picture: {contentType: 'image/png, image/*'}, data: {contentType: application/json}, free: {}}
        responses: &answers
          '200': {description: What came, content: {application/json: {}}}
          '400': &no {description: No, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
          '422': *no
    /anything:
      post:
        operationId: anything
        requestBody: {content: {multipart/form-data: {}}}
        responses: *answers
    /styled:
      post:
        operationId: styled
        requestBody:
          content:
            multipart/form-data:
              schema: {$ref: '#/components/schemas/Search'}
              encoding: &styles
                ids: {style: form, explode: false}
                tags: {style: pipeDelimited, explode: false}
                words: {style: spaceDelimited, explode: false}
                place: {style: deepObject, explode: true}
                span: {style: form, explode: true}
                raw:
                  headers:
                    X-Size: {required: true, schema: {type: integer}}
                    X-Of: {$ref: '#/components/headers/Of'}
                    Content-Type: {required: true, schema: {type: integer}}
        responses: *answers
    /search:
      post:
        operationId: search
        requestBody:
          content:
            application/x-www-form-urlencoded:
              schema: {$ref: '#/components/schemas/Search'}
              encoding:
                ids: {style: form, explode: false}
                tags: {style: pipeDelimited, explode: false}
                words: {style: spaceDelimited, explode: false}
                place: {style: deepObject, explode: true}
                raw: {allowReserved: true}
                range: {contentType: application/json}
                span: {style: form, explode: true}
        responses: *answers
    /empty:
      post:
        operationId: empty
        requestBody:
          required: true
          content:
            text/plain: {schema: {type: string}}
            application/octet-stream: {}
            application/json: {}
            application/xml: {}
            application/x-www-form-urlencoded: {schema: {type: object}}
        responses: *answers
    /optional:
      post:
        operationId: optional
        requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a]}}}}
        responses: *answers
    """
COMPONENTS = """
    headers: {Of: {schema: {type: array, items: {type: integer}}}}
    schemas:
      Upload:
        type: object
        required: [title]
        additionalProperties: false
        properties:
          title: {type: string, minLength: 2}
          count: {type: integer}
          picture: {type: string, contentMediaType: application/octet-stream, maxLength: 8}
          pictures: {type: array, items: {type: string}, maxItems: 2}
          numbers: {type: array, items: {type: integer}}
          data: {type: object, required: [a], properties: {a: {type: integer}, of: {type: array, items: {}}}}
          free: {}
      Search:
        type: object
        additionalProperties: false
        properties:
          ids: {type: array, items: {type: integer}, maxItems: 3}
          tags: {type: array, items: {type: string}}
          words: {type: array, items: {type: string}}
          place: {type: object, properties: {east: {type: integer}}, additionalProperties: false}
          raw: {type: string}
          range: {type: object, properties: {from: {type: integer}}}
          plain: {type: array, items: {type: integer}}
          span: {type: object, required: [since], properties: {since: {type: integer}, raw: {type: integer}}}
          odd[one]: {type: integer}
          odd: {type: object}
          lines:
            type: array
            items:
              properties:
                id: {type: integer}
                is: {type: array, items: {type: string}}
                in: {type: object, additionalProperties: {type: integer}}
          made: {type: object, properties: {by: {type: object, properties: {age: {type: integer}}}, in: {enum: [a]}}}
      Problem:
        type: object
        properties:
          errors: {type: array, items: {type: object, properties: {loc: {type: array}, msg: {type: string}}}}
    """
HANDLERS = """
    def _told(value):
        if "." in getattr(value, "file_name", ""):
            return f"{value.file_name}, {value.sent_as}"
        if isinstance(value, bytes):
            return f"{len(value)} bytes"
        if isinstance(value, dict):
            return {name: _told(member) for name, member in value.items()}
        return [_told(item) for item in value] if isinstance(value, list) else value

    async def upload(body):
        return _told(body)

    async def anything(body=None):
        return _told(body)

    async def search(body):
        return body

    async def styled(body):
        return _told(body)

    async def empty(body="left out"):
        return _told(body)
    """


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    contract = document(PATHS, COMPONENTS)
    return mock(tmp_path_factory.mktemp("forms"), {"openapi.yaml": contract, "handlers/forms.py": HANDLERS})


def part(name: str, content: bytes, file_name: str | None = None, sent_as: str | None = None) -> bytes:
    """A part as it is sent."""
    disposition = f'Content-Disposition: form-data; name="{name}"'
    disposition += f'; filename="{file_name}"' if file_name is not None else ""
    lines = [disposition, *([f"Content-Type: {sent_as}"] if sent_as else [])]
    return b"--b\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n"


def send(app: Mock, *given: bytes, target: str = "/upload", sent_as: str = "multipart/form-data; boundary=b") -> Reply:
    return ask(app, target, "POST", headers={"Content-Type": sent_as}, body=b"".join([*given, b"--b--\r\n"]))


TITLE = part("title", b"Hills")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([TITLE], {"title": "Hills"}),
        ([part("title", "Häuser 🏠".encode())], {"title": "Häuser 🏠"}),
        ([TITLE, part("count", b"7")], {"title": "Hills", "count": 7}),
        (
            [TITLE, part("picture", b"\x89PNG\xff", "a.png", "image/png")],
            {"title": "Hills", "picture": "a.png, image/png"},
        ),
        ([TITLE, part("picture", b"", "b.png")], {"title": "Hills", "picture": "b.png, None"}),
        (
            [TITLE, part("pictures", b"a", "a"), part("pictures", b"bc", "b")],
            {"title": "Hills", "pictures": ["1 bytes", "2 bytes"]},
        ),
        ([TITLE, part("numbers", b"1")], {"title": "Hills", "numbers": [1]}),
        ([TITLE, part("numbers", b"[1, 2]", None, "application/json")], {"title": "Hills", "numbers": [1, 2]}),
        ([TITLE, part("data", b'{"a": 1}')], {"title": "Hills", "data": {"a": 1}}),
        ([TITLE, part("data", b'{"a": 1}', None, "application/json")], {"title": "Hills", "data": {"a": 1}}),
        (
            [TITLE, part("data", b'\xef\xbb\xbf{"a": 1}', None, "application/json")],
            {"title": "Hills", "data": {"a": 1}},
        ),
        ([TITLE, part("free", b"x", None, "text/plain")], {"title": "Hills", "free": "x"}),
        ([TITLE, part("free", b"x", None, "image/png")], {"title": "Hills", "free": "1 bytes"}),
        ([part("title", b"No"), TITLE], {"title": "Hills"}),
        ([TITLE, part("pictures[]", b"a", "a")], {"title": "Hills", "pictures": ["1 bytes"]}),
        (
            [TITLE, part("pictures[1]", b"a", "a"), part("pictures[0]", b"bc", "b")],
            {"title": "Hills", "pictures": ["2 bytes", "1 bytes"]},
        ),
        ([TITLE, part("numbers[]", b"1"), part("numbers[]", b"2")], {"title": "Hills", "numbers": [1, 2]}),
        ([TITLE, part("data[a]", b"1"), part("data[b%5B]", b"+")], {"title": "Hills", "data": {"a": 1, "b%5B": "+"}}),
        (
            [TITLE, part("data[a]", b"1"), part("data[of]", b"x", "f"), part("data[of]", b"yz", "g")],
            {"title": "Hills", "data": {"a": 1, "of": ["1 bytes", "2 bytes"]}},
        ),
        (
            [TITLE, part("data[a]", b"1"), part("data[of]", b"[3]", None, "application/json")],
            {"title": "Hills", "data": {"a": 1, "of": [3]}},
        ),
    ],
)
def test_parts_arrive_as_what_they_are(given: list[bytes], expected: Any, app: Mock) -> None:
    """Texts by their schemas, JSON as its value, files as bytes; several of one name as a list.

    What is in a member may come in parts that say in brackets where in it they are.
    """
    reply = send(app, *given)
    assert (reply.status, reply.json) == (200, expected), reply.body


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], [["body", "title"]]),
        ([part("title", b"H")], [["body", "title"]]),
        ([TITLE, part("count", b"x")], [["body", "count"]]),
        ([TITLE, part("picture", b"123456789", "a", "image/png")], [["body", "picture"]]),
        ([TITLE, part("picture", b"1", "a", "text/html")], [["body", "picture"]]),
        ([TITLE, part("pictures", b"1", "a")] * 3, [["body", "pictures"]]),
        ([TITLE, part("data", b"{", None, "application/json")], [["body", "data"]]),
        ([TITLE, part("data", b"{}", None, "application/json")], [["body", "data", "a"]]),
        ([TITLE, part("other", b"1")], [["body", "other"]]),
        ([part("data", b"{", None, "application/json")], [["body", "data"], ["body", "title"]]),
        ([TITLE, part("data[a]", b"{", None, "application/json")], [["body", "data"]]),
        ([TITLE, part("data[a]", b"1", "f")], [["body", "data", "a"]]),
        ([TITLE, part("title[]", b"1")], [["body", "title[]"]]),
    ],
)
def test_parts_are_judged(given: list[bytes], found: list[Any], app: Mock) -> None:
    """All of them, each where it stands."""
    reply = send(app, *given)
    assert reply.status == 422, reply.body
    assert [problem["loc"] for problem in reply.json["errors"]] == found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([part("ids", b"1,2,3")], {"ids": [1, 2, 3]}),
        ([part("ids", b"1"), part("ids", b"2")], {"ids": [1, 2]}),
        ([part("ids", b"[1, 2]", None, "application/json")], {"ids": [1, 2]}),
        ([part("tags", b"a|b%7Cc")], {"tags": ["a", "b%7Cc"]}),
        ([part("words", b"a b"), part("place[east]", b"7")], {"words": ["a", "b"], "place": {"east": 7}}),
        ([part("tags[]", b"a"), part("tags[]", b"b|c")], {"tags": ["a", "b|c"]}),
        ([part("since", b"7")], {"span": {"since": 7}}),
        ([part("since", b"7"), part("place[east", b"7")], {"span": {"since": 7}}),
        (
            [part("plain", b"1"), part("plain", b"2"), part("range[from]", b"3")],
            {"plain": [1, 2], "range": {"from": 3}},
        ),
        ([part("ids", b"1,x")], [["body", "ids", 1]]),
    ],
)
def test_parts_are_read_in_the_style_of_their_encoding(given: list[bytes], expected: Any, app: Mock) -> None:
    """Since OpenAPI 3.1; nothing of a part is percent-encoded, and what is sent as JSON is JSON."""
    reply = send(app, *given, target="/styled")
    told = reply.json if reply.status == 200 else [problem["loc"] for problem in reply.json["errors"]]
    assert told == expected


def test_in_3_0_a_style_says_nothing_of_parts(tmp_path: Path) -> None:
    """It is for URL-encoded forms alone (3.0.3, Encoding Object)."""
    old = document(
        PATHS, COMPONENTS.replace("contentMediaType: application/octet-stream", "format: binary"), version="3.0.3"
    )
    app = mock(tmp_path, {"openapi.yaml": old, "handlers/forms.py": HANDLERS})
    assert send(app, part("ids", b"1,2"), target="/styled").status == 422
    assert send(app, part("ids", b"1"), part("ids", b"2"), target="/styled").json == {"ids": [1, 2]}
    assert send(app, part("place[east]", b"7"), target="/styled").json == {"place": {"east": 7}}


HISTORY = """
    /up:
      post:
        requestBody:
          content:
            multipart/form-data:
              schema:
                type: object
                properties:
                  history: &at {type: object, required: [at], properties: {at: {type: integer}}}
                  all: {type: array, items: *at}
                  text: {type: string, maxLength: 5}
            multipart/mixed: {schema: {type: array, items: *at}}
        responses: {'204': {description: Done}, '422': {description: Broken}}
    """
XML, YAML = "application/xml; charset=utf-8", "text/yaml"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (part("history", b"<h><at>1</at></h>", None, XML), []),
        (part("history", b"<h><at>1</at></h>", "h.xml", "text/xml"), []),
        (part("history", b"<h><at>x</at></h>", None, "text/xml"), ["body.history.at"]),
        (part("history", b"<h>", None, XML), ["body.history"]),
        (part("history", b"at: \xff", None, YAML), ["body.history"]),
        (part("history", b"at: 1", None, YAML) + part("text", b"<a/>", None, XML), []),
        (part("text", b"<a></a>", None, XML), ["body.text"]),
        (part("all", b"<h><at>1</at></h>", None, XML) + part("all", b"at: x", None, YAML), ["body.all.1.at"]),
    ],
)
def test_a_part_may_be_in_xml(given: bytes, wrong: list[str], tmp_path: Path) -> None:
    """Or in YAML: where it is an object it is read as its schema means it, and else as it stands."""
    app = mock(tmp_path, {"openapi.yaml": document(HISTORY, version="3.2.0")})
    reply = send(app, given, target="/up")
    found = json.loads(reply.headers.get("sl-violations", "[]"))
    assert [".".join(each["location"][1:]) for each in found] == wrong
    assert reply.status == (422 if wrong else 204)


def test_a_part_without_a_name_may_be_in_xml(tmp_path: Path) -> None:
    app = mock(tmp_path, {"openapi.yaml": document(HISTORY, version="3.2.0")})
    given = [part("a", b"<h><at>1</at></h>", None, XML), part("b", b"<h><at>x</at></h>", None, "text/xml")]
    reply = send(app, *given, target="/up", sent_as="multipart/mixed; boundary=b")
    (found,) = json.loads(reply.headers["sl-violations"])
    assert found["location"] == ["request", "body", "1", "at"]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ("x-size: 7\r\nX-Of: 1, 2", None),
        ("X-Other: 7", [["body", "raw", "header", "X-Size"]]),
        ("X-Size: x\r\nX-Of: 1,y", [["body", "raw", "header", "X-Size"], ["body", "raw", "header", "X-Of", 1]]),
    ],
)
def test_the_headers_of_a_part_are_judged(headers: str, found: Any, app: Mock) -> None:
    """As its encoding describes them, but for the media type, which it says otherwise (OpenAPI 3.1, 4.8.15.1.1)."""
    given = part("raw", b"a").replace(b"\r\n\r\n", f"\r\n{headers}\r\n\r\n".encode())
    reply = send(app, given, target="/styled")
    assert (reply.status == 200) is (found is None)
    assert found is None or [problem["loc"] for problem in reply.json["errors"]] == found


@pytest.mark.parametrize(
    ("charset", "raw"), [("iso-8859-1", b"H\xe4user"), ("", b"H\xc3\xa4user"), ("no", b"H\xc3\xa4user")]
)
def test_a_part_may_have_a_charset(charset: str, raw: bytes, app: Mock) -> None:
    """That is known; else it is in UTF-8 (RFC 7578, 4.5)."""
    sent_as = f"text/plain; charset={charset}" if charset else None
    assert send(app, part("title", raw, None, sent_as)).json == {"title": "Häuser"}


def test_a_file_name_may_be_written_as_in_other_headers(app: Mock) -> None:
    """As by older clients, where it is no ASCII; who sends both has the plain one, as everywhere."""
    given = TITLE.replace(b"title", b"f").replace(b"Hills", b"12")
    for more, name in ((b"filename*=UTF-8''%E2%82%AC.txt", "€.txt"), (b"filename=a.b; filename*=utf-8''c", "a.b")):
        sent = given.replace(b'"f"', b'"f"; ' + more)
        assert send(app, sent, target="/anything").json == {"f": f"{name}, None"}


def test_without_a_schema_everything_comes_through(app: Mock) -> None:
    assert send(app, TITLE, part("f", b"12", "f"), target="/anything").json == {"title": "Hills", "f": "2 bytes"}
    assert ask(app, "/anything", "POST").json is None


@pytest.mark.parametrize(
    ("body", "sent_as", "why"),
    [
        (TITLE + b"--b--", "multipart/form-data", "Content-Type says no boundary; "),
        (TITLE + b"--b--", "multipart/form-data; boundary=", "Content-Type says no boundary; "),
        (TITLE, "multipart/form-data; boundary=b", "the last boundary is missing"),
        (b"title=Hills", "multipart/form-data; boundary=b", ""),
        (b"--b\r\nbad header\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b", ""),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b", "says no name"),
        (
            b"--b\r\nContent-Disposition: inline; name=a\r\n\r\nx\r\n--b--",
            "multipart/form-data; boundary=b",
            "says no name",
        ),
        (b"--b\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b", "says no name"),
        (part("a", b"") * (MOST_PARTS + 1) + b"--b--", "multipart/form-data; boundary=b", "more than 1,000 parts"),
    ],
)
def test_what_is_no_multipart_says_why(
    body: bytes, sent_as: str, why: str, app: Mock, capsys: pytest.CaptureFixture[str]
) -> None:
    """To who has sent it, and not on the console too, where nothing else has set up how to log."""
    with patch.object(logging.getLogger(), "handlers", []):
        reply = ask(app, "/upload", "POST", headers={"Content-Type": sent_as}, body=body)
    assert (reply.status, capsys.readouterr().err) == (400, "")
    (problem,) = reply.json["errors"]
    assert problem["msg"].startswith("not multipart/form-data: ")
    assert why in problem["msg"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ids=1,2,3", {"ids": [1, 2, 3]}),
        ("ids=1%2C2", {"ids": [1, 2]}),
        ("tags=a|b%7Cc", {"tags": ["a", "b", "c"]}),
        ("words=a%20b+c", {"words": ["a", "b", "c"]}),
        ("place[east]=7", {"place": {"east": 7}}),
        ("place%5Beast%5D=7&raw=a/b?c", {"place": {"east": 7}, "raw": "a/b?c"}),
        ("range=%7B%22from%22:1%7D", {"range": {"from": 1}}),
        ("plain=1&plain=2", {"plain": [1, 2]}),
        ("plain[]=1&plain[]=2", {"plain": [1, 2]}),
        ("made%5Bby%5D%5Bage%5D=7&made[in]=a&made[x]=", {"made": {"by": {"age": 7}, "in": "a", "x": ""}}),
        ("odd[one]=7", {"odd[one]": 7}),
        (
            "lines[][id]=1&lines[][is][]=a&lines[][is][]=b&lines[][id]=2",
            {"lines": [{"id": 1, "is": ["a", "b"]}, {"id": 2}]},
        ),
        ("lines[][in][a]=1&lines[][in][b]=2&lines[][in][a]=3", {"lines": [{"in": {"a": 1, "b": 2}}, {"in": {"a": 3}}]}),
        ("lines[1][id]=2&lines[0][id]=1", {"lines": [{"id": 1}, {"id": 2}]}),
        ("place[east=7&raw=a", {"raw": "a"}),
        ("raw=", {"raw": ""}),
        ("since=7&raw=8", {"span": {"since": 7}, "raw": "8"}),
    ],
)
def test_fields_are_read_as_their_encoding_says(body: str, expected: Any, app: Mock) -> None:
    """Each in its style; without one as JSON where it is an object, or by its members in brackets.

    The members of an exploded object are fields, where the form has none that is called so.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = ask(app, "/search", "POST", headers=headers, body=body.encode())
    assert (reply.status, reply.json) == (200, expected)


@pytest.mark.parametrize(
    "body",
    [
        "ids=1,2,3,4",
        "ids=x",
        "place[west]=7",
        "place=7",
        "other=1",
        "range=x",
        "tags[a]=1",
        "made[by]=7",
        "made[by][age]=x",
        "raw[a]=1",
        "since=x",
        "span[since]=7",
    ],
)
def test_fields_are_judged(body: str, app: Mock) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(app, "/search", "POST", headers=headers, body=body.encode()).status == 422


@pytest.mark.parametrize(
    ("sent_as", "status", "body"),
    [
        ("text/plain", 200, ""),
        ("application/octet-stream", 200, "0 bytes"),
        ("application/x-www-form-urlencoded", 200, {}),
        ("application/json", 422, None),
        ("application/xml", 422, None),
        ("image/png", 422, None),
        (None, 422, None),
    ],
)
def test_nothing_may_be_something(sent_as: str | None, status: int, body: Any, app: Mock) -> None:
    """A file, a text or a form may be empty, if that is said to be what is sent; JSON and XML never are."""
    reply = ask(app, "/empty", "POST", headers={"Content-Type": sent_as} if sent_as else {})
    assert reply.status == status
    assert body is None or reply.json == body


def test_a_form_without_fields_is_none_where_none_need_be_there(app: Mock) -> None:
    """As what is sent with its media type by many clients; with a field, it is one."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert [ask(app, "/optional", "POST", headers=headers, body=body).status for body in (b"", b"b=1")] == [200, 422]


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("abc", min_size=1, max_size=3),
            st.binary(max_size=30).filter(lambda content: b"--b" not in content),
            st.none() | st.text("xyz. ", max_size=5),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read(sent: list[tuple[str, bytes, str | None]]) -> None:
    """Whatever the parts contain."""
    body = b"".join(part(name, content, file_name) for name, content, file_name in sent) + b"--b--\r\n"
    assert [(each.name, each.content, each.file_name) for each in parts(body, "b")] == sent


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda tail: TITLE + tail))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """And nothing else comes of them."""
    with suppress(Malformed):
        assert all(isinstance(each, Part) for each in parts(body, "b"))


def test_a_boundary_may_not_be_longer_than_any_is() -> None:
    """RFC 2046, 5.1.1 allows 70 characters; a body with one that is far longer is malformed, and nothing else."""
    with pytest.raises(Malformed):
        parts(b"", "x" * 100_000)
