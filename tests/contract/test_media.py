"""Media types are parsed, matched and negotiated as RFC 9110 says; garbage harms nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.contract import media
from understudy.contract.media import MediaType, concrete, describing, negotiate, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("application/json", MediaType("application", "json")),
        (" Application/JSON ", MediaType("application", "json")),
        ("a/b;Charset=UTF-8", MediaType("a", "b", (("charset", "UTF-8"),))),
        ('a/b ; x = "c;d,e" ;y=1', MediaType("a", "b", (("x", "c;d,e"), ("y", "1")))),
        ('a/b;x="q\\"r"', MediaType("a", "b", (("x", 'q"r'),))),
        ('a/b;x="\\\\"', MediaType("a", "b", (("x", "\\"),))),
        ('a/b;x="\\\\\\""', MediaType("a", "b", (("x", '\\"'),))),
        ('a/b;x=""', MediaType("a", "b", (("x", ""),))),
        ('a/b;x="c', MediaType("a", "b", (("x", '"c'),))),
        ("a/b;;x;=", MediaType("a", "b", (("", ""),))),
        ("*/*", MediaType("*", "*")),
        ("a/*", MediaType("a", "*")),
        ("application/vnd.a-b+json", MediaType("application", "vnd.a-b+json")),
        *[(text, None) for text in ("", "/", "a/", "/b", "a", "a/b/c", "a b/c", "a/b c", "a/(b)", "é/b", ";", '"a/b"')],
    ],
)
def test_parsing(text: str, expected: MediaType | None) -> None:
    """Names are in lower case, values as they are; what is malformed is none."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "is_json"),
    [("application/json", True), ("application/problem+json;a=b", True), ("application/*", True), ("*/*", True)]
    + [
        (text, False)
        for text in ("image/*", "text/*", "text/plain", "application/jsonl", "application/json-seq", "application/xml")
    ],
)
def test_what_is_json(text: str, is_json: bool) -> None:  # noqa: FBT001
    """JSON is what is called so, what has its suffix, and a range that it is in."""
    media_type = parse(text)
    assert media_type is not None
    assert media_type.is_json is is_json


@pytest.mark.parametrize(
    ("media_range", "expected"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/*", "text/plain"),
        ("image/*", "image/png"),
        ("model/*", "model/octet-stream"),
        ("text/csv", "text/csv"),
        ("application/*+json", "application/vnd.example+json"),
    ],
)
def test_what_is_sent_for_a_range(media_range: str, expected: str) -> None:
    """A type that is in it."""
    sent = parse(expected)
    assert sent is not None
    assert (concrete(media_range), describing([media_range], sent)) == (expected, media_range)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("text/plain", "utf-8"),
        ("text/plain; charset=ISO-8859-1", "iso-8859-1"),
        ('text/csv; charset="windows-1252"', "windows-1252"),
        ("application/json; charset=iso-8859-1", "utf-8"),
        ("application/jsonl; charset=iso-8859-1", "utf-8"),
        *[(f"text/plain; charset={named}", "utf-8") for named in ("", "utf-8", "zip", "idna", "nobodys", '"a\0b"')],
    ],
)
def test_how_texts_are_encoded(text: str, charset: str) -> None:
    """As a media type says, where anybody knows that; JSON is UTF-8."""
    media_type = parse(text)
    assert media_type is not None
    assert media_type.charset == charset


def test_parts_of_a_media_type() -> None:
    """A media type has an essence, a bare form and parameters."""
    media_type = MediaType("a", "b", (("charset", "utf-8"),))
    assert (media_type.essence, media_type.bare) == ("a/b", MediaType("a", "b"))
    assert (media_type.parameter("charset"), media_type.parameter("x")) == ("utf-8", None)


@pytest.mark.parametrize(
    ("media_range", "media_type", "closeness"),
    [
        ("*/*", "a/b", 1),
        ("a/*", "a/b", 2),
        ("a/*+c", "a/b+c", 3),
        ("a/b", "a/b", 4),
        ("a/b;x=1", "a/b;x=1;y=2", 5),
        ("a/b;x=1;y=2", "a/b;y=2;x=1", 6),
        ("a/b", "a/b;x=1", 4),
        ("a/*+c", "a/c", 0),
        ("a/*+c", "b/b+c", 0),
        ("a/*b", "a/bb", 0),
        ("a/b;x=1", "a/b", 0),
        ("a/b;x=1", "a/b;x=2", 0),
        ("a/*", "b/b", 0),
        ("*/b", "a/b", 0),
        ("a/b", "a/c", 0),
        ("a/b", "*/*", 0),
        ("*/*", "*/*", 4),
    ],
)
def test_matching(media_range: str, media_type: str, closeness: int) -> None:
    """A range describes a type more closely, the more it says."""
    wide, narrow = parse(media_range), parse(media_type)
    assert wide is not None
    assert narrow is not None
    assert wide.match(narrow) == closeness


@pytest.mark.parametrize(
    ("ranges", "media_type", "expected"),
    [
        (["*/*", "text/*", "text/plain"], "text/plain", "text/plain"),
        (["*/*", "text/*"], "text/plain", "text/*"),
        (["*/*"], "a/b", "*/*"),
        (["a/b"], "a/b;charset=x", "a/b"),
        (["a/*", "a/*+c", "a/b+d"], "a/b+c", "a/*+c"),
        (["a/b;charset=x"], "a/b", "a/b;charset=x"),
        (["a/b;v=1", "a/b"], "a/b", "a/b"),
        (["a/b;v=1", "a/b"], "a/b;v=2", "a/b"),
        (["a/b;v=1", "a/*"], "a/b", "a/b;v=1"),
        (["a/b;v=1", "a/b;v=2"], "a/b;v=2", "a/b;v=2"),
        (["a/b", "a/b;v=2"], "a/b;v=2", "a/b;v=2"),
        (["A/B"], "a/b", "A/B"),
        (["garbage", "a/b"], "a/b", "a/b"),
        (["a/b"], "c/d", None),
        (["garbage"], "c/d", None),
        ([], "a/b", None),
    ],
)
def test_the_declared_range_of_a_type(ranges: list[str], media_type: str, expected: str | None) -> None:
    """The most specific of the declared ranges describes a type; parameters that nobody declared are overlooked."""
    parsed = parse(media_type)
    assert parsed is not None
    assert describing(ranges, parsed) == expected


OFFERED = ["application/json", "text/html", "application/problem+json"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        *[(accept, "application/json") for accept in (None, "", "*/*", "application/*", ",,,", "garbage", "*")],
        ("text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/*", "text/html"),
        ("text/html, application/json", "application/json"),
        ("application/json;q=0.4, text/html;q=0.5", "text/html"),
        ("*/*;q=0.1, text/html;q=0.5", "text/html"),
        ("application/json;q=0, */*", "text/html"),
        ("*/*, application/json;q=0.1, text/*;q=0", "application/problem+json"),
        ("application/json;q=0", None),
        ("application/json; Q=0", None),
        ("application/json;q=0.000", None),
        ("application/json;q=1.000", "application/json"),
        ("application/json;q=0;ext=1, text/html;q=0.1", "text/html"),
        ("text/html;q=0.001", "text/html"),
        *[
            (f"text/html;q=0.9, application/problem+json;q={q}", "application/problem+json")
            for q in ("5", "x", "", "nan", "inf")
        ],
        ("garbage, text/html", "text/html"),
        ("image/png", None),
        ("image/png, */*;q=0.1", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        ('application/json;v="a, text/html;q=1", text/html;q=0.5', "text/html"),
        ("a/b,", None),
    ],
)
def test_negotiation(accept: str | None, expected: str | None) -> None:
    """The client gets what it likes best, the earlier of equals, and nothing that it takes not at all."""
    assert negotiate(accept, OFFERED) == expected


@pytest.mark.parametrize(
    ("accept", "offered", "expected"),
    [
        ("application/json", ["application/json; charset=utf-8"], "application/json; charset=utf-8"),
        ("a/b;level=1;q=0.3, a/b;q=0.7, */*;q=0.1", ["a/b;level=1", "a/b", "c/d"], "a/b"),
        ("a/b;level=1, a/b;q=0.7", ["a/b", "a/b;level=1"], "a/b;level=1"),
        ("a/b", ["a/b;level=1", "a/b", "a/b;level=2"], "a/b"),
        ("a/b, a/b;level=1", ["a/b;level=1", "a/b"], "a/b;level=1"),
        ("a/b;level=3", ["a/b;level=1", "a/b"], "a/b"),
        ("a/b;q=0.5, a/b;level=1", ["a/b;level=1", "a/b"], "a/b;level=1"),
        ("a/b, c/d", ["c/d;level=1", "a/b"], "c/d;level=1"),
        ("application/json", ["*/*"], "*/*"),
        ("application/json", ["application/*"], "application/*"),
        ("text/html, application/json;q=0.5", ["application/*", "application/json"], "application/json"),
        ("image/*", ["application/*", "image/png"], "image/png"),
        ("image/png", ["application/*"], None),
        ("a/b+json", ["a/*+json", "a/json"], "a/*+json"),
        ("a/*", ["a/*+json", "a/json"], "a/json"),
        ("*/*", ["garbage", "a/b"], "a/b"),
        ("*/*", ["garbage"], None),
        ("*/*", [], None),
    ],
)
def test_negotiation_of_other_offers(accept: str, offered: list[str], expected: str | None) -> None:
    """An offer may be a range: it is taken where something in it would be."""
    assert negotiate(accept, offered) == expected


@settings(derandomize=True, deadline=None, database=None, max_examples=200)
@given(accept=st.text('ab*/;,=q. "\\01é', max_size=30))
def test_any_accept_is_answered(accept: str) -> None:
    """Whatever a client says that it accepts, there is an answer, and it is one of the offers."""
    assert negotiate(accept, ["a/b", "b/a"]) in ("a/b", "b/a", None)
    parse(accept)


def test_a_long_text_is_not_known_again() -> None:
    """What clients send is not kept, however different and long it is."""
    before = media._known.cache_info().currsize
    for number in range(3):
        assert media.parse(f"text/plain; a={'x' * media.LONGEST}{number}") is not None
    assert media._known.cache_info().currsize == before


@pytest.mark.parametrize("accept", ["application/json", "application/*", "image/png, application/json", None])
def test_a_range_is_offered_last(accept: str | None) -> None:
    """It describes what no other does."""
    assert negotiate(accept, ["*/*", "application/*", "application/json"]) == "application/json"
    assert negotiate("text/plain", ["*/*", "application/json"]) == "*/*"
