"""Lists that are made up, or given as an example, and are no collection's: the part of them that is asked for."""

from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock

from understudy.server.app import Mock

THING = "{type: object, required: [id], properties: {id: {type: string}}}"
PAGING = """
        parameters:
          - {name: limit, in: query, schema: {type: integer, default: 50}}
          - {name: page, in: query, schema: {type: integer}}
          - {name: start, in: query, schema: {type: integer}}
          - {name: after, in: query, schema: {type: string}}
          - {name: kind, in: query, schema: {type: string}}
"""


def listed(directory: Path, schema: str, *, more: str = "", headers: str = "", parameters: str = PAGING) -> Mock:
    """A mock with nothing but a list."""
    paths = f"""
    /things:
      get:{parameters}
        responses:
          '200': {{description: All, {headers}content: {{application/json: {{schema: {schema}{more}}}}}}}
    """
    return mock(directory, {"openapi.yaml": document(paths)})


def three(app: Mock, of: str = "") -> tuple[str, list[Any]]:
    """A seed with which a list is of three things, and those."""
    for number in range(100):
        body = ask(app, f"/things?__seed={number}").json
        if len(whole := body[of] if of else body) == 3:
            return f"__seed={number}", whole
    raise AssertionError("none is of three")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=2", slice(0, 2)),
        ("limit=0", slice(0, 0)),
        ("limit=3", slice(0, 3)),
        ("limit=100", slice(0, 3)),
        ("limit=2&page=2", slice(2, 3)),
        ("limit=2&page=3", slice(3, 3)),
        ("limit=2&start=1", slice(1, 3)),
        ("limit=2&start=1700000000", slice(0, 2)),
        ("limit=2&after=2026-01-01", slice(0, 2)),
    ],
)
def test_a_list_made_up_is_shown_in_parts(query: str, expected: slice, tmp_path: Path) -> None:
    """Of one list, whichever is asked for; a moment says from when on, and not from where."""
    app = listed(tmp_path, f"{{type: array, items: {THING}}}", headers="headers: {X-Total-Count: {schema: {}}}, ")
    seed, whole = three(app)
    reply = ask(app, f"/things?{query}&{seed}")
    assert (reply.json, reply.headers["x-total-count"]) == (whole[expected], "3")


def test_a_list_follows_from_what_is_asked_beside_its_parts(tmp_path: Path) -> None:
    """Parts of the same list without a seed, and another one where something else is asked for."""
    app = listed(tmp_path, f"{{type: array, items: {THING}}}")
    whole = ask(app, "/things").json
    assert ask(app, "/things?limit=1").json == whole[:1]
    assert ask(app, "/things?page=2&limit=1").json == whole[1:2]
    assert ask(app, "/things?kind=a&limit=1").json == ask(app, "/things?kind=a").json[:1] != whole[:1]


def test_what_an_object_says_of_its_list_is_true(tmp_path: Path) -> None:
    """And the cursor in it leads on."""
    schema = f"""{{type: object, required: [total, next, things], properties: {{
        total: {{type: integer}}, next: {{type: [string, 'null']}}, things: {{type: array, items: {THING}}},
        kinds: {{type: array, items: {{type: string}}}}}}}}"""
    app = listed(tmp_path, schema)
    seed, whole = three(app, "things")
    first = ask(app, f"/things?limit=2&{seed}").json
    assert (first["total"], first["things"]) == (3, whole[:2])
    second = ask(app, f"/things?limit=2&after={first['next']}&{seed}").json
    assert (second["total"], second["things"], second["next"]) == (3, whole[2:], None)


@pytest.mark.parametrize(
    ("schema", "of", "left"),
    [
        ("{type: object, required: [names], properties: {names: {type: array, items: {type: string}}}}", "names", 1),
        (f"{{type: array, minItems: 2, items: {THING}}}", "", 2),
        (f"{{type: object, required: [a], properties: {{a: {{type: array, minItems: 2, items: {THING}}}}}}}", "a", 2),
        (
            f"""{{type: object, required: [a, b], properties: {{
                a: {{type: array, minItems: 2, items: {THING}}}, b: {{type: array, items: {THING}}}}}}}""",
            "a",
            2,
        ),
        ("{type: object, required: [a], properties: {a: {type: array, minItems: 2}}}", "a", 2),
    ],
    ids=["of texts", "of two at least", "of two at least in an object", "one of several", "of anything"],
)
def test_what_is_in_a_list_makes_no_difference(schema: str, of: str, left: int, tmp_path: Path) -> None:
    """But of one that may not be so short all is shown, and of several nobody knows which is meant."""
    body = ask(listed(tmp_path, schema), "/things?limit=1").json
    assert len(body[of] if of else body) >= left
    assert left > 1 or len(body[of]) == 1


def example(directory: Path, query: str, more: str) -> Reply:
    return ask(listed(directory, f"{{type: array, items: {THING}}}", more=more), f"/things{query}")


@pytest.mark.parametrize(
    ("query", "left"), [("", "ab"), ("?kind=x", "ab"), ("?limit=1", "a"), ("?limit=1&page=2", "b")]
)
def test_an_example_is_shown_in_parts_as_well(query: str, left: str, tmp_path: Path) -> None:
    """As it is written where nobody asks for a part."""
    reply = example(tmp_path, query, ", example: [{id: a}, {id: b}]")
    assert [record["id"] for record in reply.json] == [*left]


@pytest.mark.parametrize(("query", "total"), [("", 99), ("?kind=x", 99), ("?limit=1", 2)])
def test_what_an_example_says_stays_while_it_is_whole(query: str, total: int, tmp_path: Path) -> None:
    schema = f"{{type: object, properties: {{things: {{type: array, items: {THING}}}, total: {{type: integer}}}}}}"
    app = listed(tmp_path, schema, more=", example: {things: [{id: a}, {id: b}], total: 99}")
    assert ask(app, f"/things{query}").json["total"] == total


def test_an_example_without_a_schema_is_shown_in_parts(tmp_path: Path) -> None:
    """A list is one, whoever describes it; and in an object nobody knows which it is."""
    paths = """
    /LIST:
      get:
        parameters: [{name: limit, in: query, schema: {type: integer}}]
        responses: {'200': {description: All, content: {application/json: {example: EXAMPLE}}}}
    """
    both = paths.replace("LIST", "things").replace("EXAMPLE", "[a, b]")
    both += paths.replace("LIST", "object").replace("EXAMPLE", "{a: [b, c]}")
    app = mock(tmp_path, {"openapi.yaml": document(both)})
    assert ask(app, "/things?limit=1").json == ["a"]
    assert ask(app, "/object?limit=1").json == {"a": ["b", "c"]}


def test_where_no_size_is_known_a_list_is_whole(tmp_path: Path) -> None:
    """What is called like the number of a page may be anything then."""
    parameters = "\n        parameters: [{name: page, in: query, schema: {type: integer}}]"
    app = listed(tmp_path, f"{{type: array, items: {THING}}}", parameters=parameters)
    assert ask(app, "/things?page=7").json != []
