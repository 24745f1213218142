"""A fixture file is read as a collection, or everything that is wrong with its form is said at once."""

from pathlib import Path

import pytest
from state.worlds import START, loaded

from understudy.errors import ProjectError
from understudy.state.fixtures import MOST_STAGES

GOOD = """
collection: parcels
schema: '#/components/schemas/Parcel'
key: [sku, part]
stages: life
rules:
  - rule: record.sku != ''
    message: it has a name
  - rule: has(record.part)
defaults: &usual {state: packed, stages: [kept]}
records:
  one: {<<: *usual, sku: p, part: 1}
  two: {<<: *usual, sku: p, part: 2, life: [{new: }, {old: {after: 1s}}]}
"""


def found(directory: Path, text: str, name: str = "a.yaml") -> list[str]:
    """What is wrong with a fixture file of this text."""
    with pytest.raises(ProjectError) as caught:
        loaded(directory, text, name)
    return str(caught.value).splitlines()


def test_a_collection(tmp_path: Path) -> None:
    """Its records are found by their keys, and know the file that they stand in."""
    read = loaded(tmp_path, GOOD)
    assert (read.name, read.schema, read.key) == ("parcels", "#/components/schemas/Parcel", ("sku", "part"))
    assert [(key, fixture.name, fixture.origin) for key, fixture in read.fixtures.items()] == [
        (("p", 1), "one", ""),
        (("p", 2), "two", ""),
    ]
    assert [fixture.lifecycle.names for fixture in read.fixtures.values()] == [[], ["new", "old"]]
    assert read.fixtures["p", 1].at(0, START, []) == {"state": "packed", "stages": ["kept"], "sku": "p", "part": 1}
    assert read.fixtures["p", 2].source is read.source
    assert read.fixtures["p", 2].pointer == ("records", "two")


def test_the_rules_of_a_collection(tmp_path: Path) -> None:
    """A rule without a message says what it is itself."""
    assert [rule.message for rule in loaded(tmp_path, GOOD).rules] == ["it has a name", "has(record.part)"]


def test_a_collection_in_json(tmp_path: Path) -> None:
    """JSON serves as well; there `!time` is a text like any other."""
    text = '{"collection": "a", "schema": "#", "key": ["sku"], "records": {"x": {"sku": 1, "at": "!time now"}}}'
    assert loaded(tmp_path, text, "a.json").fixtures[1,].at(0, START, []) == {"sku": 1, "at": "!time now"}


def test_a_collection_without_records(tmp_path: Path) -> None:
    """It is one, to write to."""
    assert not loaded(tmp_path, "{collection: a, schema: '#', key: [sku], records: {}}").fixtures


NOT_ONE = "not a collection: an object with collection, schema, key, records is expected"
NAME = "collection is its name, a text of 1 to 200 characters"
SCHEMA = "schema is a reference to its records' schema, in quotes: '#/components/schemas/…'"
KEY = "key is a list of the fields, at least one, that name a record"
STAGES = "stages is the name of the field that holds a record's stages, where it shall not be `stages`"
RULES = "rules is a list of objects with `rule` and `message`"
RULE = "a rule is an object with `rule`, a CEL expression, and `message`, what it means in words"
NO_STAGES = f"stages are a list of at most {MOST_STAGES:,}: each a name, and below it the fields that change"
RECORDS = "records is an object: each record by its name"


@pytest.mark.parametrize("text", ["", "[]", "7", "!time now", "collection"])
def test_what_is_no_collection(tmp_path: Path, text: str) -> None:
    """A file whose content is no object."""
    assert found(tmp_path, text) == [f"a.yaml:1:1: {NOT_ONE}"]


@pytest.mark.parametrize(
    ("line", "instead", "expected"),
    [
        ("collection: parcels", "collection: 7", f"2:1: {NAME}"),
        ("collection: parcels", "collection: ''", f"2:1: {NAME}"),
        ("collection: parcels", f"collection: {'x' * 201}", f"2:1: {NAME}"),
        ("collection: parcels", "collection: !time now", f"2:1: {NAME}"),
        ("schema: '#/components/schemas/Parcel'", "schema: null", f"3:1: {SCHEMA}"),
        ("key: [sku, part]", "key: sku", f"4:1: {KEY}"),
        ("key: [sku, part]", "key: []", f"4:1: {KEY}"),
        ("key: [sku, part]", "key: [sku, 1]", f"4:1: {KEY}"),
        ("key: [sku, part]", "key: [sku, !time now]", f"4:1: {KEY}"),
        ("key: [sku, part]", "key: [sku, part, sku]", "4:1: key names a field twice"),
        (
            "key: [sku, part]",
            "key: [sku, prat]",
            "4:12: no record has the field 'prat' of the key; did you mean 'part'?",
        ),
        ("stages: life", "stages: [life]", f"5:1: {STAGES}"),
        ("stages: life", "stags: life", "5:1: unknown field 'stags'; did you mean 'stages'?"),
        ("  - rule: has(record.part)", "  - rul: 1", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - rule: 1", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - has(record.part)", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - {rule: 'true', message: 1}", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - {rule: 'true', also: x}", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - message: x", f"9:5: {RULE}"),
        ("  - rule: has(record.part)", "  - rule: has(", "9:5: not CEL: 1:5: Syntax error: mismatched input '<EOF>'"),
        ("  one: {<<: *usual, sku: p, part: 1}", "  one: [p, 1]", "12:3: one: a record is an object"),
        ("  one: {<<: *usual, sku: p, part: 1}", "  one: !time now", "12:3: one: a record is an object"),
        (
            "  one: {<<: *usual, sku: p, part: 1}",
            "  one: {sku: p}",
            "12:3: one: no 'part': it is part of the key that names a record",
        ),
        (
            "  one: {<<: *usual, sku: p, part: 1}",
            "  one: {sku: p, part: 2}",
            "13:3: two: the same key as one, 'p', 2",
        ),
        (
            "  one: {<<: *usual, sku: p, part: 1}",
            "  one: {sku: p, part: 2.0}",
            "13:3: two: the same key as one, 'p', 2",
        ),
        (
            "  one: {<<: *usual, sku: p, part: 1}",
            "  '': {sku: p, part: 1}",
            "12:3: : a name has 1 to 200 characters",
        ),
        (
            "life: [{new: }, {old: {after: 1s}}]",
            "life: [{new: }, {old: {after: 1 s., size: 3}}]",
            "13:61: two: `after` says when a stage is entered: after a duration such as 10s, or after `4 reads`",
        ),
        (
            "life: [{new: }, {old: {after: 1s}}]",
            "life: new",
            f"13:38: two: {NO_STAGES}",
        ),
    ],
)
def test_what_is_wrong_with_a_collection(tmp_path: Path, line: str, instead: str, expected: str) -> None:
    """It is said where it stands, with what is expected there."""
    assert line in GOOD
    assert f"a.yaml:{expected}" in found(tmp_path, GOOD.replace(line, instead))


def test_fields_that_are_missing(tmp_path: Path) -> None:
    """Each of those that a collection needs is named, with what it is."""
    assert found(tmp_path, "defaults: 1") == [
        f"a.yaml:1:1: the field {name!r} is missing: {text.partition(' is ')[2]}"
        for name, text in [("collection", NAME), ("key", KEY), ("records", RECORDS), ("schema", SCHEMA)]
    ]


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """First the form as a whole; where that is right, all rules and all records."""
    assert found(tmp_path, "collection: 1\nkey: sku\nrecords: 7\nrules: x\n") == [
        "a.yaml:1:1: " + NAME,
        "a.yaml:1:1: the field 'schema' is missing: " + SCHEMA.partition(" is ")[2],
        "a.yaml:2:1: " + KEY,
        "a.yaml:3:1: " + RECORDS,
        "a.yaml:4:1: " + RULES,
    ]
    bad = (
        "collection: a\nschema: '#'\nkey: [sku]\nrules: [1, {rule: '('}]\nrecords:\n  x: {}\n  y: {stages: 1, sku: 1}\n"
    )
    assert [line.partition(": ")[0] for line in found(tmp_path, bad)] == [
        *["a.yaml:4:9", "a.yaml:4:13", "a.yaml:6:3", "a.yaml:7:7"]
    ]
