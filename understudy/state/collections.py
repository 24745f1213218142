"""Fixture files: each a collection of records that hold against one schema of the contract."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from understudy.errors import ProjectError, did_you_mean
from understudy.findings import Finding
from understudy.source import Source
from understudy.state.fixtures import LONGEST_NAME, Fixture, Form, Key, Malformed, is_name
from understudy.state.keys import Keys
from understudy.state.rules import Rule

_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "collection": (
        lambda value: isinstance(value, str) and is_name(value),
        f"its name, a text of 1 to {LONGEST_NAME} characters",
    ),
    "schema": (
        lambda value: isinstance(value, str),
        "a reference to its records' schema, in quotes: '#/components/schemas/…'",
    ),
    "key": (
        lambda value: isinstance(value, list) and value != [] and all(isinstance(part, str) for part in value),
        "a list of the fields, at least one, that name a record",
    ),
    "stages": (
        lambda value: isinstance(value, str),
        "the name of the field that holds a record's stages, where it shall not be `stages`",
    ),
    "rules": (lambda value: isinstance(value, list), "a list of objects with `rule` and `message`"),
    "defaults": (lambda _: True, "anything: a place for anchors that records merge"),
    "records": (lambda value: isinstance(value, dict), "an object: each record by its name"),
}
SCENARIOS = "scenarios"
"""What the one file among the fixtures is called that is no collection, without its suffix."""

_REQUIRED = ("collection", "schema", "key", "records")


class Collection(Struct, frozen=True, eq=False, dict=True):
    """Records that hold against one schema of the contract, found by the values of their key's fields."""

    name: str
    schema: str
    form: Form
    rules: tuple[Rule, ...]
    fixtures: Mapping[Key, Fixture]
    source: Source

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that name a record."""
        return self.form.key

    @cached_property
    def keys(self) -> Keys:
        """The keys of its records, by how they begin."""
        return Keys(self.fixtures)


def collection(source: Source) -> Collection:
    """The collection that a fixture file holds. Raises ProjectError with everything wrong with its form."""
    found = list(_form(source)) or list(_key(source))
    if found:
        raise ProjectError(sorted(found))
    value = source.value
    form = Form(tuple(value["key"]), value.get("stages", "stages"))
    fixtures: dict[Key, Fixture] = {}
    for name, record in value["records"].items():
        at = ("records", name)
        try:
            fixture = form.read(name, record, source, at)
        except Malformed as malformed:
            found += [source.finding((*at, *p), f"{name}: {m}", "fixture/form") for p, m in malformed.wrong]
            continue
        if (first := fixtures.setdefault(fixture.key, fixture)) is not fixture:
            message = f"{name}: the same key as {first.name}, {', '.join(map(repr, fixture.key))}"
            found.append(source.finding(at, message, "fixture/key"))
    rules = list(_rules(source, found))
    if found:
        raise ProjectError(sorted(found))
    return Collection(value["collection"], value["schema"], form, tuple(rules), MappingProxyType(fixtures), source)


def _form(source: Source) -> Iterator[Finding]:
    """What is wrong with the fields of a collection, so that the rest of the reading can rely on them."""
    value = source.value
    if why := _why_none(source):
        yield source.finding((), f"not a collection: {why}", "fixture/form")
        return
    for name in value:
        if name not in _FIELDS:
            message = f"unknown field {name!r}{did_you_mean(name, list(_FIELDS))}"
            yield source.finding((name,), message, "fixture/form")
    for name, (is_right, expected) in _FIELDS.items():
        if name in value and not is_right(value[name]):
            yield source.finding((name,), f"{name} is {expected}", "fixture/form")
        elif name not in value and name in _REQUIRED:
            yield source.finding((), f"the field {name!r} is missing: {expected}", "fixture/form")
    key = value.get("key")
    if isinstance(key, list) and any(part in key[:index] for index, part in enumerate(key)):
        yield source.finding(("key",), "key names a field twice", "fixture/form")
    records = value.get("records")
    for name, record in records.items() if isinstance(records, dict) else ():
        if not isinstance(record, dict):
            yield source.finding(("records", name), f"{name}: a record is an object", "fixture/form")


def _key(source: Source) -> Iterator[Finding]:
    """What is misspelt in a key: what no record has, and something much like it."""
    records = source.value["records"].values()
    for index, part in enumerate(source.value["key"]):
        if any(part in record for record in records):
            continue
        if hint := did_you_mean(part, list(dict.fromkeys(name for record in records for name in record))):
            yield source.finding(("key", index), f"no record has the field {part!r} of the key{hint}", "fixture/form")


def _why_none(source: Source) -> str:
    """Why a file has nothing of a collection; nothing where it has something of one."""
    value = source.value
    if not isinstance(value, dict):
        return f"an object with {', '.join(_REQUIRED)} is expected"
    has_none = value and _FIELDS.keys().isdisjoint(value)
    hint = did_you_mean(source.path.stem, [SCENARIOS]) if has_none else ""
    return f"it has none of its fields{hint}" if hint else ""


def _rules(source: Source, found: list[Finding]) -> Iterator[Rule]:
    for index, entry in enumerate(source.value.get("rules", [])):
        form = isinstance(entry, dict) and {"rule"} <= set(entry) <= {"rule", "message"}
        if not form or not all(isinstance(text, str) for text in entry.values()):
            message = "a rule is an object with `rule`, a CEL expression, and `message`, what it means in words"
            found.append(source.finding(("rules", index), message, "fixture/form"))
            continue
        try:
            yield Rule.compile(entry["rule"], entry.get("message", entry["rule"]))
        except ValueError as error:
            found.append(source.finding(("rules", index, "rule"), f"not CEL: {error}", "fixture/rule"))
