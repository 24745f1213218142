"""What is said about a part of a list, in members beside it and in headers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ask, document, mock, write

from understudy import project
from understudy.contract.schemas import MISSING
from understudy.server.lists.paging import Page, position
from understudy.server.lists.part import Part

KEYS = ["a", "b", "c", "d", "e"]


def part(directory: Path, parameters: Sequence[str], query: dict[str, Any]) -> Part:
    """The part of a list with these parameters that a query asks for."""
    names = ", ".join(f"{{name: {name}, in: query, schema: {{}}}}" for name in parameters)
    paths = f"/things:\n  get:\n    parameters: [{names}]\n    responses: {{'200': {{description: Fine}}}}\n"
    contract = project.load(write(directory, {"openapi.yaml": document(paths)})).contract
    page = Page.asked(contract.operations[0], query, contract.schemas, KEYS)
    sent = "&".join(f"{name}={value}" for name, value in query.items())
    return Part(page, page.of(KEYS), len(KEYS), "http://things.example", "/things", sent)


@pytest.mark.parametrize(
    ("parameters", "query", "member", "expected"),
    [
        (["page", "limit"], {"page": 2, "limit": 2}, "next_page", ["3", 3, "4"]),
        (["page", "limit"], {"page": 2, "limit": 2}, "previous_page", ["1", 1, "0"]),
        (["page", "limit"], {"page": 1, "limit": 2}, "previous", [None, MISSING, ""]),
        (["page"], {"page": 2}, "page", [2]),
        (["page", "offset", "limit"], {"offset": 0, "page": 2, "limit": 2}, "offset", [2]),
        (["offset", "limit"], {"offset": 3, "limit": 2}, "prev", ["1", "after-1", 1]),
        (["offset", "limit"], {"offset": 1, "limit": 2}, "has_previous", [True]),
        (
            ["cursor", "limit"],
            {"cursor": "2", "limit": 2},
            "next_cursor",
            ["4", "after-4", 4, "0" * 23 + "4", "d", "d"],
        ),
        (["after_id", "limit"], {"after_id": "b", "limit": 2}, "next_cursor", ["d", "d", "4"]),
        (["after", "before", "limit"], {"before": "e", "limit": 2}, "previous_cursor", ["c", "c", "0"]),
        (["page", "after", "limit"], {"after": "c", "limit": 1}, "next_page", ["5", 5, "4"]),
        (["page", "after", "limit"], {"after": "c", "limit": 1}, "next", ["4", "after-4", 4]),
        (["after", "before", "limit"], {"before": "e", "limit": 2}, "has_next_page", [True]),
        (["after", "before", "limit"], {"before": "c", "limit": 2}, "has_more", [False]),
        (["after", "before", "limit"], {"before": "c", "limit": 2}, "has_next", [True]),
        (["limit"], {"limit": 2}, "colour", []),
        (["limit", "offset"], {"limit": 2, "offset": 1}, "@odata.count", [5]),
        (["$top", "$skip"], {"$top": 2, "$skip": 1}, "@odata.nextLink", ["/things?%24top=2&%24skip=3"]),
        (["page", "limit"], {"page": 2, "limit": 2}, "prev_page_url", ["/things?limit=2&page=1"]),
        (["page", "limit"], {"page": 1, "limit": 2}, "previousUrl", [None, MISSING, ""]),
        (["page", "limit"], {"page": 1, "limit": 2}, "last_page_url", ["/things?limit=2&page=3"]),
        (["page", "limit"], {"page": 2, "limit": 2}, "from", [3]),
        (["page", "limit"], {"page": 2, "limit": 2}, "to", [4]),
        (["page", "limit"], {"page": 9, "limit": 2}, "to", [None, MISSING, 0]),
        (["limit"], {"limit": -1}, "limit", [0, "0"]),
        (["limit"], {}, "limit", [5, "5"]),
    ],
)
def test_what_a_member_says(
    parameters: list[str], query: dict[str, Any], member: str, expected: list[Any], tmp_path: Path
) -> None:
    """By its name, and by how another part is asked for; the likeliest first."""
    said = list(part(tmp_path, parameters, query).facts((member,)))
    assert said[: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("parameters", "query", "expected"),
    [
        (
            ["page", "limit"],
            {"limit": 2, "page": 2},
            {"first": "page=1", "prev": "page=1", "next": "page=3", "last": "page=3"},
        ),
        (["page", "limit"], {"limit": 3, "page": 9}, {"first": "page=1", "prev": "page=2", "last": "page=2"}),
        (["page"], {}, {}),
        (["limit"], {"limit": 2}, {}),
        (
            ["limit", "skip"],
            {"limit": 2, "skip": 1},
            {"first": "skip=0", "prev": "skip=0", "next": "skip=3", "last": "skip=4"},
        ),
        (["limit", "cursor"], {"limit": 2, "cursor": "d"}, {"first": ""}),
        (["limit", "before"], {"limit": 1, "before": "c"}, {"first": "", "prev": "before=b"}),
    ],
)
def test_links_to_other_parts(
    parameters: list[str], query: dict[str, Any], expected: dict[str, str], tmp_path: Path
) -> None:
    """As far as it is known how they are asked for."""
    found = part(tmp_path, parameters, query).links()
    assert found.pop("self").startswith("/things")
    kept = f"limit={query.get('limit')}"
    assert found == {relation: f"/things?{kept}{'&' if url else ''}{url}" for relation, url in expected.items()}


def test_members_that_are_links(tmp_path: Path) -> None:
    """A path, a whole URL, or an object with one; nothing where there is no such part."""
    first = part(tmp_path, ["page", "limit"], {"page": 1, "limit": 2})
    path, whole = "/things?limit=2&page=2", "http://things.example/things?limit=2&page=2"
    assert list(first.facts(("_links", "next"))) == [path, whole, {"href": path}, {"href": whole}]
    assert list(first.facts(("links", "previous"))) == [None, MISSING, ""]
    assert whole in list(first.facts(("next",)))
    assert list(first.facts(("last",)))[:2] == [False, "/things?limit=2&page=3"]


@given(st.lists(st.integers(0, 30) | st.text("ab0123", max_size=3), max_size=12), st.integers(1, 4))
def test_cursors_lead_through_the_whole_list(keys: list[Any], size: int) -> None:
    """Whatever its records are called: what a list says is next is the next part of it."""
    seen: list[Any] = []
    offset = 0
    for _ in range(len(keys) + 1):
        page = Page(offset, size, keys=keys)
        seen += page.of(keys)
        if page.offset + size >= len(keys):
            break
        offset = position(str(next(page.cursors(offset + size))), keys)
    assert seen == keys


def test_a_record_whose_key_another_has_is_no_cursor() -> None:
    """And neither is one that has none."""
    page = Page(keys=["a", "a", None])
    assert [page.key(at) for at in range(4)] == ["a", None, None, None]
    assert list(page.cursors(2)) == ["2", "after-2", 2, "0" * 23 + "2"]


HEADERS = """
    /plain:
      get:
        responses:
          '200':
            description: All
            headers:
              X-Total-Count: {schema: {type: integer, minimum: 90}}
              X-Total: {schema: {type: integer}, example: 77}
              X-Count: {schema: {type: integer}}
              Link: {schema: {type: string}}
            content: {application/json: {schema: {type: array, items: {type: string}, minItems: 2, maxItems: 2}}}
    /things:
      get:
        parameters:
          - {name: limit, in: query, schema: {type: integer}}
          - {name: page, in: query, schema: {type: integer}}
        responses:
          '200':
            description: All
            headers:
              Link: {required: true, schema: {type: string}}
              X-Next: {schema: {type: boolean}}
              X-Next-Page: {required: true, schema: {type: string, minLength: 1}}
              X-Has-More: {schema: {type: boolean}}
            content: {application/json: {schema: {type: array, items: &thing {type: object, required: [id]}}}}
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: One, content: {application/json: {schema: *thing}}}}}
    """


def test_headers_of_a_list(tmp_path: Path) -> None:
    """They say what is true of it, as far as that holds; what is required is there."""
    app = mock(tmp_path, {"openapi.yaml": document(HEADERS)})
    plain = ask(app, "/plain").headers
    assert (plain["x-count"], plain["x-total"], int(plain["x-total-count"]) >= 90) == ("2", "77", True)
    assert "link" not in plain
    whole = ask(app, "/things").headers
    assert (whole["link"], whole["x-has-more"], "x-next" in whole) == ('</things>; rel="self"', "false", False)
    assert whole["x-next-page"]
    first = ask(app, "/things?limit=1").headers
    assert (first["x-next-page"], first["x-has-more"]) == ("2", "true")
    assert first["x-next"] in ("true", "false")
