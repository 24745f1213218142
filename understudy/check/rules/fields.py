"""Fields of records that look like misspelt ones: where a schema is open, nothing else would tell."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from understudy.check.rules.answering import fixtures
from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import nearest, quoted
from understudy.findings import Finding
from understudy.source import Pointer
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key

_OTHERS = ("additionalProperties", "patternProperties", "unevaluatedProperties")


_Part = tuple[Pointer, Mapping[str, Any], Mapping[str, Any], Container[str]]
"""Where fields are said, the fields, what was there before them, and those that are not lacking."""


def misspelt(subject: Subject) -> Iterator[Finding]:
    """Fields that the schema of a record does not declare, each much like one that it does and the record lacks.

    A schema that says of which form others are means to have them; of a record that breaks its own enough is said.
    """
    said = {(found.place.file, found.pointer) for found in subject.parts.findings if found.code == "fixture/schema"}
    for collection in subject.parts.collections:
        schema = subject.parts.schemas.get(collection.name)
        if schema is None or _has_others(subject, schema):
            continue
        declared, told = list(subject.contract.schemas.properties(schema)), set[tuple[Key, str]]()
        for fixture in fixtures(subject, collection):
            source = fixture.source or collection.source
            if not any(file == source.file and _lies_in(fixture.pointer, at) for file, at in said):
                yield from _misspelt(collection, fixture, declared, told)


def _has_others(subject: Subject, schema: Node) -> bool:
    parts = subject.contract.schemas.alternatives(schema)
    return any(isinstance(part.value.get(keyword), dict) for part in parts for keyword in _OTHERS)


def _lies_in(whole: Pointer, part: Pointer | None) -> bool:
    return part is not None and part[: len(whole)] == whole


def _misspelt(
    collection: Collection, fixture: Fixture, declared: list[str], told: set[tuple[Key, str]]
) -> Iterator[Finding]:
    """Those of one record; what a scenario takes over from it is `told` by then.

    A stage or a scenario says a field anew, which may be there already: it is held against those that it lacks itself.
    """
    base, stages = collection.fixtures.get(fixture.key), fixture.lifecycle.stages
    before = base.value if base and base is not fixture else {}
    own = {name: value for name, value in fixture.value.items() if name not in before or before[name] != value}
    given = {name for fields in (own, *(stage.fields for stage in stages)) for name in fields}
    whole: _Part = (fixture.pointer, own, before, own if before else given)
    parts = [whole, *((stage.pointer, stage.fields, fixture.value, stage.fields) for stage in stages)]
    for at, fields, there, said in parts:
        lacking = [name for name in declared if name not in said]
        for name, value in fields.items():
            may_be_stages = fields is own and not stages and isinstance(value, list)
            known = [*lacking, str(collection.form.stages)] if may_be_stages else lacking
            if name in declared or name in there or (fixture.key, name) in told or not (meant := nearest(name, known)):
                continue
            told.add((fixture.key, name))
            message = f"{fixture.name}: the schema declares no {quoted(name)}; did you mean {meant!r}?"
            yield (fixture.source or collection.source).finding((*at, name), message, "fixture/misspelt-field")
