"""Fields of records that look like misspelt ones: where a schema is open, nothing else would tell."""

from collections.abc import Iterator

from understudy.check.rules.answering import fixtures
from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import nearest, quoted
from understudy.findings import Finding
from understudy.source import Pointer
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key

_OTHERS = ("additionalProperties", "patternProperties", "unevaluatedProperties")


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
    """Those of one record; what a scenario takes over from it is `told` by then."""
    stages = fixture.lifecycle.stages
    parts = [(fixture.pointer, fixture.value), *((stage.pointer, stage.fields) for stage in stages)]
    given = {name for _, fields in parts for name in fields}
    lacking = [name for name in declared if name not in given]
    for at, name in dict.fromkeys((at, name) for at, fields in parts for name in fields):
        may_be_stages = not stages and isinstance(fixture.value.get(name), list)
        known = [*lacking, str(collection.form.stages)] if may_be_stages else lacking
        if name not in declared and (fixture.key, name) not in told and (meant := nearest(name, known)):
            told.add((fixture.key, name))
            message = f"{fixture.name}: the schema declares no {quoted(name)}; did you mean {meant!r}?"
            yield (fixture.source or collection.source).finding((*at, name), message, "fixture/misspelt-field")
