"""A record is read with its stages, is told at any of them, and knows where each of its parts was written."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from state.worlds import START, loaded

from understudy.source import pointer_text
from understudy.state.fixtures import MOST_STAGES, TAGS, Fixture, Form, Malformed
from understudy.state.life import Life
from understudy.state.moments import Time

FORM = Form(("sku",))
AFTER = "`after` says when a stage is entered: after a duration such as 10s, or after `4 reads`"
STAGES = f"stages are a list of at most {MOST_STAGES:,}: each a name, and below it the fields that change"
STAGE = "a stage is its name, and below it an object of the fields that change"
LATER = "stage '%s' would be entered no later than one before it"
NAME = "a name has 1 to 200 characters"


def seconds(count: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=count)


def wrong(record: dict[str, Any], form: Form = FORM, name: str = "boots") -> list[str]:
    """What is wrong with a record's form, each with its place in the record."""
    with pytest.raises(Malformed) as caught:
        form.read(name, record)
    assert str(caught.value) == "; ".join(message for _, message in caught.value.wrong)
    return [f"{pointer_text(pointer)}: {message}" for pointer, message in caught.value.wrong]


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ({"sku": "b-1"}, ("b-1",)),
        ({"sku": ""}, ("",)),
        ({"sku": 0}, (0,)),
        ({"sku": 1.5}, (1.5,)),
        ({"sku": False}, (False,)),
        ({"sku": "b-1", "stages": None}, ("b-1",)),
        ({"sku": "b-1", "stages": []}, ("b-1",)),
    ],
)
def test_a_record_without_stages(record: dict[str, Any], key: tuple[Any, ...]) -> None:
    """A text or a number names it; it has no life, and the field that would hold stages is none of its own."""
    fixture = FORM.read("boots", record)
    assert (fixture.name, fixture.key, bool(fixture.lifecycle)) == ("boots", key, False)
    assert fixture.at(0, START, []) == {"sku": key[0]}


def test_the_field_of_the_stages_has_the_name_that_the_form_gives_to_it() -> None:
    """`stages` is a field like any other where stages stand elsewhere, or nowhere."""
    record = {"sku": "t-1", "stages": ["Paris", "Nice"], "life": [{"new": {}}, {"old": {"after": "1s"}}]}
    assert Form(("sku",), "life").read("tour", record).lifecycle.names == ["new", "old"]
    assert Form(("sku",), "life").read("tour", record).at(0, START, [START] * 2)["stages"] == ["Paris", "Nice"]
    assert Form(("sku",), None).read("tour", record).at(0, START, []) == record


def staged(*stages: Any) -> dict[str, Any]:
    """A record with these stages."""
    return {"sku": 1, "stages": list(stages)}


NO_KEYS: tuple[Any, ...] = (None, [], {}, Time.parse("now"))
NO_STAGES: tuple[Any, ...] = ("new", {"new": {}}, 7, True, Time.parse("now"), [{"a": {}}] * (MOST_STAGES + 1))
NO_STAGE: tuple[Any, ...] = (
    "new",
    None,
    {},
    [],
    {"a": {}, "b": {}},
    {"a": "x"},
    {"a": []},
    {"a": 0},
    {"a": Time.parse("now")},
)
NO_AFTER: tuple[Any, ...] = (
    None,
    5,
    [],
    "",
    "soon",
    "-1s",
    "1.5 reads",
    "reads",
    "-1 reads",
    "1" * 10 + " reads",
    "9999999d",
)
NO_LATER = [("2s", "2s"), ("2s", "1s"), ("4 reads", "4 reads"), ("4 reads", "1 read"), ("2s", "0 reads")]
AT_ONCE = ("0s", "0 reads", "0.0004ms")


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ({}, ": no 'sku': it is part of the key that names a record"),
        *[({"sku": value}, ": no 'sku': it is part of the key that names a record") for value in NO_KEYS],
        *[({"sku": 1, "stages": value}, f"/stages: {STAGES}") for value in NO_STAGES],
        *[(staged(value), f"/stages/0: {STAGE}") for value in NO_STAGE],
        (staged({"": {}}), f"/stages/0/: {NAME}"),
        (staged({"x" * 201: {}}), f"/stages/0/{'x' * 201}: {NAME}"),
        (staged({"a": {}}, {"a": {"after": "1s"}}), "/stages/1/a: a second stage called 'a'"),
        (staged({"a": {"sku": 2}}), "/stages/0/a/sku: 'sku' is part of the key, which no stage may change"),
        (staged({"a": {"after": "0s"}}), "/stages/0/a/after: the first stage is entered at once: leave out `after`"),
        *[(staged({"a": {}}, {"b": {"after": after}}), f"/stages/1/b/after: {AFTER}") for after in NO_AFTER],
        (staged({"a": {}}, {"b": None}), f"/stages/1/b: {AFTER}"),
        *[
            (staged({"a": {}}, {"b": {"after": before}}, {"c": {"after": after}}), f"/stages/2/c/after: {LATER % 'c'}")
            for before, after in NO_LATER
        ],
        *[(staged({"a": {}}, {"b": {"after": after}}), f"/stages/1/b/after: {LATER % 'b'}") for after in AT_ONCE],
    ],
)
def test_records_that_cannot_be_read(record: dict[str, Any], found: str) -> None:
    """What is wrong is said at its place in the record, with what is expected."""
    assert wrong(record) == [found]


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_record_has_a_name_that_can_be_asked_for(name: str) -> None:
    """Its own, and neither none nor one that no preference has room for."""
    assert wrong({"sku": 1}, name=name) == [f": {NAME}"]
    assert FORM.read("x" * 200, {"sku": 1}).name == "x" * 200


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """A missing key and every bad stage."""
    stages = [{"a": {"sku": 2}}, 7, {"b": {"after": "soon"}}, {"a": {"after": "1s", "sku": 3}}]
    assert wrong({"stages": stages}) == [
        ": no 'sku': it is part of the key that names a record",
        "/stages/0/a/sku: 'sku' is part of the key, which no stage may change",
        f"/stages/1: {STAGE}",
        f"/stages/2/b/after: {AFTER}",
        "/stages/3/a: a second stage called 'a'",
        "/stages/3/a/sku: 'sku' is part of the key, which no stage may change",
    ]


def test_ages_and_reads_grow_apart() -> None:
    """Durations come later one after the other, and so do reads; which of the two is the larger, nobody can say."""
    stages = [
        {"a": {}},
        {"b": {"after": "9s"}},
        {"c": {"after": "1 read"}},
        {"d": {"after": " 10s "}},
        {"e": {"after": "2reads"}},
    ]
    read = FORM.read("boots", {"sku": 1, "stages": stages}).lifecycle
    assert [stage.after for stage in read.stages] == [seconds(0), seconds(9), 1, seconds(10), 2]


def test_as_many_stages_as_there_may_be() -> None:
    """A thousand are read."""
    stages = [{"s0": {}}, *({f"s{n}": {"after": f"{n}s"}} for n in range(1, MOST_STAGES))]
    assert len(FORM.read("boots", {"sku": 1, "stages": stages}).lifecycle.stages) == MOST_STAGES


LIVING = """
    collection: parcels
    schema: '#'
    key: [sku]
    records:
      parcel:
        sku: p-1
        state: packed
        made: !time now - 2h
        touched: !time stage
        notes: [{at: !time stage + 1s}]
        stages:
          - packed:
          - sent: {after: 5s, state: sent, sent: !time stage, notes: [{at: !time now}]}
          - lost:
              after: 3 reads
              state: lost
              lost: !time stage + 1h
              extra: 1
"""


@pytest.fixture
def parcel(tmp_path: Path) -> Fixture:
    """The record above."""
    return next(iter(loaded(tmp_path, LIVING).fixtures.values()))


PACKED = {
    "sku": "p-1",
    "state": "packed",
    "made": "2026-01-01T10:00:00Z",
    "touched": "2026-01-01T12:00:00Z",
    "notes": [{"at": "2026-01-01T12:00:01Z"}],
}
SENT = {
    **PACKED,
    "state": "sent",
    "touched": "2026-01-01T12:00:05Z",
    "sent": "2026-01-01T12:00:05Z",
    "notes": [{"at": "2026-01-01T12:00:00Z"}],
}
LOST = {
    **SENT,
    "state": "lost",
    "touched": "2026-01-01T12:00:09.500Z",
    "lost": "2026-01-01T13:00:09.500Z",
    "extra": 1,
}


@pytest.mark.parametrize(("index", "expected"), [(0, PACKED), (1, SENT), (2, LOST)])
def test_a_record_in_its_stages(parcel: Fixture, index: int, expected: dict[str, Any]) -> None:
    """A stage replaces what it names, and that stays; the times that it names count from when it was entered."""
    entered = [START, START + seconds(5), START + seconds(9.5)]
    record = parcel.at(index, START, entered)
    assert record == expected
    assert list(record)[:5] == list(PACKED)


@pytest.mark.parametrize("only", [[], ["state"], ["made", "touched"], ["nothing", "lost"], list(LOST)])
@pytest.mark.parametrize(("index", "expected"), [(0, PACKED), (1, SENT), (2, LOST)])
def test_some_fields_of_a_record(parcel: Fixture, index: int, expected: dict[str, Any], only: list[str]) -> None:
    """Those that are asked for and are there are as in the whole record."""
    entered = [START, START + seconds(5), START + seconds(9.5)]
    assert parcel.at(index, START, entered, only) == {name: expected[name] for name in only if name in expected}


def test_what_is_told_of_a_record_is_a_copy(parcel: Fixture) -> None:
    """Whoever changes it changes nothing else."""
    entered = parcel.lifecycle.entered(Life(START), START)
    for index in range(3):
        before = parcel.at(index, START, entered)
        changed = parcel.at(index, START, entered)
        changed["notes"][0]["at"] = changed["state"] = "changed"
        changed["notes"].append(1)
        assert parcel.at(index, START, entered) == before


def test_a_stage_time_of_a_record_without_stages_is_the_start(tmp_path: Path) -> None:
    """There is nothing else that it could be."""
    text = "collection: a\nschema: '#'\nkey: [sku]\nrecords: {x: {sku: 1, at: !time stage - 1s}}"
    fixture = next(iter(loaded(tmp_path, text).fixtures.values()))
    assert fixture.at(0, START, []) == {"sku": 1, "at": "2026-01-01T11:59:59Z"}


@pytest.mark.parametrize(
    ("index", "pointer", "place", "within"),
    [
        (0, (), "13:9", "packed"),
        (0, ("state",), "8:5", "packed"),
        (0, ("nothing",), "13:9", "packed"),
        (1, (), "14:9", "sent"),
        (1, ("state",), "14:27", "sent"),
        (1, ("touched",), "10:5", "sent"),
        (1, ("notes", 0, "at"), "14:68", "sent"),
        (2, ("sent",), "14:40", "lost"),
        (2, ("extra", "beyond"), "19:11", "lost"),
        (2, ("nothing",), "15:9", "lost"),
    ],
)
def test_a_finding_stands_where_the_part_was_written(
    parcel: Fixture, index: int, pointer: Sequence[str | int], place: str, within: str
) -> None:
    """In the stage that set it last, else in the record; what is missing, at the stage that it is missing in."""
    found = parcel.finding("is wrong", "fixture/rule", index, tuple(pointer))
    assert str(found) == f"a.yaml:{place}: parcel, stage {within}: is wrong"


def test_a_finding_in_a_record_without_stages(tmp_path: Path) -> None:
    """It names the record alone."""
    text = "collection: a\nschema: '#'\nkey: [sku]\nrecords:\n  x: {sku: 1, at: 2}\n"
    fixture = next(iter(loaded(tmp_path, text).fixtures.values()))
    assert str(fixture.finding("is wrong", "c")) == "a.yaml:5:3: x: is wrong"
    assert str(fixture.finding("is wrong", "c", 0, ("at",))) == "a.yaml:5:15: x: is wrong"


def test_times_are_what_a_fixture_may_say_beyond_json() -> None:
    """One tag, and no more."""
    assert list(TAGS) == ["!time"]
    assert TAGS["!time"]("stage + 1s") == Time(of_stage=True, offset=seconds(1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["1s", "2 reads", "after"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sku", "stages", "after", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from(["sku", "stages", "a"]), JSON) | st.builds(
    lambda stages: {"sku": "x", "stages": stages}, st.lists(st.dictionaries(st.sampled_from("abc"), JSON, max_size=2))
)


@settings(derandomize=True, deadline=None, database=None, max_examples=100)
@given(RECORDS)
def test_any_object_is_a_record_or_malformed(record: dict[str, Any]) -> None:
    """Whatever stands where a record should, it is read or there is something to say about it; it stays as it was."""
    fixture: Fixture | None = None
    with suppress(Malformed):
        fixture = FORM.read("x", record)
    if fixture is None:
        assert wrong(record)
        return
    entered = fixture.lifecycle.entered(Life(START), START)
    for index in range(len(fixture.lifecycle.stages) or 1):
        told = fixture.at(index, START, entered)
        assert told["sku"] == record["sku"]
        assert fixture.lifecycle.at(entered[index] - START if entered else seconds(0), 0) <= index
