"""A schema filled with what the names of its members ask for."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import IntEnum
from itertools import chain

from msgspec import Struct

from understudy.contract.document import Node
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.validators import Validator
from understudy.server.refusing.wording import fitting
from understudy.server.refusing.wording.facts import Said, Slot
from understudy.server.refusing.wording.names import (
    PLACES,
    is_of_fields,
    is_of_no_field,
    needed,
    offered,
    offered_last,
    unplaced,
)
from understudy.server.refusing.wording.parts import (
    ByField,
    Constant,
    Cut,
    Fit,
    Part,
    Tell,
    is_fixed,
    says_what,
    telling,
)
from understudy.server.refusing.wording.readings import Around, Readings

_DEEPEST = 4
"""Levels of an error that are filled: what lies deeper tells nobody anything."""

_SHALLOW = 2
"""Levels on which members are filled that need not be there and of which nothing is known."""

_MOST_MADE = 3
"""Members that are made up for one error, since nothing that is said in it would do."""

_MOST_FILLED = 300
"""Members that are tried for one error, of schemas that refer to each other without end too."""

_CUT = ("message", "sentence", "title")
"""Facts that are texts of which the beginning is of use."""

_TYPES = {str: "string", list: "array", dict: "object"}

_SAID_IN_WORDS = ("type", "message", "sentence")
"""Facts of a problem for which schemas have words of their own."""


class Judged(Struct, frozen=True):
    """A part of an error that was held against a schema, what tells it, and whether it was good."""

    part: Part
    validator: Validator
    tell: Tell
    is_good: bool

    def holds(self, values: Said) -> bool:
        """Whether it would be judged so again, given what there is to say."""
        return self.validator.is_valid(self.tell(values)) == self.is_good


class About(Struct, frozen=True):
    """The problem that a part of an error is about, by its index; whether its place is told in another part."""

    problem: int
    is_placed: bool = False

    @property
    def message(self) -> Slot:
        """What is said of it, with its place where that is not told elsewhere."""
        return Slot("message" if self.is_placed else "sentence", self.problem)


class Effort(IntEnum):
    """What is done so that an error says what is wrong: more than the least only where it else would not."""

    LEAST = 0
    REFUSAL_AS_PROBLEM = 1
    MESSAGE_AS_TITLE = 2


class Filling:
    """Fills one schema for one refusal; `judged` is all that could have come out otherwise for another of its kind."""

    def __init__(self, schemas: Schemas, samples: Samples, readings: Readings, values: Said) -> None:
        self._schemas, self._samples, self._readings, self._values = schemas, samples, readings, values
        self._left, self._samples_left, self._effort = _MOST_FILLED, _MOST_MADE, Effort.LEAST
        self.judged: list[Judged] = []

    def fill(self, schema: Node) -> Part | None:
        """A value for the whole, or None where none could be made."""
        first: Part | None = None
        for effort in Effort:
            self._effort = effort
            self._left, self._samples_left = _MOST_FILLED, _MOST_MADE
            part = self._fill(schema, "", None, frozenset(), required=True)
            if part is None or says_what(part):
                return part
            first = first or part
        return first

    @property
    def _lists_problems(self) -> bool:
        return bool(self._values.facts.problems) or self._effort >= Effort.REFUSAL_AS_PROBLEM

    def _fill(self, schema: Node, name: str, about: About | None, around: Around, *, required: bool) -> Part | None:
        """The value of the member of this name; None where it may stay away and there is nothing to say.

        `about` is the problem that it is a part of, `around` the schemas that this one is filled inside of: a recursive
        one ends where it meets itself.
        """
        own = self._schemas.resolve(schema).identity
        self._left -= 1
        if own in around or len(around) > _DEEPEST or self._left < 0:
            return None
        named = self._named(schema, name, about, required=required)
        built = self._built(schema, name, about, around | {own}, required=required)
        last = self._known(offered_last(name, about.problem if about else None))
        plain = self._plain(schema, name, about) if required else iter(())
        validator, before = self._schemas.validator(schema), len(self.judged)
        for part in chain(named, built, last, plain):
            tell = telling(part, self._values)
            is_good = validator.is_valid(tell(self._values))
            if is_good and isinstance(part, dict) and len(self._readings.of(schema)) == 1:
                # An object that is good has good members where each is described in one way.
                self.judged[before:] = [judged for judged in self.judged[before:] if not judged.is_good]
            if not is_fixed(part) and (is_good or self._may_be_good(part, schema)):
                self.judged.append(Judged(part, validator, tell, is_good))
            if is_good:
                return part
            before = len(self.judged)
        return None

    def _may_be_good(self, part: Part, schema: Node) -> bool:
        """Whether it is more than its type that makes a part no good, which is the same in all refusals of a kind."""
        of_type = next(
            (name for type_, name in _TYPES.items() if isinstance(telling(part, self._values)(self._values), type_)),
            None,
        )
        return of_type is None or self._schemas.allows(schema, of_type)

    def _known(self, slots: Iterable[Slot]) -> Iterator[Slot]:
        return (slot for slot in slots if self._values[slot] is not MISSING)

    def _named(self, schema: Node, name: str, about: About | None, *, required: bool) -> Iterator[Part]:
        """What a member may say by its name: all of it, the option that says it, or as much as there is room for."""
        slots = offered(name, about.problem if about else None)
        if about:
            slots = [about.message if slot.fact == "message" else slot for slot in slots]
        titles = [slot for slot in slots if slot.fact == "title"] if self._effort == Effort.MESSAGE_AS_TITLE else []
        slots = [slot for slot in slots if slot not in titles]
        facts, options = self._values.facts, self._readings.options(schema) if slots or required else ()
        if about and options and slots and slots[0].fact in _SAID_IN_WORDS:
            yield Fit(options, about.problem)
        yield from self._known(slots)
        if not about and (option := fitting.of_status(options, facts.status, facts.title)) is not None:
            yield Constant(option)
        yield from self._cut(schema, (slot for slot in slots if slot.fact in _CUT))
        yield from self._known(titles)
        if about and required:
            yield from self._known(unplaced(name, about.problem))

    def _cut(self, schema: Node, slots: Iterable[Slot]) -> Iterator[Cut]:
        if (longest := self._readings.longest(schema)) is not None:
            yield from (Cut(slot, longest) for slot in slots)

    def _built(self, schema: Node, name: str, about: About | None, around: Around, *, required: bool) -> Iterator[Part]:
        """An object of the members that have something to say, and the problems in a list or by their fields.

        Each for each alternative.
        """
        for alternative in self._readings.of(schema):
            members = alternative.members
            within = about and About(about.problem, about.is_placed or self._is_placed(members, about.problem))
            filled: dict[str, Part | None] = {}
            for member in alternative.first:
                must = member in alternative.required
                if must or len(around) <= _SHALLOW or offered(member, about.problem if about else None):
                    filled[member] = self._fill(members[member], member, within, around, required=must)
            found = {member: part for member in members if (part := filled.get(member)) is not None}
            lists = about is None and self._lists_problems
            if lists and (rest := alternative.rest) and is_of_fields(name) and not says_what(found):
                yield from self._by_field(found, rest, around)
            if found:
                yield found
            lists = about is None and (required or (lists and not self._is_left_out(name)))
            if lists and (items := alternative.items):
                yield self._listed(items, around, is_placed=False)

    def _is_left_out(self, name: str) -> bool:
        """Whether a list is of what is wrong with no field, where something is wrong with each."""
        return is_of_no_field(name) and bool(self._values.facts.problems)

    def _is_placed(self, members: Iterable[str], problem: int) -> bool:
        """Whether the place of a problem has a member of its own."""
        slots = chain.from_iterable(offered(member, problem) for member in members)
        return any(slot.fact in PLACES for slot in self._known(slots))

    def _listed(self, schema: Node, around: Around, *, is_placed: bool) -> list[Part]:
        """All the problems, each in this form, as far as it has one for them."""
        elements = [self._fill(schema, "", About(at, is_placed), around, required=True) for at in self._values.problems]
        return [element for element in elements if element is not None]

    def _by_field(self, found: Mapping[str, Part], schema: Node, around: Around) -> Iterator[Part]:
        """The problems by their fields, in a list of this form or themselves in it, beside other members."""
        forms: list[tuple[Node, bool]] = [
            (alternative.items, True) for alternative in self._readings.of(schema) if alternative.items
        ]
        for form, is_listed in [*forms, (schema, False)]:
            elements = self._listed(form, around, is_placed=True)
            if len(elements) == len(self._values.problems):
                yield ByField(found, elements, is_listed)

    def _plain(self, schema: Node, name: str, about: About | None) -> Iterator[Part]:
        """Values for a member that is required and of which nothing is known."""
        formats = set()
        for part in self._schemas.alternatives(schema):
            value = part.value
            formats.add(value.get("format"))
            yield from (Constant(value[keyword]) for keyword in ("const", "default", "example") if keyword in value)
            yield from map(Constant, value.get("enum", []))
            yield from map(Constant, value.get("examples", []))
        message = about.message if about else Slot("message")
        yield from self._known(needed(name))
        yield message
        yield from self._cut(schema, [message])
        yield from map(Constant, ("", "about:blank", "00000000-0000-0000-0000-000000000000"))
        if formats & {"date-time", "date"}:  # whoever asks for the moment has told the time
            yield from self._known((Slot("moment"), Slot("day")))
        yield from map(Constant, ("1970-01-01T00:00:00Z", "1970-01-01"))
        yield Slot("status")
        yield from map(Constant, (0, False, None, [], {}))
        if self._samples_left > 0:
            self._samples_left -= 1
            with suppress(Unsatisfied):
                yield Constant(self._samples.sample(schema, "", {}))
