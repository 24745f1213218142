"""Names by which a client asks for a record, a stage, a scenario or an example: `Prefer: example=…`."""

from collections.abc import Iterator
from itertools import chain

from understudy.check.rules.answering import fixtures
from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.examples import shown
from understudy.contract.operations import Operation
from understudy.errors import quoted
from understudy.findings import Finding, Place
from understudy.state.fixtures import LONGEST_NAME


def unaskable(subject: Subject) -> Iterator[Finding]:
    """Names that no header can carry, or that ask for something else."""
    yield from chain(_of_records(subject), _of_scenarios(subject), _of_examples(subject), _taken(subject))


def _of_records(subject: Subject) -> Iterator[Finding]:
    for collection in subject.parts.collections:
        said = set()
        for fixture in fixtures(subject, collection):
            source = fixture.source or collection.source
            named = [("record", fixture.name, fixture.pointer)]
            named += [("stage", stage.name, stage.pointer) for stage in fixture.lifecycle.stages]
            for what, name, pointer in named:
                # A scenario has a record, and its stages, by the names that they have outside of it.
                if (why := _why_not(name)) and (what, fixture.name, name) not in said:
                    said.add((what, fixture.name, name))
                    yield source.finding(pointer, f"no client can ask for this {what}: {why}", "fixture/preference")


def _of_scenarios(subject: Subject) -> Iterator[Finding]:
    known = subject.parts.scenarios
    for name in known.known:
        if known.source and (why := _why_not(name)):
            message = f"no client can ask for this scenario: {why}"
            yield known.source.finding((name,), message, "fixture/preference")


def _of_examples(subject: Subject) -> Iterator[Finding]:
    for operation in subject.contract.operations:
        for response in operation.responses.values():
            for content in response.body.content.values():
                examples = content.get("examples")
                for name, example in examples.items() if examples else ():
                    if why := _why_not(name):
                        yield example.finding(f"no client can ask for this example: {why}", "fixture/preference")


def _why_not(name: str) -> str | None:
    """Why a header cannot carry a name (RFC 9110, 5.5; RFC 7240, 2)."""
    if not name:
        return "its name is empty"
    if len(name) > LONGEST_NAME:
        return f"its name has {len(name)} characters, and a preference at most {LONGEST_NAME}"
    if any((character < " " and character != "\t") or character == "\x7f" for character in name):
        return f"its name {quoted(name)} has a character that no header may have"
    return None


def _taken(subject: Subject) -> Iterator[Finding]:
    """Records that are not found by their names, since an example or another record comes first."""
    said = set()
    for operation in subject.contract.operations:
        first: dict[str, tuple[str, Place]] = {}
        for name, node in _examples(subject, operation):
            first.setdefault(name, ("the contract's example", node.place))
        for collection, _ in subject.made_of[operation]:
            for fixture in collection.fixtures.values():
                own = collection.source.place(fixture.pointer)
                what, place = first.setdefault(fixture.name, ("the record", own))
                if place != own and own not in said:
                    said.add(own)
                    asked = f"a client that asks {operation} for the example {quoted(fixture.name)}"
                    message = f"{asked} is given {what} at {place}, not this record"
                    yield collection.source.finding(fixture.pointer, message, "fixture/preference").beside(place, what)


def _examples(subject: Subject, operation: Operation) -> Iterator[tuple[str, Node]]:
    """The named examples of an operation's good answer."""
    _, response = operation.success
    for content in response.body.content.values() if response else ():
        examples = content.get("examples")
        for name, node in examples.items() if examples else ():
            if shown(subject.contract.document.resolve(node)):
                yield name, node
