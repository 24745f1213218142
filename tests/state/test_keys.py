"""Keys by how they begin, and names that are near to one that no record has, however many records there are."""

from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from state.worlds import World, world

from understudy import RecordNotFound
from understudy.state.keys import MOST, Keys
from understudy.state.view import MOST_HINTED

MANY = 5_000


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.sampled_from("xy")), unique=True), st.data())
def test_a_key_is_found_by_its_first_parts(keys: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """All that begin so, in their order."""
    beginning = data.draw(st.sampled_from(keys))[: data.draw(st.integers(0, 2))] if keys else ()
    assert list(Keys(keys).beginning(beginning)) == [key for key in keys if key[: len(beginning)] == beginning]
    assert list(Keys(keys).beginning(("c",))) == []


@given(st.integers(0, MANY - 1), st.sampled_from(("first", "last")), st.sampled_from(ascii_lowercase))
def test_of_many_names_a_few_are_near(number: int, place: str, letter: str) -> None:
    """The one that was meant is among them, be the mistake at its start or at its end; and they are as few as ever."""
    keys = KEYS.near(("a",), f"{letter}item-{number:05}" if place == "first" else f"item-{number:05}{letter}")
    assert ("a", f"item-{number:05}") in keys
    assert len(keys) <= MOST


KEYS = Keys(("a", f"item-{number:05}") for number in range(MANY))


def test_of_few_names_all_are_near() -> None:
    """Whatever the word is like."""
    few = [(f"item-{number}",) for number in range(MOST)]
    assert list(Keys(few).near((), "zebra")) == few
    assert Keys(few).near(("item-0",), "zebra") == []


@pytest.mark.parametrize(
    ("key", "at", "names"),
    [
        (("a", 9), 1, ["1", "2"]),
        (("b", 1), 0, ["a"]),
        ((["a"], 1), 0, ["a"]),
        (("a", ["1"]), 1, ["1", "2"]),
    ],
)
def test_the_first_part_that_is_missing_is_told(key: Any, at: int, names: list[str]) -> None:
    """With the names that it might have had, asked for once or more; what can be in no key is missing where it is."""
    known = Keys([("a", 1), ("a", 2)])
    for _ in range(2):
        found = known.missing(key)
        assert (found[0], list(found[1])) == (at, names)


@pytest.fixture
def crowd(tmp_path: Any) -> World:
    """A collection of many records."""
    lines = (f"a{number}: {{owner: a, id: {10_000 + number}}}" for number in range(2 * MOST))
    return world(
        tmp_path,
        "collection: runs\nschema: '#'\nkey: [owner, id]\nrecords:\n" + "\n".join(f"  {line}" for line in lines),
        "without:\n  runs: {a7: null}",
    )


def test_what_has_been_taken_away_is_not_meant(crowd: World) -> None:
    """Nor is it missed that something was written: a hint names what there is."""
    assert _near(crowd, "a", 10_007) is None
    assert _near(crowd, "a", "10007x") == "10007"
    crowd.session.choose("without")
    assert _near(crowd, "a", "10007x") != "10007"
    crowd.records().put({"owner": "a", "id": "zebra-1"})
    assert _near(crowd, "a", "zebra1") == "zebra-1"
    crowd.records().put({"owner": "b", "id": "other"})
    assert _near(crowd, "b", "othe") == "other"
    assert _near(crowd, "bb", "other") == "b"


def test_what_was_written_last_is_meant_before_a_scenario(tmp_path: Path) -> None:
    """Though the scenario has more than are gone through."""
    many = ", ".join(f"s{number}: {{id: {number}}}" for number in range(MOST_HINTED))
    small = world(tmp_path, "collection: runs\nschema: '#'\nkey: [id]\nrecords: {}", f"full:\n  runs: {{{many}}}")
    small.session.choose("full")
    small.records().put({"id": "zebra-1"})
    assert _near(small, "zebra1") == "zebra-1"


def test_who_misses_a_record_is_not_disturbed_by_who_writes(crowd: World) -> None:
    """What is written in a session is gone through while nobody writes."""
    lock = crowd.session.lock

    class Watched(dict[Any, Any]):
        def __iter__(self) -> Iterator[Any]:
            assert lock._is_owned()  # type: ignore[attr-defined] # as threading's own tests ask
            return super().__iter__()

    crowd.records().put({"owner": "a", "id": "zebra-1"})
    crowd.session.written["runs"] = Watched(crowd.session.written["runs"])
    assert _near(crowd, "a", "zebra1") == "zebra-1"
    assert _near(crowd, "c", "zebra1") is None


def _near(crowd: World, *key: Any) -> str | None:
    """The name that a hint gives for a key that no record has."""
    try:
        crowd.records().get(*key)
    except RecordNotFound as missing:
        _, _, hint = str(missing).partition("did you mean '")
        return hint.partition("'")[0] or None
    return None
