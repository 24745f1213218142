"""An instance that shows a gap: one that a schema admits, and another one refuses."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from understudy.contract.containment.deciding import canonicalized, left
from understudy.contract.containment.look import Gap, Kind
from understudy.contract.containment.plain import Plainly
from understudy.contract.containment.texts import written
from understudy.contract.dialects import DIALECTS, JsonSchema
from understudy.contract.document import Document, Node
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING, Schemas
from understudy.source import Source

_SEEDS = 4
_STEPS = 1000
"""What is spent on one try: most gaps show at once, or not at all."""
_ODD: tuple[Any, ...] = (0, "", None, [], {}, 0.5, True)
"""What a member may hold of which nothing is said."""

_OF_MEMBERS = ("properties", "patternProperties", "additionalProperties", "unevaluatedProperties")

_DIALECT = DIALECTS[0]


def example(gap: Gap, outer: Schemas, inner: Schemas) -> Any:
    """A value in a gap between schemas of these two documents; MISSING where none was found."""
    admits, refuses = _validator(gap.admitting, inner, gap.inner), _validator(gap.refusing, outer, gap.outer)

    reads = outer.validator(gap.outer).is_valid if gap.are_texts else None

    def is_one(value: Any) -> bool:
        return admits(value) and not refuses(value) and not (reads and reads(written(value)))

    return next((_least(value, is_one) for value in _candidates(gap, inner) if is_one(value)), MISSING)


def _validator(schema: Plainly | None, schemas: Schemas, node: Node) -> Callable[[Any], bool]:
    """What a plain schema says of a value; where there is none, what the one does that it is made of."""
    if schema is None or canonicalized(schema) is None:
        return schemas.validator(node).is_valid
    return _DIALECT.validator(schema, formats=dict(_DIALECT.formats), validate_formats=True, offline=True).is_valid


def _least(value: Any, is_one: Callable[[Any], bool]) -> Any:
    """A value without those members or elements that it may as well do without."""
    if isinstance(value, dict):
        for name in list(value):
            less: Any = {other: each for other, each in value.items() if other != name}
            value = less if is_one(less) else value
    if isinstance(value, list):
        for index in reversed(range(len(value))):
            less = value[:index] + value[index + 1 :]
            value = less if is_one(less) else value
    return value


def _candidates(gap: Gap, inner: Schemas) -> Iterator[Any]:
    """Values that may be in the gap, the most telling ones first."""
    yield from gap.lost
    for value in _samples(Samples(inner, steps=_STEPS), gap.inner, _SEEDS):
        yield value
        if isinstance(value, dict) and gap.keyword in _OF_MEMBERS:
            name = _member(gap)
            yield from ({**value, name: odd} for odd in _ODD)
        elif isinstance(value, dict):
            yield from ({name: each for name, each in value.items() if name != left_out} for left_out in value)
    known = gap.admitting is not None and gap.refusing is not None
    for schema in filter(
        None, [left(gap.admitting, gap.refusing), _both(gap.admitting, gap.refusing)] if known else ()
    ):
        yield from _of(schema)


def _member(gap: Gap) -> str:
    """A name that the keyword of a gap speaks of."""
    if gap.keyword == "patternProperties":
        return str(next(_of({"type": "string", "pattern": gap.at[-1]}), "another"))
    return str(gap.at[-1]) if gap.kind is Kind.UNDECLARED else "another"


def _of(schema: Plainly) -> Iterator[Any]:
    """A value that satisfies a plain schema, if one is found."""
    source = Source(Path("schema.json"), "schema.json", "", schema)
    node = Node(source, (), schema)
    yield from _samples(Samples(Schemas(Document(source), _DIALECT, [node]), steps=_STEPS), node, 1)


def _samples(samples: Samples, node: Node, seeds: int) -> Iterator[Any]:
    for seed in range(seeds):
        try:
            yield samples.sample(node, str(seed), {})
        except (Unsatisfied, ValueError):
            return


def _both(admitting: Plainly | None, refusing: Plainly | None) -> Plainly:
    """A schema of what one admits and the other refuses, their definitions side by side."""
    (first, mine), (second, theirs) = _apart(admitting, "a"), _apart(refusing, "b")
    return {"allOf": [first, {"not": second}], "$defs": {**mine, **theirs}}


def _apart(schema: Any, prefix: str) -> tuple[Any, JsonSchema]:
    """A schema and its definitions, which are given names of their own."""
    renamed = json.loads(json.dumps(schema).replace('"$ref": "#/$defs/', f'"$ref": "#/$defs/{prefix}-'))
    defined = renamed.pop("$defs", {}) if isinstance(renamed, dict) else {}
    return renamed, {f"{prefix}-{name}": value for name, value in defined.items()}
