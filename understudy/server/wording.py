"""How a refusal is put into words that an API's own error schema has a place for.

Nothing is known of an API but its schema; yet error schemas are much alike, and their members are called by few names.
So each member is offered what its name suggests, and takes the first thing that its schema allows. One that has to be
there, and of which nothing is known, is made up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice, product
from typing import Any

from understudy.contract.document import Node
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING, Schemas
from understudy.source import Pointer, pointer_text

_DEEPEST = 4
"""Levels of an error that are filled: what lies deeper tells nobody anything."""

_SHALLOW = 2
"""Levels on which members are filled that need not be there and of which nothing is known."""

_MOST_MADE = 3
"""Members that are made up for one error, since nothing that is said in it would do."""

_MOST_FILLED = 300
"""Members that are tried for one error, of schemas that refer to each other without end too."""

_MOST_CHOICES = 16
"""Combinations of alternatives that are tried before giving up on a schema."""

Offers = Mapping[str, tuple[Any, ...]]
Around = frozenset[tuple[int, Pointer]]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a request: where (`["query", "limit"]`), what, and the kind of mistake."""

    location: Sequence[str | int]
    message: str
    type: str

    @property
    def entry(self) -> dict[str, Any]:
        """The problem as JSON, in the words of FastAPI and its kin."""
        return {"loc": list(self.location), "msg": self.message, "type": self.type}


@dataclass(frozen=True)
class Facts:
    """What there is to say in a refusal. `title` is the status in words, `type` the error's stable name."""

    status: int
    title: str
    type: str
    message: str
    code: str | None = None
    details: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = field(default_factory=tuple)

    def all_problems(self) -> Sequence[Problem]:
        """The problems; the refusal itself where none were counted."""
        return self.problems or (Problem([], self.message, self.type),)


@dataclass(frozen=True)
class _Alternative:
    """One of the ways to read a schema: its members, the first of them those to be filled before all may be spent."""

    members: Mapping[str, Node]
    required: frozenset[str]
    first: Sequence[str]
    items: Node | None


class Words:
    """Words refusals by the schemas of a contract; what those are made of is found out once."""

    def __init__(self, schemas: Schemas, samples: Samples) -> None:
        self.schemas, self.samples = schemas, samples
        self._known: dict[tuple[int, Pointer], tuple[_Alternative, ...]] = {}

    def word(self, facts: Facts, schema: Node) -> Any:
        """A body for this refusal that satisfies the schema, or MISSING where none could be made."""
        return _Writer(self, facts).fill(schema)

    def alternatives(self, schema: Node) -> tuple[_Alternative, ...]:
        """The ways to read a schema, as many as are tried."""
        identity = (id(schema.source), schema.pointer)
        if identity not in self._known:
            chosen = islice(self._choices(schema, frozenset()), _MOST_CHOICES)
            self._known[identity] = tuple(map(_alternative, chosen))
        return self._known[identity]

    def _choices(self, schema: Node, seen: Around) -> Iterator[list[Node]]:
        """What a schema is made of, by `$ref` and `allOf`, with one of each `oneOf` and `anyOf`."""
        identity = (id(schema.source), schema.pointer)
        if identity in seen or not isinstance(schema.value, dict):
            yield []
            return
        groups: list[list[Node]] = []
        if "$ref" in schema.value:
            groups.append([self.schemas.follow(schema)])
        for keyword in ("allOf", "oneOf", "anyOf"):
            if listed := schema.get(keyword):
                elements = list(listed.elements())
                groups += [[element] for element in elements] if keyword == "allOf" else [elements]
        for chosen in islice(product(*groups), _MOST_CHOICES):
            inner = [list(islice(self._choices(part, seen | {identity}), _MOST_CHOICES)) for part in chosen]
            for parts in islice(product(*inner), _MOST_CHOICES):
                yield [schema, *(node for part in parts for node in part)]


def _alternative(parts: list[Node]) -> _Alternative:
    members = {name: member for part in parts for name, member in _members(part)}
    required = frozenset(name for part in parts for name in part.value.get("required", []))
    items = next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)
    return _Alternative(members, required, sorted(members, key=lambda name: name not in required), items)


def _offers(facts: Facts) -> Offers:
    """What a member of an error might be, by its name without case and punctuation; the likeliest first."""
    problems = [problem.entry for problem in facts.problems]
    details = facts.details if facts.details is not None else {"violations": problems} if problems else MISSING
    code = facts.code if facts.code is not None else MISSING
    messages = [problem.message for problem in facts.problems] or [facts.message]
    return {
        **dict.fromkeys(("status", "statuscode", "httpstatus", "httpcode"), (facts.status, str(facts.status))),
        **dict.fromkeys(("success", "ok"), (False,)),
        **dict.fromkeys(("message", "msg", "detail", "description", "reason", "errordescription"), (facts.message,)),
        **dict.fromkeys(("errormessage", "usermessage", "developermessage", "text", "info"), (facts.message,)),
        **dict.fromkeys(("error", "errors", "title", "summary"), (facts.title, messages, facts.message)),
        **dict.fromkeys(("type", "errortype", "kind", "name", "exception"), (facts.type, "about:blank")),
        **dict.fromkeys(("code", "errorcode"), (code,)),
        **dict.fromkeys(("details", "context", "metadata", "data", "extra"), (details,)),
    }


def _item_offers(problem: Problem) -> Offers:
    """The same for one of several problems."""
    location = list(problem.location)
    dotted = ".".join(map(str, location))
    places = (location, dotted, [str(part) for part in location], pointer_text(location))
    return {
        **dict.fromkeys(("loc", "location", "path", "field", "pointer", "param", "parameter", "property"), places),
        **dict.fromkeys(("name", "source", "target"), (dotted, location)),
        **dict.fromkeys(("in", "section"), (str(location[0]) if location else "",)),
        **dict.fromkeys(("msg", "message", "detail", "description", "reason", "error"), (problem.message,)),
        **dict.fromkeys(("type", "code", "keyword", "rule", "kind"), (problem.type,)),
    }


class _Writer:
    """Fills a schema with what its members' names ask for."""

    def __init__(self, words: Words, facts: Facts) -> None:
        self._words, self._schemas, self._samples, self._facts = words, words.schemas, words.samples, facts
        self._items = [_item_offers(problem) for problem in facts.all_problems()]
        self._general = _offers(facts)
        self._left, self._samples_left = _MOST_FILLED, _MOST_MADE

    def fill(self, schema: Node) -> Any:
        """A value for the whole, or MISSING where none could be made."""
        return self._fill(schema, "", self._general, frozenset(), required=True)

    def _fill(self, schema: Node, name: str, offers: Offers, around: Around, *, required: bool) -> Any:
        """The value of the member of this name; MISSING where it may stay away and there is nothing to say.

        `around` are the schemas that this one is filled inside of: a recursive one ends where it meets itself.
        """
        resolved = self._schemas.resolve(schema)
        identity = (id(resolved.source), resolved.pointer)
        self._left -= 1
        if identity in around or len(around) > _DEEPEST or self._left < 0:
            return MISSING
        candidates = [value for value in offers.get(_asked(name), ()) if value is not MISSING]
        built = self._built(schema, offers, around | {identity})
        plain = self._plain(schema) if required else iter(())
        for value in chain(candidates, built, plain):
            if not self._schemas.violations(schema, value):
                return value
        return MISSING

    def _built(self, schema: Node, offers: Offers, around: Around) -> Iterator[Any]:
        """An object of the members that have something to say, and an array of the problems, for each alternative."""
        for alternative in self._words.alternatives(schema):
            members, required = alternative.members, alternative.required
            filled: dict[str, Any] = {}
            for name in alternative.first:
                if name in required or len(around) <= _SHALLOW or _asked(name) in offers:
                    filled[name] = self._fill(members[name], name, offers, around, required=name in required)
            if found := {name: filled[name] for name in members if filled.get(name, MISSING) is not MISSING}:
                yield found
            if alternative.items and offers is self._general:
                items = alternative.items
                elements = [self._fill(items, "", item, around, required=True) for item in self._items]
                yield [element for element in elements if element is not MISSING]

    def _plain(self, schema: Node) -> Iterator[Any]:
        """Values for a member that is required and of which nothing is known."""
        for part in self._schemas.alternatives(schema):
            value = part.value
            yield from (value[keyword] for keyword in ("const", "default", "example") if keyword in value)
            yield from value.get("enum", [])
            yield from value.get("examples", [])
        yield from (self._facts.message, "", "about:blank", "00000000-0000-0000-0000-000000000000")
        yield from ("1970-01-01T00:00:00Z", "1970-01-01", self._facts.status, 0, False, None, [], {})
        if self._samples_left > 0:
            self._samples_left -= 1
            with suppress(Unsatisfied):
                yield self._samples.sample(schema, "", {})


@lru_cache(maxsize=1024)
def _asked(name: str) -> str:
    """A member's name without case and punctuation."""
    return re.sub(r"[^a-z]", "", name.lower())


def _members(schema: Node) -> Iterator[tuple[str, Node]]:
    properties = schema.get("properties")
    yield from properties.items() if properties else ()
