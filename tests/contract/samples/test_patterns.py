"""Texts made up from regular expressions, judged by Python's own engine where it speaks the same language."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.contract.samples.patterns import meeting, parsed, spelled

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


# What several expressions match at once


@pytest.mark.parametrize(
    ("patterns", "guide", "text"),
    [
        (("^[a-z]+-", "-[0-9]+$"), "ab-12", "ab-12"),
        (("^[a-z]+-", "-[07]$"), "ab-cd", "ab-cd-7"),
        (("^[A-Z]+$", "Z$"), "abc", "ABCZ"),
        (("^abc", "xyz$", "^.{6}$"), "", "abcxyz"),
        (("^19", "^\\d{4}-02$"), "2026-02", "1926-02"),
        (("^(?=.*b$)(?!.*a)[ab]{4}$",), "abba", "bbbb"),
        (("^(?!a$|b$)[abc]$",), "a", "c"),
        (("(?!a)^(?:b|c)?$", "^(b)?(c){0,1}$"), "bc", "b"),
        (("^a{2,3}$", "^(a|b){3,}$"), "", "aaa"),
        (("^(a)\\1$", "b$"), "ab", "ab"),
        (("^x{3000}$", "b$"), "ab", "ab"),
        (("(", "b$"), "ab", "ab"),
    ],
)
def test_a_text_matches_all_of_several(patterns: tuple[str, ...], guide: str, text: str) -> None:
    """Of them that are understood; and is like the guide, where it may be."""
    found = meeting(patterns)
    assert found
    assert found.text(guide, 0, 50, Random("seed")) == text


@pytest.mark.parametrize("patterns", [("^a", "^b"), ("^(?!a)a",), ("^a{40}$", "^b"), ("(",), (), ("^(a)\\1$",)])
def test_nothing_matches_what_contradicts_itself(patterns: tuple[str, ...]) -> None:
    """Or nobody knows."""
    assert meeting(patterns) is None


@pytest.mark.parametrize(("low", "high"), [(0, 7), (7, 7), (20, 20), (12, 40)])
def test_what_all_match_is_as_long_as_it_is_wanted(low: int, high: int) -> None:
    found = meeting(("^[a-z-]+-", "-[0-9]{2}$"))
    assert found
    rng = Random("seed")
    for guide in ("", "a-12", "far-too-long-99"):
        text = found.text(guide, low, high, rng)
        assert low <= len(text) <= high, text
        assert re.search("^[a-z-]+-(.*-)?[0-9]{2}$", text)


@pytest.mark.parametrize(
    ("pattern", "low", "high", "longest"),
    [("^[ab]{2}$", 5, 9, 2), ("^(?:abc){2,9}$", 7, 8, 8), ("^(?:ab)*$", 3, 3, 3), ("^a{200}$", 0, 150, 150)],
)
def test_a_text_is_never_too_long(pattern: str, low: int, high: int, longest: int) -> None:
    """Nor is it made for ever where none is as long as it has to be."""
    found = meeting((pattern,))
    assert found
    assert len(found.text("", low, high, Random("seed"))) <= longest


@pytest.mark.parametrize(
    ("pattern", "length"),
    [("^(?:abc){2,90}$", 99), ("^(?:ab|abcde)*$", 13), ("^a{300}b?$", 301), ("^a(?:bc){200}", 500)],
)
def test_a_text_has_just_the_length_that_it_needs(pattern: str, length: int) -> None:
    """However few of them there are."""
    found = meeting((pattern,))
    assert found
    text = found.text("", length, length, Random("seed"))
    assert len(text) == length
    assert re.search(pattern, text)


def test_what_is_found_only_after_too_much_is_not_found() -> None:
    """Nor looked for without end."""
    assert meeting(("^(a|b)*a(a|b){25}b", "c$")) is None


SPOKEN = [
    "^[a-z]+$",
    "^[a-z]{2,5}-[0-9]+$",
    "[0-9]",
    "^(a|b|7)",
    "\\w+",
    "^.{0,12}$",
    "o w",
    "^[^0-9]*$",
    "(?!.*x)",
    "1f$",
]
"""Of such as Python reads in the same way."""


def test_what_is_only_seen_ahead_is_met() -> None:
    """An expression may be of nothing else."""
    found = meeting(("^(?=.*7)", "^a"))
    assert found
    assert re.search("^(?=.*7)a", found.text("", 0, 12, Random("seed")))


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(
    text=st.text("ab 7-1fow", max_size=12),
    among=st.lists(st.sampled_from(SPOKEN), unique=True, min_size=1),
    guide=st.text("ab 7-xB", max_size=14),
)
def test_where_one_text_matches_another_is_found(text: str, among: list[str], guide: str) -> None:
    """Whatever it is that matches."""
    patterns = tuple(pattern for pattern in among if re.search(pattern, text))
    found = meeting(patterns)
    assert found or not patterns
    if found:
        other = found.text(guide, 0, 12, Random("seed"))
        assert all(re.search(pattern, other) for pattern in patterns), other
