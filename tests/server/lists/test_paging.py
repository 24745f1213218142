"""Lists by pages, whatever the parameters and the members around them are called."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock, write

from understudy import project
from understudy.server.lists.paging import Page, paging_names

ALL = ["a", "b", "c", "d", "e"]


def listed(directory: Path, parameters: str, properties: str, query: str) -> Any:
    """What a list of five records is answered to a query, with these members around it."""
    item = "{type: object, required: [id], properties: {id: {type: string}}}"
    example = ", ".join(f"{{id: {name}}}" for name in ALL)
    paths = f"""
    /things:
      get:
        parameters: [{parameters}]
        responses:
          '200':
            description: All
            content:
              application/json:
                schema:
                  type: object
                  required: [items]
                  properties: {{items: {{type: array, items: {item}}}, {properties}}}
                example: {{items: [{example}]}}
      post:
        requestBody: {{content: {{application/json: {{schema: {{}}}}}}}}
        responses: {{'201': {{description: New, content: {{application/json: {{schema: {item}}}}}}}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, content: {{application/json: {{schema: {item}}}}}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    """
    app = mock(directory, {"openapi.yaml": document(paths)})
    headers = {"Content-Type": "application/json"}
    assert ask(app, "/things", "POST", headers=headers, body=b'{"id": "z"}').status == 201
    assert ask(app, "/things/z", "DELETE").status == 204
    reply = ask(app, f"/things{query}")
    assert reply.status == 200, reply.body
    body = reply.json
    return {**body, "items": "".join(record["id"] for record in body["items"])}


def parameter(name: str, more: str = "type: integer") -> str:
    return f"{{name: {name}, in: query, schema: {{{more}}}}}"


@pytest.mark.parametrize(
    ("parameters", "properties", "query", "expected"),
    [
        (["limit", "offset"], "total: {type: integer}", "?limit=2&offset=1", {"items": "bc", "total": 5}),
        (["pageSize", "page"], "totalPages: {type: integer}", "?pageSize=2&page=3", {"items": "e", "totalPages": 3}),
        (["size", "page"], "", "", {"items": "abcde"}),
        (["page"], "page: {type: integer}", "?page=1", {"items": "abcde", "page": 1}),
        (["page"], "page: {type: integer}", "?page=2", {"items": ""}),
        (
            ["per_page", "page"],
            "page: {type: integer}, per_page: {type: string}",
            "?per_page=2&page=2",
            {"items": "cd", "page": 2, "per_page": "2"},
        ),
        (
            ["limit", "skip"],
            "offset: {type: integer}, limit: {type: integer}",
            "?limit=9&skip=4",
            {"items": "e", "offset": 4, "limit": 9},
        ),
        (["limit"], "has_more: {type: boolean}", "?limit=2", {"items": "ab", "has_more": True}),
        (["limit"], "has_more: {type: boolean}", "?limit=5", {"items": "abcde", "has_more": False}),
        (["limit"], "has_more: {type: boolean}", "?limit=0", {"items": "", "has_more": False}),
        (["limit"], "next: {type: integer}", "?limit=2", {"items": "ab", "next": 2}),
        (["limit"], "next: {type: string}", "?limit=5", {"items": "abcde"}),
        (["limit"], "next: {type: [string, 'null']}", "?limit=5", {"items": "abcde", "next": None}),
        (["limit"], "next: {type: string, pattern: '^[a-z]+-[0-9]+$'}", "?limit=2", {"items": "ab", "next": "after-2"}),
        (["limit"], "count: {type: boolean}", "?limit=2", {"items": "ab"}),
        (["limit"], "others: {type: array, items: {type: string}}", "?limit=2", {"items": "ab"}),
    ],
)
def test_a_list_comes_by_pages(
    parameters: list[str], properties: str, query: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    """A size, an offset, a page or a cursor; the members around the list tell of the same."""
    body = listed(tmp_path, ", ".join(map(parameter, parameters)), properties, query)
    assert {name: body.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("parameters", "query", "expected", "next_url"),
    [
        ({"_start": "", "_end": ""}, "?_start=1&_end=3", "bc", "?_start=3&_end=5"),
        ({"_start": "", "_end": ""}, "?_end=2", "ab", "?_start=2&_end=4"),
        ({"_start": "", "_end": ""}, "?_start=3&_end=1", "", None),
        ({"_start": "", "_end": "", "_limit": ""}, "?_start=1&_limit=2", "bc", "?_limit=2&_start=3"),
        ({"_start": "", "_end": "", "_limit": ""}, "?_start=1&_limit=1&_end=9", "b", "?_limit=1&_start=2&_end=3"),
        ({"_end": ""}, "?_end=2", "abcde", None),
        ({"start": "", "end": "type: string"}, "?start=1&end=2", "bcde", None),
        (
            {"startIndex": "type: integer, default: 1", "count": ""},
            "?startIndex=2&count=2",
            "bc",
            "?count=2&startIndex=4",
        ),
        ({"startIndex": "type: integer, minimum: 1", "count": ""}, "?count=2", "ab", "?count=2&startIndex=3"),
        (
            {"startIndex": "type: integer, minimum: 0", "count": ""},
            "?startIndex=1&count=2",
            "bc",
            "?count=2&startIndex=3",
        ),
    ],
)
def test_a_part_is_asked_for_by_its_beginning(
    parameters: dict[str, str], query: str, expected: str, next_url: str | None, tmp_path: Path
) -> None:
    """And by its end, as json-server has it; what is counted from 1, as in SCIM, begins there."""
    declared = ", ".join(parameter(name, said or "type: integer") for name, said in parameters.items())
    body = listed(tmp_path, declared, "next_url: {type: [string, 'null']}, startIndex: {type: integer}", query)
    assert body["items"] == expected
    assert body["next_url"] == (None if next_url is None else f"/things{next_url}")
    if "startIndex" in parameters:
        assert body["startIndex"] == {"ab": 1, "bc": 2 - ("minimum: 0" in declared)}[expected]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"start": "type: integer", "end": "type: integer"}, {"start", "end"}),
        ({"start": "type: integer", "end": "type: string"}, {"start"}),
        ({"start": "type: integer", "end_index": "type: integer"}, {"start"}),
        ({"end": "type: integer"}, set()),
    ],
)
def test_what_ends_is_no_page_without_a_beginning(
    parameters: dict[str, str], expected: set[str], tmp_path: Path
) -> None:
    """And where it is no number, it may be a member of a record."""
    declared = ", ".join(parameter(name, said) for name, said in parameters.items())
    paths = f"/things: {{get: {{parameters: [{declared}], responses: {{'200': {{description: All}}}}}}}}"
    loaded = project.load(write(tmp_path, {"openapi.yaml": document(paths)}))
    assert paging_names(loaded.contract.operations[0]) == expected


def test_a_cursor_leads_on(tmp_path: Path) -> None:
    """What a list says is next is the next part of it."""
    parameters = f"{parameter('limit')}, {parameter('after', 'type: string')}"
    properties = "next_cursor: {type: [string, 'null']}"
    seen, cursor = "", ""
    for _ in range(5):
        body = listed(tmp_path, parameters, properties, f"?limit=2{cursor}")
        seen += body["items"]
        if body["next_cursor"] is None:
            break
        cursor = f"&after={body['next_cursor']}"
    assert seen == "".join(ALL)


@pytest.mark.parametrize(
    ("schema", "first"),
    [
        ("{type: integer, minimum: 0}", 0),
        ("{type: integer, default: 0}", 0),
        ("{type: string, default: '0'}", 0),
        ("{type: integer, minimum: 0, default: 1}", 1),
        ("true", 1),
    ],
)
def test_pages_may_be_counted_from_0(schema: str, first: int, tmp_path: Path) -> None:
    """Where the parameter says so; where it may be 0 and is something else unless somebody says, they are not."""
    parameters = f"{parameter('size')}, {{name: page, in: query, schema: {schema}}}"
    assert listed(tmp_path, parameters, "", f"?size=2&page={first}")["items"] == "ab"


SPRING = """
    /things:
      get:
        parameters:
          - name: pageable
            in: query
            required: true
            schema:
              type: object
              properties: {size: {type: integer, minimum: 1}, page: {type: integer, minimum: 0, default: 0}}
        responses:
          '200':
            description: All
            content:
              application/json:
                schema:
                  type: object
                  required: [content, pageable, first, last, empty, number, size, numberOfElements, totalPages]
                  properties:
                    content: {type: array, items: {$ref: '#/components/schemas/Thing'}}
                    totalElements: {type: integer}
                    totalPages: {type: integer}
                    number: {type: integer}
                    size: {type: integer}
                    numberOfElements: {type: integer}
                    first: {type: boolean}
                    last: {type: boolean}
                    empty: {type: boolean}
                    pageable: {type: object, required: [pageNumber], properties: {pageNumber: {type: integer}}}
      post: {responses: {'201': {description: New}}}
    /things/{id}: &one
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get:
        responses:
          '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    """
HAL = """
    /things:
      get:
        responses:
          '200':
            description: All
            content:
              application/hal+json:
                schema:
                  type: object
                  required: [_embedded, total]
                  properties:
                    total: {type: integer}
                    tags: {type: array, items: {type: string}}
                    _embedded:
                      type: object
                      properties: {things: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
      post:
        requestBody: {content: {application/json: {schema: {}}}}
        responses:
          '201': {description: New, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get:
        responses:
          '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    """
THING = """
    schemas:
      Thing:
        type: object
        required: [id, attributes]
        additionalProperties: false
        properties:
          id: {type: string, readOnly: true}
          attributes:
            type: object
            required: [title, body]
            properties: {title: {type: string}, body: {type: string}}
    """


def test_the_pages_of_a_framework(tmp_path: Path) -> None:
    """Its parameters in an object, and all that it says of a page."""
    app = mock(tmp_path, {"openapi.yaml": document(SPRING, THING)})
    whole = ask(app, "/things").json
    assert (whole["number"], whole["first"], whole["last"], whole["totalElements"]) == (0, True, True, 3)
    page = ask(app, "/things?page=1&size=2").json
    assert len(page.pop("content")) == page.pop("numberOfElements") == 1
    assert page.pop("pageable") == {"pageNumber": 1}
    assert page == {
        "totalElements": 3,
        "totalPages": 2,
        "number": 1,
        "size": 2,
        "first": False,
        "last": True,
        "empty": False,
    }
    assert ask(app, "/things?page=9&size=2").json["empty"] is True


def test_a_list_may_lie_two_members_deep(tmp_path: Path) -> None:
    """And what is sent of an inner object is put into the one that is there."""
    app = mock(tmp_path, {"openapi.yaml": document(HAL, THING)})
    headers = {"Content-Type": "application/json"}
    created = ask(app, "/things", "POST", headers=headers, body=b'{"attributes": {"title": "Mine"}}')
    assert created.json["attributes"]["title"] == "Mine"
    assert created.json["attributes"]["body"]
    listed = ask(app, "/things").json
    assert listed["_embedded"]["things"][0] == created.json
    assert listed["total"] == len(listed["_embedded"]["things"]) == 4


@pytest.mark.parametrize("first", ["limit", "size", "count", "top"])
@pytest.mark.parametrize("second", ["take", "num", "first"])
def test_of_two_sizes_the_first_that_was_sent_counts(first: str, second: str, tmp_path: Path) -> None:
    """In every process: names come in the order of the request."""
    names = ", ".join(f"{{name: {name}, in: query, schema: {{type: integer}}}}" for name in (first, second))
    paths = f"/things:\n  get:\n    parameters: [{names}]\n    responses: {{'200': {{description: Fine}}}}\n"
    loaded = project.load(write(tmp_path, {"openapi.yaml": document(paths)}))
    (operation,) = loaded.contract.operations
    for query in ({first: 1, second: 2}, {second: 1, first: 2}):
        assert Page.asked(operation, query, loaded.contract.schemas).size == 1
