"""Many schemas and edits of them, drawn at random: what is called compatible is, and every instance shows its gap."""

import json
from typing import Any

from contract.containment.comparing import Comparison, Side
from contract.samples.drawn import Draw, Drawer, values
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from understudy.contract.containment import Kind
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING


def edited(draw: Draw, drawer: Drawer, schema: Any) -> Any:
    """A schema with something in it changed, left out or added."""
    if isinstance(schema, dict) and schema:
        name = draw(st.sampled_from(sorted(schema)))
        value, kept = schema[name], {other: each for other, each in schema.items() if other != name}
        kind = draw(st.integers(0, 5))
        if kind == 1 and isinstance(value, int | float) and not isinstance(value, bool):
            kept[name] = abs(value + draw(st.sampled_from([-1, 1, 2])))
        elif kind == 2:
            kept |= {name: value, **drawer.typed(draw(values))}
        elif kind == 3 and name == "properties":
            kept[name] = {**value, draw(st.sampled_from("abc")): drawer.about(draw(values), 1)}
        elif kind:
            kept[name] = edited(draw, drawer, value)
        return kept
    if isinstance(schema, list) and schema:
        index = draw(st.integers(0, len(schema) - 1))
        if draw(st.booleans()) and len(schema) > 1:
            return schema[:index] + schema[index + 1 :]
        return [*schema[:index], edited(draw, drawer, schema[index]), *schema[index + 1 :]]
    return schema


@st.composite
def comparisons(draw: Draw) -> Comparison:
    """A schema, an edit of it, and both ways round."""
    drawer = Drawer(draw)
    before = drawer.about(draw(values))
    after = edited(draw, drawer, before)
    sides = [Side(json.loads(json.dumps(schema)), dict(drawer.components)) for schema in (before, after)]
    try:
        for side in sides:
            side.takes(None)
    except ValueError:  # it does not compile, which is among the findings of a document
        assume(condition=False)
    return Comparison(*(sides if draw(st.booleans()) else reversed(sides)))


def instances(side: Side) -> list[Any]:
    """Some that satisfy a schema."""
    found = []
    for seed in range(4):
        try:
            found.append(Samples(side.schemas, steps=500).sample(side.node, str(seed), {}))
        except Unsatisfied:
            break
    return found


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(comparisons(), st.lists(values, max_size=4))
def test_a_compatible_change_refuses_nothing_that_was_taken(comparison: Comparison, others: list[Any]) -> None:
    """Where no gap is found, no instance is admitted by the one and refused by the other."""
    if any(gap.kind is not Kind.HINT for gap in comparison.gaps):
        return
    for value in [*instances(comparison.inner), *instances(comparison.outer), *others]:
        assert comparison.outer.takes(value) or not comparison.inner.takes(value)


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(comparisons())
def test_what_is_shown_is_in_the_gap(comparison: Comparison) -> None:
    """The schema in which a keyword refuses an instance does so, and the other one does not."""
    for gap in comparison.gaps:
        value = comparison.example(gap)
        if value is not MISSING:
            assert comparison.inner.schemas.validator(gap.inner).is_valid(value)
            assert not comparison.outer.schemas.validator(gap.outer).is_valid(value)
