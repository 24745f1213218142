"""How a refusal is put into words that an API's own error schema has a place for.

Nothing is known of an API but its schema; yet error schemas are much alike, and their members are called by few names.
So each member is offered what its name suggests, and takes the first thing that its schema allows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from understudy.contract.document import Node
from understudy.contract.parameters import MISSING
from understudy.contract.schemas import Schemas
from understudy.source import pointer_text

DEEPEST = 8
"""Levels of an error schema that are filled; recursive ones end there."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a request: where (`["query", "limit"]`), what, and the kind of mistake."""

    location: Sequence[str | int]
    message: str
    type: str


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


def word(facts: Facts, schema: Node, schemas: Schemas) -> Any:
    """A body for this refusal that satisfies the schema, or MISSING where none could be made."""
    body = _Writer(schemas, facts).fill(schema, "", required=True)
    return body if body is not MISSING and not schemas.violations(schema, body) else MISSING


def _offers(facts: Facts) -> Mapping[str, tuple[Any, ...]]:
    """What a member of an error might be, by its name without case and punctuation; the likeliest first."""
    problems = [{"loc": list(p.location), "msg": p.message, "type": p.type} for p in facts.problems]
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


def _item_offers(problem: Problem) -> Mapping[str, tuple[Any, ...]]:
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

    def __init__(self, schemas: Schemas, facts: Facts) -> None:
        self._schemas, self._facts = schemas, facts
        self._items = [_item_offers(problem) for problem in facts.all_problems()]
        self._general = _offers(facts)

    def fill(self, schema: Node, name: str, *, required: bool) -> Any:
        """The value of the member of this name, or MISSING where it may stay away and there is nothing to say."""
        return self._fill(schema, name, self._general, DEEPEST, required=required)

    def _fill(
        self, schema: Node, name: str, offers: Mapping[str, tuple[Any, ...]], depth: int, *, required: bool
    ) -> Any:
        if depth == 0:
            return MISSING
        asked = re.sub(r"[^a-z]", "", name.lower())
        candidates = [value for value in offers.get(asked, ()) if value is not MISSING]
        for value in [*candidates, *self._built(schema, offers, depth)]:
            if not self._schemas.violations(schema, value):
                return value
        if required:
            return next((v for v in self._plain(schema) if not self._schemas.violations(schema, v)), MISSING)
        return MISSING

    def _built(self, schema: Node, offers: Mapping[str, tuple[Any, ...]], depth: int) -> Iterator[Any]:
        """An object of the members that have something to say, and an array of the problems."""
        parts = list(self._schemas.alternatives(schema))
        properties = self._schemas.properties(schema)
        required = {name for part in parts for name in part.value.get("required", [])}
        if properties or required:
            filled = {
                name: value
                for name, member in properties.items()
                if (value := self._fill(member, name, offers, depth - 1, required=name in required)) is not MISSING
            }
            if filled:
                yield filled
        items = next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)
        if items and offers is self._general:
            elements = [self._fill(items, "", item, depth - 1, required=True) for item in self._items]
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
