"""Records held against what a contract promises of them, and against the rules of their collection."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.violations import Violation
from understudy.errors import did_you_mean, nearest, quoted
from understudy.findings import Finding, Place
from understudy.source import Pointer
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key
from understudy.state.life import Life
from understudy.state.moments import Time
from understudy.state.rules import broken
from understudy.state.scenarios import Scenario, Scenarios

_SAYS = {"fixture/schema": "what the contract says of it", "fixture/rule": "the rule"}
"""What stands at the place that a finding of a record is at odds with."""


def judged_records(
    promised: Contract, collection: Collection, schema: Node, overlays: Scenarios, start: datetime
) -> Iterator[Finding]:
    """Findings in the records of a collection, and in those that scenarios put in their place."""
    overlaid = [
        (scenario, fixture)
        for scenario in overlays.known.values()
        for fixture in scenario.records.get(collection.name, {}).values()
        if fixture
    ]
    own: list[tuple[Scenario | None, Fixture]] = [(None, fixture) for fixture in collection.fixtures.values()]
    said: set[tuple[Key, Pointer, str]] = set()
    for scenario, fixture in [*own, *overlaid]:
        within = f"in scenario {scenario.name}: " if scenario else ""
        seen = set()
        for index, pointer, message, code, by in _judged(promised, collection, schema, fixture, start):
            if scenario and (fixture.key, pointer, message) in said:
                continue  # it is taken over from the record in whose place this one is put
            finding = fixture.finding(f"{within}{_where(pointer)}{message}", code, index, pointer)
            # what one stage leaves to the next is said once, what the next sets itself is said again
            what = (finding.place if pointer else None, pointer, message)
            if what not in seen:
                seen.add(what)
                yield finding.beside(by, _SAYS[code]) if by else finding
        if not scenario:
            said |= {(fixture.key, pointer, message) for _, pointer, message in seen}


def problems(promised: Contract, collection: Collection, schema: Node, fixture: Fixture, start: datetime) -> list[str]:
    """What does not hold about a record, in any of its stages, in a session that began at a moment."""
    found = _judged(promised, collection, schema, fixture, start)
    return list(dict.fromkeys(f"{_where(pointer)}{message}" for _, pointer, message, _, _ in found))


def _judged(
    promised: Contract, collection: Collection, schema: Node, fixture: Fixture, start: datetime
) -> Iterator[tuple[int, Pointer, str, str, Place | None]]:
    """What does not hold about a record: the stage by its index, where, what, the finding's code, and who says so."""
    declared = dict.fromkeys(promised.schemas.properties(schema))
    entered = fixture.lifecycle.entered(Life(start), start)
    for index in range(len(fixture.lifecycle.stages) or 1):
        record = fixture.at(index, start, entered)
        violations = promised.schemas.answers.violations(schema, record)
        for violation in violations:
            place = promised.schemas.place(violation)
            message = f"{violation.message}{_hint(promised, violation)}{f' ({place})' if place else ''}"
            yield index, violation.pointer, message, "fixture/schema", place
        if not violations:
            # A rule may speak of a field that a record leaves out: what the schema declares reads as null.
            for rule, reason in broken(collection.rules, {**declared, **record}):
                by = collection.source.place(("rules", collection.rules.index(rule), "rule"))
                yield index, (), reason, "fixture/rule", by


def _hint(promised: Contract, violation: Violation) -> str:
    """What was probably meant."""
    if violation.keyword in ("additionalProperties", "unevaluatedProperties"):
        closed = promised.document.locate((violation.location or "").rpartition("/")[0])
        name, known = str(violation.pointer[-1]), promised.schemas.properties(closed) if closed else {}
        return "" if name in known else did_you_mean(name, list(known))
    if violation.keyword == "required" and isinstance(violation.instance, dict):
        whole = promised.document.locate((violation.location or "").rpartition("/")[0])
        known = promised.schemas.properties(whole) if whole else {}
        others = [name for name in violation.instance if name not in known]
        meant = nearest(violation.facts["property"], others) if known else None
        return f"; {quoted(meant)} is there, and not declared" if meant else ""
    if violation.keyword == "format" and isinstance(violation.instance, str):
        with suppress(ValueError):
            Time.parse(violation.instance)
            return f"; did you mean `!time {violation.instance}`?"
    return ""


def _where(pointer: Pointer) -> str:
    return f"{'.'.join(map(str, pointer))}: " if pointer else ""
