"""A schema filled with what the names of its members ask for."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import NamedTuple

from understudy.contract.document import Node
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING, Schemas, Validator
from understudy.server.wording.facts import Said, Slot, offered
from understudy.server.wording.parts import Constant, Part, Tell, is_fixed, telling
from understudy.server.wording.readings import Around, Readings, identity

_DEEPEST = 4
"""Levels of an error that are filled: what lies deeper tells nobody anything."""

_SHALLOW = 2
"""Levels on which members are filled that need not be there and of which nothing is known."""

_MOST_MADE = 3
"""Members that are made up for one error, since nothing that is said in it would do."""

_MOST_FILLED = 300
"""Members that are tried for one error, of schemas that refer to each other without end too."""


class Judged(NamedTuple):
    """A part of an error that was held against a schema, what tells it, and whether it was good."""

    validator: Validator
    tell: Tell
    is_good: bool

    def holds(self, values: Said) -> bool:
        """Whether it would be judged so again, given what there is to say."""
        return self.validator.is_valid(self.tell(values)) == self.is_good


class Filling:
    """Fills one schema for one refusal; `judged` is all that could have come out otherwise for another of its kind."""

    def __init__(self, schemas: Schemas, samples: Samples, readings: Readings, values: Said) -> None:
        self._schemas, self._samples, self._readings, self._values = schemas, samples, readings, values
        self._left, self._samples_left = _MOST_FILLED, _MOST_MADE
        self.judged: list[Judged] = []

    def fill(self, schema: Node) -> Part | None:
        """A value for the whole, or None where none could be made."""
        return self._fill(schema, "", None, frozenset(), required=True)

    def _fill(self, schema: Node, name: str, problem: int | None, around: Around, *, required: bool) -> Part | None:
        """The value of the member of this name; None where it may stay away and there is nothing to say.

        `problem` is the one that it is a part of, `around` the schemas that this one is filled inside of: a recursive
        one ends where it meets itself.
        """
        own = identity(self._schemas.resolve(schema))
        self._left -= 1
        if own in around or len(around) > _DEEPEST or self._left < 0:
            return None
        candidates = (slot for slot in offered(name, problem) if self._values[slot] is not MISSING)
        built = self._built(schema, problem, around | {own})
        plain = self._plain(schema) if required else iter(())
        validator = self._schemas.validator(schema)
        for part in chain(candidates, built, plain):
            tell = telling(part)
            is_good = validator.is_valid(tell(self._values))
            if not is_fixed(part):
                self.judged.append(Judged(validator, tell, is_good))
            if is_good:
                return part
        return None

    def _built(self, schema: Node, problem: int | None, around: Around) -> Iterator[Part]:
        """An object of the members that have something to say, and an array of the problems, for each alternative."""
        for alternative in self._readings.of(schema):
            members, required = alternative.members, alternative.required
            filled: dict[str, Part | None] = {}
            for name in alternative.first:
                if name in required or len(around) <= _SHALLOW or offered(name, problem):
                    filled[name] = self._fill(members[name], name, problem, around, required=name in required)
            if found := {name: part for name in members if (part := filled.get(name)) is not None}:
                yield found
            if (items := alternative.items) and problem is None:
                elements = [self._fill(items, "", index, around, required=True) for index in self._values.problems]
                yield [element for element in elements if element is not None]

    def _plain(self, schema: Node) -> Iterator[Part]:
        """Values for a member that is required and of which nothing is known."""
        for part in self._schemas.alternatives(schema):
            value = part.value
            yield from (Constant(value[keyword]) for keyword in ("const", "default", "example") if keyword in value)
            yield from map(Constant, value.get("enum", []))
            yield from map(Constant, value.get("examples", []))
        yield Slot("message")
        yield from map(Constant, ("", "about:blank", "00000000-0000-0000-0000-000000000000"))
        yield from map(Constant, ("1970-01-01T00:00:00Z", "1970-01-01"))
        yield Slot("status")
        yield from map(Constant, (0, False, None, [], {}))
        if self._samples_left > 0:
            self._samples_left -= 1
            with suppress(Unsatisfied):
                yield Constant(self._samples.sample(schema, "", {}))
