"""Which records of a list a query asks for, and in which order."""

from typing import Any

import pytest

from understudy.server.lists import Aim, wanted
from understudy.server.lists.aims import BEGINS, HAS, NOT
from understudy.server.lists.bounds import BEFORE, FROM

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "price": 20, "name": "beta", "tags": ["new", "red"], "createdAt": "2026-01-02", "in": {"x": 1}},
    {"id": "b", "price": 3, "name": "Alpha", "tags": ["red"], "createdAt": "2026-01-03"},
    {"id": "c", "price": 20, "name": "gamma", "tags": [], "createdAt": "2026-01-01", "rank": 1},
    {"id": "d", "name": "Delta 3", "createdAt": None, "is_new": True, "price": None, "tags": [{"a": "Deep", "b": []}]},
]


def found(query: dict[str, Any], *, searched: bool = True) -> str:
    """The records that a query asks for, in their order."""
    return "".join(record["id"] for record in wanted(query, RECORDS, lambda record: record, searched=searched))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "abcd"),
        ({"price": 20}, "ac"),
        ({"price": "3"}, "b"),
        ({"price": [3, 20]}, "abc"),
        ({"price": 20, "name": "beta"}, "a"),
        ({"rank": 1}, "c"),
        ({"is_new": True}, "d"),
        ({"is_new": "True"}, ""),
        ({"is_new": "true"}, "d"),
        ({"tags": "red"}, "ab"),
        ({"tags": ["new", "blue"]}, "a"),
        ({"price": [["3"], {"a": 1}, "3"]}, "b"),
        ({"price": []}, ""),
        ({"in": {"y": 2}}, "abcd"),
        ({"in": 1}, "a"),
        ({"price": {"gt": 4}}, "abcd"),
        ({"price": {"price": {"price": 4}}}, "abcd"),
        ({"tags": "Deep"}, "d"),
        ({"filter": {"price": 20, "name": "beta"}}, "a"),
        ({"filter[price]": 3}, "b"),
        ({"unknown": 20}, "abcd"),
        ({"name": "", "price": 3}, "b"),
    ],
)
def test_a_query_finds_what_has_its_values(query: dict[str, Any], expected: str) -> None:
    """A member that some have is had by none of the others; what no record has is asked of none."""
    assert found(query) == expected


AIMS = {
    ("min_price",): Aim((("price",),), FROM),
    ("in", "x"): Aim((("in", "x"),)),
    ("filter", "in", "x"): Aim((("in", "x"),), BEFORE),
    ("until",): Aim((("rank",), ("price",)), BEFORE),
    ("tag",): Aim((("tags",),), splits=True, void=frozenset({"all"})),
    ("price",): Aim((("price",),)),
    ("price_ne",): Aim((("price",),), NOT),
    ("tags_ne",): Aim((("tags",),), NOT, void=frozenset({"all"})),
    ("name_like",): Aim((("name",),), HAS),
    ("tag_like",): Aim((("tags",),), HAS),
    ("name_begins",): Aim((("name",),), BEGINS),
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"min_price": 4}, "ac"),
        ({"min_price": "4"}, "abcd"),
        ({"min_price": None}, "abcd"),
        ({"in": {"x": 1}}, "a"),
        ({"filter": {"in": {"x": 2}}}, "a"),
        ({"until": 20}, "bc"),
        ({"tag": "red"}, "ab"),
        ({"tag": "new, blue"}, "a"),
        ({"tag": "all"}, "abcd"),
        ({"tag": ""}, "abcd"),
        ({"tag": ["red", "all"]}, "abcd"),
        ({"price": {"gt": 4}}, "abcd"),
        ({"price": 3}, "b"),
        ({"name": "beta", "min_price": 4}, "a"),
        ({"price_ne": 20}, "bd"),
        ({"price_ne": [20, 3]}, "d"),
        ({"tags_ne": "new"}, "bcd"),
        ({"tags_ne": "all"}, "abcd"),
        ({"name_like": "ETA"}, "a"),
        ({"name_like": "%lt%"}, "d"),
        ({"name_like": "x"}, ""),
        ({"tag_like": "re"}, "ab"),
        ({"name_begins": "al"}, "b"),
        ({"name_begins": "lp"}, ""),
    ],
)
def test_a_query_asks_what_its_parameters_are_for(query: dict[str, Any], expected: str) -> None:
    """Of a member that is not there nothing holds; what cannot be meant is asked of none."""
    assert "".join(record["id"] for record in wanted(query, RECORDS, lambda record: record, AIMS)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [({"filter[price]": 3}, "b"), ({"sort": "price"}, "ba"), ({"q": "alpha"}, "b"), ({"id": "a"}, "a")],
)
def test_attributes_are_what_a_resource_has(query: dict[str, Any], expected: str) -> None:
    """As if they were members of it (JSON:API 1.1, 7.2); what has none, or is no resource, has them not."""
    resources = [{"type": "things", "id": record["id"], "attributes": record} for record in RECORDS[:2]]
    resources += [{"type": "things", "id": "x", "attributes": None}]
    found = "".join(str(each["id"]) for each in wanted(query, resources, lambda record: record))
    assert found.replace("x", "") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ALPHA"}, "b"),
        ({"search": "red"}, "ab"),
        ({"searchTerm": "a 3"}, "d"),
        ({"keyword": "deep"}, "d"),
        ({"q": "nothing"}, ""),
        ({"q": ["alpha"]}, "abcd"),
    ],
)
def test_a_text_is_looked_for_anywhere(query: dict[str, Any], expected: str) -> None:
    """In any case, in whatever a record has; not where nobody is to look."""
    assert found(query) == expected
    assert found(query, searched=False) == "abcd"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sort": "name"}, "badc"),
        ({"sort": "-name"}, "cdab"),
        ({"sort": " name"}, "badc"),
        ({"sort": "+name"}, "badc"),
        ({"sort": "name:desc"}, "cdab"),
        ({"sort": "name,desc"}, "cdab"),
        ({"sort": ["name", "desc"]}, "cdab"),
        ({"sort": "NAME_DESC"}, "cdab"),
        ({"sort": "name desc"}, "cdab"),
        ({"sort": "nameAsc"}, "badc"),
        ({"$orderby": "name desc"}, "cdab"),
        ({"sortBy": "name", "sortOrder": "DESC"}, "cdab"),
        ({"order": "desc", "sort": "name"}, "cdab"),
        ({"order": "asc", "sort": "name"}, "badc"),
        ({"order": "name"}, "badc"),
        ({"order_by": "created_at"}, "cabd"),
        ({"order_by": "-created_at"}, "bacd"),
        ({"sort": "created"}, "cabd"),
        ({"sort": "newest"}, "bacd"),
        ({"sort": "oldest"}, "cabd"),
        ({"sort": "newest_name"}, "abcd"),
        ({"order": {"name": "desc"}}, "cdab"),
        ({"order[name]": "DESC"}, "cdab"),
        ({"sort": {"price": 1, "name": -1}}, "bcad"),
        ({"sort": {"name": "up"}}, "abcd"),
        ({"sort": {"field": "name", "order": "desc"}}, "cdab"),
        ({"sort[by]": "name", "sort[dir]": "desc"}, "cdab"),
        ({"other[name]": "desc"}, "abcd"),
        ({"other": {"rank": "desc"}}, ""),
        ({"sort": "name", "order": -1}, "cdab"),
        ({"sort": "name", "descending": True}, "cdab"),
        ({"sort": "name", "ascending": False}, "cdab"),
        ({"sort": "name", "ascending": True, "desc": False}, "badc"),
        ({"sort": "created_desc"}, "bacd"),
        ({"sort": "at"}, "abcd"),
        ({"sort": "price,name"}, "bacd"),
        ({"sort": "-price,-name"}, "cabd"),
        ({"sort": "-price,name,price,-name,name"}, "acbd"),
        ({"sort": ["-price", "name"]}, "acbd"),
        ({"sort": "unknown"}, "abcd"),
        ({"sort": "desc"}, "abcd"),
        ({"sort": ""}, "abcd"),
        ({"sort": "tags"}, "abcd"),
    ],
)
def test_a_query_says_how_they_are_sorted(query: dict[str, Any], expected: str) -> None:
    """However it spells that; what has nothing there comes last, and what is equal stays as it was."""
    assert found(query) == expected


def test_a_moment_is_no_text_to_search_in() -> None:
    """Who looks for `t2` does not mean the evening."""
    records = [{"id": "t2"}, {"id": "a", "at": "2026-11-27T23:29:57Z"}, {"id": "b", "due": "t2026-11-27"}]
    assert [each["id"] for each in wanted({"q": "T2"}, records, lambda record: record)] == ["t2", "b"]
