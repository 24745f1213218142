"""What there is to say in a refusal: of the whole, and of each problem of the request."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from msgspec import Struct

from understudy.contract.schemas import MISSING
from understudy.source import pointer_text
from understudy.state.moments import written

_TEXT = frozenset((str,))
_PLAIN = frozenset((str, int, bool, type(None)))
_NOTHING: Mapping[str, Any] = {}


class Problem(Struct, frozen=True):
    """One thing that is wrong with a request: where (`["query", "limit"]`), what, and the kind of mistake."""

    location: Sequence[str | int]
    message: str
    type: str

    @property
    def entry(self) -> dict[str, Any]:
        """The problem as JSON, in the words of FastAPI and its kin."""
        return {"loc": list(self.location), "msg": self.message, "type": self.type}

    @property
    def section(self) -> str:
        """The part of the request that it is in: `query`, `body`; nothing for one of the whole."""
        return str(self.location[0]) if self.location else ""

    @property
    def dotted(self) -> str:
        """Where it is, in one word: `body.tags.0`."""
        return ".".join(map(str, self.location))

    @property
    def field(self) -> str:
        """What a form would call the place: `tags.0`; the section where all of it is wrong."""
        return ".".join(map(str, self.location[1:])) or self.section or "detail"


class Facts(Struct, frozen=True):
    """What there is to say in a refusal. `title` is the status in words, `type` the error's stable name."""

    status: int
    title: str
    type: str
    message: str
    code: str | None = None
    details: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = ()

    @property
    def is_plain(self) -> bool:
        """Whether all is said in texts, whole numbers and truths, which are written in one way: a handler says more."""
        details = _NOTHING if self.details is None else self.details
        if type(details) is not dict or not _TEXT.issuperset(map(type, details)):
            return False
        return _PLAIN.issuperset(map(type, (self.message, self.type, self.code, *details.values())))

    def all_problems(self) -> Sequence[Problem]:
        """The problems; the refusal itself where none were counted."""
        return self.problems or (Problem([], self.message or self.title, self.code or self.type),)


class Occasion(Struct, frozen=True):
    """The request that is refused: its path as it was sent, and what tells the moment in its session."""

    path: str
    tell_time: Callable[[], datetime]


class Slot(NamedTuple):
    """A place in an error for one of the facts: of the refusal, or of the problem of this index."""

    fact: str
    problem: int | None = None

    @property
    def is_the_same_for_a_kind(self) -> bool:
        """Whether all refusals of one kind say the same there."""
        return self.problem is None and self.fact in _SAME_FOR_A_KIND


Kind = tuple[Any, ...]
"""What refusals have in common that are likely to be worded alike."""


def kind(facts: Facts, occasion: Occasion | None) -> Kind:
    """Status, title and type of a refusal, which of the other facts there are, and what its problems are in."""
    type_ = facts.type if isinstance(facts.type, str) else repr(facts.type)  # a handler may say anything
    said = facts.is_plain, type(facts.message), facts.code is None, facts.details is None, occasion is None
    sections = tuple([problem.section for problem in facts.problems]) if facts.problems else ()
    return facts.status, facts.title, type_, said, sections


class Said(dict[Slot, Any]):
    """What there is to say, by the slots that it may go to, found out when it is asked for.

    MISSING is what is not known. Whoever asks for the moment has told the time.
    """

    def __init__(self, facts: Facts, occasion: Occasion | None = None) -> None:
        self.facts, self.occasion = facts, occasion

    def __missing__(self, slot: Slot) -> Any:
        fact, problem = slot
        value = _OF_ALL[fact](self) if problem is None else OF_ONE[fact](self.facts.all_problems()[problem])
        self[slot] = value
        return value

    @property
    def problems(self) -> range:
        """The indices of the problems."""
        return range(len(self.facts.all_problems()))

    @property
    def moment(self) -> datetime | None:
        """When it is in the session, if the request has one."""
        return self.occasion.tell_time() if self.occasion else None


def _details(said: Said) -> Any:
    facts = said.facts
    if facts.details is not None:
        return facts.details
    return {"violations": [problem.entry for problem in facts.problems]} if facts.problems else MISSING


def _by_field(said: Said) -> Any:
    found: dict[str, list[str]] = {}
    for problem in said.facts.problems:
        found.setdefault(problem.field, []).append(problem.message)
    return found or MISSING


def _spelt(write: Callable[[list[str]], str]) -> Callable[[Said], str]:
    """The status in words, as names are written where blanks may not be."""
    return lambda said: write(re.findall("[a-z]+", str(said.facts.title).lower().replace("'", "")))


def sentence(problem: Problem) -> str:
    """A problem in words, with its place."""
    return f"{problem.dotted}: {problem.message}" if problem.location else problem.message


def _or_missing(value: Any) -> Any:
    return value or MISSING


def _at(said: Said, form: Callable[[datetime], Any]) -> Any:
    return MISSING if (moment := said.moment) is None else form(moment)


SPELT: Final[Mapping[str, Callable[[Said], str]]] = {
    "UPPER_CASE": _spelt(lambda words: "_".join(words).upper()),
    "snake_case": _spelt("_".join),
    "PascalCase": _spelt(lambda words: "".join(map(str.title, words))),
    "camelCase": _spelt(lambda words: "".join([*words[:1], *map(str.title, words[1:])])),
    "kebab-case": _spelt("-".join),
}
"""Facts for members that are to be written in a way of their own."""

_SAME_FOR_A_KIND: Final = {"status", "digits", "title", "type", "blank", "no", "nil", "nowhere", "nothing", *SPELT}
_OF_ALL: Final[Mapping[str, Callable[[Said], Any]]] = {
    "status": lambda said: said.facts.status,
    "digits": lambda said: str(said.facts.status),
    "title": lambda said: said.facts.title,
    "type": lambda said: said.facts.type,
    "message": lambda said: said.facts.message or said.facts.title,
    "messages": lambda said: [sentence(problem) for problem in said.facts.all_problems()],
    "by field": _by_field,
    "field": lambda said: said.facts.problems[0].field if said.facts.problems else MISSING,
    "code": lambda said: MISSING if said.facts.code is None else said.facts.code,
    "details": _details,
    "path": lambda said: said.occasion.path if said.occasion else MISSING,
    "moment": lambda said: _at(said, written),
    "day": lambda said: _at(said, lambda moment: written(moment)[:10]),
    "second": lambda said: _at(said, lambda moment: int(moment.timestamp())),
    "blank": lambda _: "about:blank",
    "nil": lambda _: "00000000-0000-0000-0000-000000000000",
    "no": lambda _: False,
    "nowhere": lambda _: [],
    "nothing": lambda _: "",
    **SPELT,
}
OF_ONE: Final[Mapping[str, Callable[[Problem], Any]]] = {
    "location": lambda problem: _or_missing(list(problem.location)),
    "dotted": lambda problem: _or_missing(problem.dotted),
    "texts": lambda problem: _or_missing(list(map(str, problem.location))),
    "section": lambda problem: _or_missing(problem.section),
    "pointer": lambda problem: pointer_text(problem.location[1:]) if problem.section == "body" else MISSING,
    "whole pointer": lambda problem: pointer_text(problem.location),
    "parameter": lambda problem: problem.field if problem.section in ("query", "path", "cookie") else MISSING,
    "header": lambda problem: problem.field if problem.section == "header" else MISSING,
    "field": lambda problem: problem.field,
    "bare": lambda problem: problem.field if problem.location else MISSING,
    "message": lambda problem: problem.message,
    "sentence": sentence,
    "type": lambda problem: problem.type,
    "entry": lambda problem: problem.entry,
}
"""Facts of a problem; one that is not here is of the refusal, in a problem too."""
