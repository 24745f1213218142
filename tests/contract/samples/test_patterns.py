"""Texts made up from regular expressions, judged by Python's own engine where it speaks the same language."""

import re
from random import Random

import pytest

from understudy.contract.samples.patterns import parsed, spelled

PATTERNS = [
    ("^$", None),
    ("abc", None),
    ("^[A-Z]{3}-[0-9]{4}$", None),
    ("^(?:red|green|blue)(-(?:dark|light))?$", None),
    ("^(?<shade>dark|light)-(?<same>\\k<shade>)$", r"^(?P<shade>dark|light)-(?P=shade)$"),
    ("^(?P<l>[ab])x\\1$", None),
    ("^([ab])([cd])\\2\\1$", None),
    ("^(?=.*[0-9])[a-z0-9]{6,}$", None),
    ("^(?!admin)(?<!x)[a-z]+$", None),
    ("^(?>ab|a)c$", "^(?:ab|a)c$"),
    ("^(?i)a(?i:b)$", "^ab$"),
    ("\\bab{2,3}c{2}d{1,}?e*f+g?h{0}|x", None),
    ("^\\d\\D\\w\\W\\s\\S\\x41\\u0042\\t\\n\\.\\/$", None),
    ("^\\cA\\u{1F600}\\0$", "^\x01\U0001f600\x00$"),
    ("^\\p{Lu}\\p{Script=Greek}\\P{L}\\pN$", "^[A-Z][\\u03b1-\\u03c9][^a-zA-Z][0-9]$"),
    ("^\\p{Q}\\p{Letter}$", "^[A-Za-z]{2}$"),
    ("^[^a-z\\d][\\w.-][\\]\\\\^-][a\\b]$", None),
    ("^[\\u3042-\\u3093]{2}[一-龥]$", None),
    ("^[^\\x00-\\u{10FFFE}]$", "^\U0010ffff$"),
    ("^.{3}$", None),
    ("^(a|b|)+$", None),
    ("^((a){2}){3}$", None),
    ("^[\\s\\S]{2}$", None),
    ("^[-a]$", None),
]


@pytest.mark.parametrize(("pattern", "judge"), PATTERNS)
def test_a_text_matches(pattern: str, judge: str | None) -> None:
    """Almost always: what an assertion refuses is for the validator to say."""
    piece = parsed(pattern)
    assert piece
    rng = Random("seed")
    texts = [spelled(piece, 0, 50, rng, more) for more in range(40)]
    matching = [text for text in texts if re.search(judge or pattern, text)]
    assert len(matching) >= 30, texts


@pytest.mark.parametrize(
    ("pattern", "low", "high"),
    [("^[ab]*$", 7, 7), ("^a{2}[bc]{0,9}$", 5, 6), ("x", 4, 9), ("^(ab)+$", 6, 8), ("^()*$", 0, 3)],
)
def test_a_text_is_as_long_as_it_is_wanted(pattern: str, low: int, high: int) -> None:
    piece = parsed(pattern)
    assert piece
    rng = Random("seed")
    for _ in range(50):
        text = spelled(piece, low, high, rng)
        assert low <= len(text) <= high, text
        assert re.search(pattern, text)


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "a)b", "(?<name", "[", "[a", "*", "\\", "\\k<nobody>", "(?", "[^\\s\\S]", "(" * 30 + ")" * 30, "(a"],
)
def test_what_is_written_otherwise_is_not_understood(pattern: str) -> None:
    """And never breaks anything."""
    piece = parsed(pattern)
    assert piece is None or spelled(piece, 0, 9, Random(0)) is not None


def test_repetitions_of_nothing_end() -> None:
    """However many of them are asked for."""
    piece = parsed("^(a?){400000000}b$")
    assert piece
    assert len(spelled(piece, 0, 100, Random(0))) <= 200_000


@pytest.mark.parametrize(
    ("pattern", "begins", "ends"),
    [
        ("^cus_", "cus_", ""),
        ("^(?:a|b)[0-9]", "", ""),
        ("\\.pdf$", "", ".pdf"),
        ("-prod-", "-prod-", ""),
        ("^(?!ab$)a", "a", ""),
    ],
)
def test_a_text_goes_on_where_nothing_says_that_it_ends(pattern: str, begins: str, ends: str) -> None:
    """So that two of them are seldom equal, as ids must not be."""
    piece = parsed(pattern)
    assert piece
    rng = Random("seed")
    texts = [spelled(piece, 0, 50, rng) for _ in range(40)]
    assert len(set(texts)) > 35
    assert all(text.startswith(begins) and text.endswith(ends) and re.search(pattern, text) for text in texts)


@pytest.mark.parametrize(
    ("pattern", "low", "high", "length"),
    [("^cus_", 0, 6, 6), ("^cus_", 0, 4, 4), ("^cus_", 20, 20, 20), ("\\.pdf$", 20, 20, 20), ("\\Ax\\Z", 5, 9, 1)],
)
def test_a_text_goes_on_within_its_bounds(pattern: str, low: int, high: int, length: int) -> None:
    piece = parsed(pattern)
    assert piece
    assert len(spelled(piece, low, high, Random("seed"))) == length


def test_a_text_ends_where_it_says_enough() -> None:
    """Who forgot to say that it does so will hardly have meant more."""
    piece = parsed("[A-Z]{2}[0-9]{4}")
    assert piece
    assert re.fullmatch("[A-Z]{2}[0-9]{4}", spelled(piece, 0, 50, Random("seed")))
