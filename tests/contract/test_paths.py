"""A request target finds its path as the contract means it, and its parameters as they were sent."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import write

from understudy.contract import contract, paths
from understudy.contract.bases import base_paths
from understudy.contract.paths import Router, template_names


def matched(templates: list[str], target: str) -> tuple[str, dict[str, str]] | None:
    """The template that a target finds, with its parameters, whichever order the templates are declared in."""
    found = Router((template, template) for template in templates).match(target)
    assert found == Router((template, template) for template in reversed(templates)).match(target)
    return found


@pytest.mark.parametrize(
    ("templates", "target", "expected"),
    [
        (["/a/{x}", "/a/b"], "/a/b", ("/a/b", {})),
        (["/a/{x}", "/a/b"], "/a/%62", ("/a/b", {})),
        (["/a/{x}", "/a/b"], "/a/c", ("/a/{x}", {"x": "c"})),
        (["/{x}/b", "/a/{y}"], "/a/b", ("/a/{y}", {"y": "b"})),
        (["/{x}/b", "/a/{y}/c"], "/a/b", ("/{x}/b", {"x": "a"})),
        (["/{x}/u/{y}/a", "/{x}/{z}/v/b"], "/1/u/v/b", ("/{x}/{z}/v/b", {"x": "1", "z": "u"})),
        (["/a/{x}.json", "/a/{x}"], "/a/b.json", ("/a/{x}.json", {"x": "b"})),
        (["/a/{x}.json", "/a/{x}"], "/a/.json", ("/a/{x}", {"x": ".json"})),
        (["/a/{x}:run", "/a/{x}"], "/a/1:runs", ("/a/{x}", {"x": "1:runs"})),
        (["/{a}{b}", "/{a}"], "/xy", ("/{a}", {"a": "xy"})),
        (["/{a}-{b}", "/{a}"], "/x-y", ("/{a}-{b}", {"a": "x", "b": "y"})),
        (["/{a}-{b}", "/{a}"], "/-y", ("/{a}", {"a": "-y"})),
        (["/{a}-{b}/c", "/{a}/d", "/e/d"], "/x-y/c", ("/{a}-{b}/c", {"a": "x", "b": "y"})),
        (["/{a}-{b}/c", "/{a}/d", "/e/d"], "/x-y/d", ("/{a}/d", {"a": "x-y"})),
        (["/{a}-{b}/c", "/{a}/d", "/e/d"], "/e/d", ("/e/d", {})),
        (["/{a}-{b}/c", "/{a}/d", "/e/d"], "/e/c", None),
        (["/{a}-{b}"], "/x-y-z", ("/{a}-{b}", {"a": "x", "b": "y-z"})),
        (["/{a}-{b}"], "/--x", ("/{a}-{b}", {"a": "-", "b": "x"})),
        (["/v{a}.{b}"], "/v1.2.3", ("/v{a}.{b}", {"a": "1.2", "b": "3"})),
        (["/{a}-{b}.{c}"], "/-1.5-2.5.json", ("/{a}-{b}.{c}", {"a": "-1.5", "b": "2.5", "c": "json"})),
        (["/{a}.{b}!"], "/1.2..!", ("/{a}.{b}!", {"a": "1.2", "b": "."})),
        (["/{a}.{b}"], "/1.", None),
        (["/v{a}.{b}"], "/v.1", None),
        (["/{a}ab{b}ab"], "/xababab", ("/{a}ab{b}ab", {"a": "x", "b": "ab"})),
        (["/{a}ab{b}ab"], "/xabab", None),
        (["/{a}{b}"], "/xyz", ("/{a}{b}", {"a": "x", "b": "yz"})),
        (["/{a}{b}"], "/x", None),
        (["/x{a}"], "/y1", None),
        (["/{a}x"], "/1y", None),
        (["/{x}"], "/a%2Fb", ("/{x}", {"x": "a%2Fb"})),
        (["/{x}"], "/a%2fb%20%C3%BC", ("/{x}", {"x": "a%2Fb%20%C3%BC"})),
        (["/a/b"], "/a%2Fb", None),
        (["/ü"], "/%C3%BC", ("/ü", {})),
        (["/a b"], "/a%20b", ("/a b", {})),
        (["/a+b"], "/a%2Bb", ("/a+b", {})),
        (["/a+b"], "/a%20b", None),
        (["/ü-{x}"], "/%C3%BC-1", ("/ü-{x}", {"x": "1"})),
        (["/ü-{x}"], "/%c3%bc-1", ("/ü-{x}", {"x": "1"})),
        (["/{x}-a b"], "/1-a%20b", ("/{x}-a b", {"x": "1"})),
        (["/u('{x}')", "/u"], "/u(%27a%2C%27)", ("/u('{x}')", {"x": "a%2C"})),
        (["/{x}:run", "/x"], "/a%3arun", ("/{x}:run", {"x": "a"})),
        (["/{x}:run", "/{x}"], "/a%3Arun", ("/{x}", {"x": "a%3Arun"})),
        (["/{x}:run", "/x"], "/a%3Aruns", None),
        (["/{x}:{y}"], "/a%3Ab:c", ("/{x}:{y}", {"x": "a%3Ab", "y": "c"})),
        (["/{x}-{y}", "/{x}"], "/a%2Db", ("/{x}-{y}", {"x": "a", "y": "b"})),
        (["/{x}.json", "/{x}"], "/a%2ejson", ("/{x}.json", {"x": "a"})),
        (["/{x}.json", "/{x}"], "/a%2Fb%2Ejson", ("/{x}.json", {"x": "a%2Fb"})),
        (["/{x}%2Ejson", "/{x}"], "/a.json", ("/{x}%2Ejson", {"x": "a"})),
        (["/a%20b"], "/a%20b", ("/a%20b", {})),
        (["/a"], "/a/", None),
        (["/a/"], "/a/", ("/a/", {})),
        (["/a/"], "/a", None),
        (["/a/{x}"], "/a/", None),
        (["/a/{x}"], "/a", None),
        (["/{x}"], "/", None),
        (["/"], "/", ("/", {})),
        (["/"], "//", None),
        (["/a//b"], "/a//b", ("/a//b", {})),
        (["/a/b"], "/a//b", None),
        (["/a//b", "/a/{x}/c"], "/a//c", None),
        (["/{x}/{y}"], "//a", None),
        (["/a"], "/A", None),
        (["/a"], "/x/../a", None),
        (["/a/{x}"], "/a/%2e%2e", ("/a/{x}", {"x": ".."})),
        *[(["/a", "/{x}"], target, None) for target in ("", "a", "*", "http://host/a", "%2Fa")],
        (["/a/b", "/a/b/c"], "/a/b/c/d", None),
        (["/a/b/c"], "/a/b", None),
    ],
)
def test_routing(templates: list[str], target: str, expected: Any) -> None:
    """A concrete segment beats a template, segment by segment, and segments are parted before they are decoded."""
    assert matched(templates, target) == expected


def test_templates_of_the_same_shape_share_their_steps() -> None:
    """Paths that begin alike may name their parameters differently; of equal paths the first is kept."""
    router = Router([("/a/{x}/b", 1), ("/a/{y}/c", 2), ("/a/{z}/b", 3)])
    assert router.match("/a/1/b") == (1, {"x": "1"})
    assert router.match("/a/1/c") == (2, {"y": "1"})


@pytest.mark.parametrize(
    ("path", "names"),
    [("/a", []), ("/{a}/{b}-{c}", ["a", "b", "c"]), ("/{a}/{a}", ["a", "a"]), ("/{}", [""]), ("/a}b", []), ("/{a", [])],
)
def test_names_in_templates(path: str, names: list[str]) -> None:
    """The names of a template are what stands in braces, in order; a brace that is never closed names nothing."""
    assert template_names(path) == names


SEGMENTS = st.lists(st.sampled_from(["a", "{}", "b{}", "{}.c", "{}-{}", "x{}y"]), min_size=1, max_size=4)
VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="-."), min_size=1, max_size=5)


@settings(derandomize=True, deadline=None, database=None, max_examples=200)
@given(segments=SEGMENTS, data=st.data())
def test_values_come_back(segments: list[str], data: st.DataObject) -> None:
    """Whatever values without delimiters stand in a template, its target leads back to it with those raw values."""
    names = [f"p{index}" for index in range("/".join(segments).count("{}"))]
    values = [quote(data.draw(VALUES), safe="") for _ in names]
    form = "/" + "/".join(segments)
    template = form.format(*(f"{{{name}}}" for name in names))
    assert Router([(template, 1)]).match(form.format(*values)) == (1, dict(zip(names, values, strict=True)))


@pytest.mark.parametrize(
    ("template", "target"),
    [
        ("/" + "{a}b" * 50, "/" + "ab" * 30_000),
        ("/" + "{a}b" * 50 + "c", "/" + "ab" * 30_000),
        ("/{a}", "/" * 60_000),
        ("/{a}-{b}-{c}", "/" + "-" * 60_000),
        ("/" + "{a}" * 100, "/" + "%" * 60_000),
        ("/{a}/b" * 20, "/a/b" * 15_000),
        ("/ü" * 20, "/%C3%BC" * 8_000),
    ],
)
def test_long_targets_cost_few_steps(monkeypatch: pytest.MonkeyPatch, template: str, target: str) -> None:
    """However long a target is, it is looked at no more often than the template has segments."""
    looks = 0
    match = paths._Segment.match

    def counted(segment: paths._Segment, text: str) -> list[str] | None:
        nonlocal looks
        looks += 1
        return match(segment, text)

    monkeypatch.setattr(paths._Segment, "match", counted)
    router = Router([(template, 1), (f"{template}/x", 2), ("/{z}/{y}/{x}", 3)])
    router.match(target)
    assert looks <= 2 * (template.count("/") + 4)


def by_trying_all(templates: list[str], target: str) -> tuple[str, dict[str, str]] | None:
    """What a target finds when each template is tried at each segment: the way that a router need not go."""

    def tried(candidates: list[tuple[str, list[str]]], rest: list[str]) -> tuple[str, list[str]] | None:
        if not rest:
            return next(((template, []) for template, left in candidates if not left), None)
        head, *tail = rest
        following: dict[Any, list[tuple[str, list[str]]]] = {}
        for template, left in candidates:
            if left:
                segment = paths._Segment.parse(left[0])
                alike = segment.literals if segment.names else unquote(left[0])
                following.setdefault((segment.rank if segment.names else (), alike), []).append((template, left[1:]))
        for rank, alike in sorted(following, key=lambda pair: pair[0]):  # () sorts first: what has no parameter
            values = paths._Segment(alike, ("",)).match(head) if rank else [] if unquote(head) == alike else None
            if values is not None and (found := tried(following[rank, alike], tail)):
                return found[0], values + found[1]
        return None

    found = tried([(template, template.split("/")[1:]) for template in templates], paths.normal(target).split("/")[1:])
    return found and (found[0], dict(zip(template_names(found[0]), found[1], strict=True)))


LITERALS = ["", "a", "b", "ab", "%41", "é", "-", ".", ":run", "%2f"]
PIECES = st.lists(st.sampled_from(LITERALS), min_size=1, max_size=3)
SENT = st.lists(st.sampled_from([*LITERALS, "%C3%A9", "x", "%2F", "%"]), max_size=3).map("".join)


@settings(derandomize=True, deadline=None, database=None, max_examples=400)
@given(shapes=st.lists(st.lists(PIECES, min_size=1, max_size=3), min_size=1, max_size=12), data=st.data())
def test_a_path_is_found_as_if_all_were_tried(shapes: list[list[list[str]]], data: st.DataObject) -> None:
    """However many templates stand beside each other, a target finds what it would if each of them were tried."""
    count = iter(range(1000))
    forms = ["/" + "/".join("{}".join(pieces) for pieces in shape) for shape in shapes]
    templates = [re.sub("{}", lambda _: f"{{p{next(count)}}}", form) for form in forms]
    target = re.sub("{}", lambda _: data.draw(SENT), data.draw(st.sampled_from(forms)))
    assert Router((template, template) for template in templates).match(target) == by_trying_all(templates, target)


@pytest.mark.parametrize(
    ("template", "text", "values"),
    [("a{x}b", "a1b", ["1"]), ("a{x}b", "c1b", None), ("a{x}b", "a1c", None), ("a{x}-{y}b", "a1b", None)],
)
def test_a_segment_is_matched_by_itself(template: str, text: str, values: list[str] | None) -> None:
    """Whoever has looked at its ends before, or has not."""
    assert paths._Segment.parse(template).match(text) == values


def test_templates_beside_each_other_cost_no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand templates that may stand in a segment, those are looked at that begin and end as it does."""
    looks: list[str] = []
    match = paths._Segment.match

    def counted(segment: paths._Segment, text: str) -> list[str] | None:
        looks.append(text)
        return match(segment, text)

    monkeypatch.setattr(paths._Segment, "match", counted)
    router = Router((f"/things/{{id}}:do-{number}", number) for number in range(1000))
    assert router.match("/things/7:do-421") == (421, {"id": "7"})
    assert router.match("/things/7") is None
    assert len(looks) == 1


MANY = {
    "s": {"default": "https", "enum": ["http", "https"]},
    "h": {"default": "x", "enum": [f"h{number}" for number in range(100)]},
    "b": {"default": "x/y", "enum": ["x/y", "z"]},
}


def test_base_paths_are_not_without_end() -> None:
    """Of more combinations than some dozens the first are taken, beginning with the one by default."""
    digits = {"default": "5", "enum": [str(digit) for digit in range(10)]}
    found = base_paths({"url": "/{a}{b}{c}", "variables": dict.fromkeys("abc", digits)})
    assert (found[0], len(found)) == ("/555", 32)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("servers", "target"),
    [
        ([{"url": "http://x/v1"}], "/v1/a/1"),
        ([{"url": "http://x/v1/"}], "/v1/a/1"),
        ([{"url": "http://x"}], "/a/1"),
        ([{"url": "/v1"}, {"url": "/v2"}], "/v2/a/1"),
        ([{"url": "//x/v1"}], "/v1/a/1"),
        ([{"url": "v1/w"}], "/v1/w/a/1"),
        ([{"url": "./v1"}], "/v1/a/1"),
        ([{"url": "../v1/"}], "/v1/a/1"),
        ([{"url": "."}], "/a/1"),
        ([{"url": "/"}], "/a/1"),
        ([{"url": "{s}://x:{p}/{b}/w", "variables": {n: {"default": n} for n in "spb"}}], "/b/w/a/1"),
        ([{"url": "{u}", "variables": {"u": {"default": "http://x/v1"}}}], "/v1/a/1"),
        ([{"url": "http://x/{b}"}], "/anything/a/1"),
        ([{"url": "/a%20b/%C3%BC"}], "/a%20b/%C3%BC/a/1"),
        ([{"url": "http://x/v1?q=/z#f"}], "/v1/a/1"),
        ([{"url": "http://["}], "/a/1"),
        ([{"url": "/{v}", "variables": {"v": {"default": "v1", "enum": ["v1", "v2"]}}}], "/v1/a/1"),
        ([{"url": "/{v}", "variables": {"v": {"default": "v1", "enum": ["v1", "v2"]}}}], "/v2/a/1"),
        ([{"url": "/{v}", "variables": {"v": {"default": "v1", "enum": ["v2"]}}}], "/v1/a/1"),
        ([{"url": "{s}://{h}/{b}", "variables": MANY}], "/x/y/a/1"),
        ([{"url": "{s}://{h}/{b}", "variables": MANY}], "/z/a/1"),
        ([], "/a/1"),
    ],
)
def test_base_paths(tmp_path: Path, version: str, servers: list[dict[str, Any]], target: str) -> None:
    """A path is found below the base path of each server, its variables at any of their values, and below none."""
    fine = {"responses": {"default": {"description": "Fine"}}}
    identifier = {"name": "id", "in": "path", "required": True, "schema": {}}
    text = {
        "openapi": version,
        "info": {"title": "Test", "version": "1"},
        "servers": servers,
        "paths": {"/a/{id}": {"parameters": [identifier], "get": fine, "put": fine}},
    }
    loaded = contract.load(write(tmp_path, {"a.json": json.dumps(text)}) / "a.json", "a.json")
    for path in (target, "/a/1"):
        match = loaded.router.match(path)
        assert match is not None, path
        operations, values = match
        assert list(operations) == ["GET", "PUT"] or list(operations) == ["PUT", "GET"]
        assert values["id"] == "1"
    assert loaded.router.match(f"/x{target}x/y") is None


def test_a_path_and_an_operation_may_have_servers_of_their_own(tmp_path: Path) -> None:
    """The nearest count; below none of them everything is found too."""
    responses = {"responses": {"200": {"description": "Fine"}}}
    text = {
        "openapi": "3.1.0",
        "info": {"title": "Test", "version": "1"},
        "servers": [{"url": "https://a.test/top"}],
        "paths": {
            "/a": {
                "servers": [{"url": "/path"}, {"url": "/other"}],
                "get": responses,
                "put": {"servers": [{"url": "/own"}], **responses},
            },
            "/b": {"get": responses},
        },
    }
    router = contract.load(write(tmp_path, {"a.json": json.dumps(text)}) / "a.json", "a.json").router
    found = {
        target: sorted(match[0]) if (match := router.match(target)) else []
        for target in ("/a", "/b", "/top/a", "/top/b", "/path/a", "/other/a", "/own/a", "/own/b")
    }
    assert found == {
        "/a": ["GET", "PUT"],
        "/b": ["GET"],
        "/top/a": [],
        "/top/b": ["GET"],
        "/path/a": ["GET"],
        "/other/a": ["GET"],
        "/own/a": ["PUT"],
        "/own/b": [],
    }


def test_a_template_that_many_paths_have_is_read_once() -> None:
    """Of thousands of paths most end in the same `{id}`."""
    paths._template.cache_clear()
    router = Router([(f"/r{number}/{{id}}", number) for number in range(100)])
    assert router.match("/r99/a") == (99, {"id": "a"})
    assert paths._template.cache_info().misses == 1


def test_where_the_paths_above_lead_is_found_out_once() -> None:
    """Of requests for one path each has a last segment of its own; what is long is not remembered."""
    router = Router([("/a/{x}/b/{y}", 1), ("/a/{x}/c", 2), ("/{z}", 3)])
    looked_at = router._leads.cache_info
    assert [router.match(f"/a/1/b/{number}") for number in range(9)] == [(1, {"x": "1", "y": str(n)}) for n in range(9)]
    assert (looked_at().hits, looked_at().misses) == (8, 1)
    long = "1" * paths._LONGEST_LEAD
    assert router.match(f"/a/{long}/c") == (2, {"x": long})
    assert looked_at().currsize == 1


@pytest.mark.parametrize("target", ["", "*", "a", "a/b", "a/1/c", "http://a/1"])
def test_what_does_not_begin_with_a_slash_is_no_path(target: str) -> None:
    """As in `OPTIONS *` (RFC 9112, 3.2)."""
    assert Router([("/a/{x}/c", 1), ("/{x}/{y}", 2), ("/{x}", 3), ("/", 4)]).match(target) is None


def test_no_name_is_looked_for_among_very_many() -> None:
    """Nor far behind the beginning of a path: whoever asks for a path that is not there waits no longer for that."""
    names = [f"/things-{number}" for number in range(paths._MOST_NEAR)]
    assert Router((path, path) for path in names).near("/thing-7") == "/things-7"
    assert Router((path, path) for path in [*names, "/more"]).near("/thing-7") is None
    long = "/a" * paths._MOST_SEGMENTS
    assert Router([(f"{long}/things", 1)]).near(f"{long}/thing") is None
    assert Router([(f"{long[2:]}/things", 1)]).near(f"{long[2:]}/thing") == f"{long[2:]}/things"
