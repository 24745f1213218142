"""Errors are values with a sentence that a person can act on."""

from difflib import get_close_matches
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.errors import MockError, Names, ProjectError, RecordNotFound, Refusal, did_you_mean, nearest, quoted
from understudy.findings import Finding, Place


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\n'b'", "\"a\\n'b'\""),
        ("x" * 78, "'" + "x" * 78 + "'"),
        ("x" * 79, "'" + "x" * 79 + "…"),
        ("\ud800\u202e", "'\\ud800\\u202e'"),
        (5, "5"),
    ],
)
def test_what_is_quoted(value: Any, expected: str) -> None:
    """What somebody else wrote is escaped, and cut after 80 characters."""
    assert quoted(value) == expected


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("gren", ["red", "green"], "; did you mean 'green'?"),
        ("blue", ["red", "green"], ""),
        ("x", [], ""),
        ("", [], ""),
        ("GREEN", ["red", "green", "Green"], "; did you mean 'green'?"),
        ("abcdef", ["ab", "cd", "ef"], ""),
        ("a" * 81, ["a" * 80], ""),
        ("a" * 80, ["a" * 79], f"; did you mean {'a' * 79!r}?"),
    ],
)
def test_what_was_probably_meant(word: str, known: list[str], hint: str) -> None:
    """The nearest known word is suggested, for a word that somebody may have typed."""
    assert did_you_mean(word, known) == hint


def test_what_names_are_made_of_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By who keeps them: whoever asks for what is not there is often told of the same ones."""
    known = Names(["red", "green", "blue"])
    monkeypatch.setattr(Names, "__init__", lambda *_: pytest.fail("this is found out again"))
    assert [nearest(word, known) for word in ("gren", "rad", "x", "RED")] == ["green", "red", None, "red"]


@settings(max_examples=1000)
@given(st.text("abc_1", max_size=12), st.lists(st.text("abc_1", max_size=12), max_size=6))
def test_the_nearest_word_is_that_of_difflib(word: str, known: list[str]) -> None:
    """Names that cannot be near are passed over, and no others."""
    near = get_close_matches(word, known, n=1)
    assert did_you_mean(word, known) == (f"; did you mean {near[0]!r}?" if near else "")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RecordNotFound("shops", "shop_id", "b"), "Shop 'b' not found"),
        (RecordNotFound("products", "sku", "bots", ["boots"]), "Product 'bots' not found; did you mean 'boots'?"),
        (RecordNotFound("carts", "line_item_id", 7), "Line item 7 not found"),
        (Refusal(404, "Not for sale"), "Not for sale"),
        (ProjectError([Finding(Place("a", 1, 2), "x", "c"), Finding(Place("b"), "y", "c")]), "a:1:2: x\nb: y"),
    ],
)
def test_sentences(error: MockError, sentence: str) -> None:
    """Every error says what was asked for and what is there."""
    assert str(error) == sentence
    assert isinstance(error, MockError)


def test_refusals_have_headers_of_their_own() -> None:
    """Two refusals share nothing that one of them could change."""
    assert Refusal(404, "").headers is not Refusal(404, "").headers
