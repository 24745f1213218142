"""What there is to say in a refusal, and which members of an error are likely to say it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from understudy.contract.schemas import MISSING
from understudy.source import pointer_text


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


class Slot(NamedTuple):
    """A place in an error for one of the facts: of the refusal, or of the problem of this index."""

    fact: str
    problem: int | None = None

    @property
    def is_the_same_for_a_kind(self) -> bool:
        """Whether all refusals of one kind say the same there."""
        return self.problem is None and self.fact in ("status", "status in digits", "title", "type", "nothing", "no")


Kind = tuple[Any, ...]
"""What refusals have in common that are likely to be worded alike."""


def kind(facts: Facts) -> Kind:
    """Status, title and type of a refusal, and which of the other facts there are."""
    has_details = facts.details is not None or bool(facts.problems)
    type_ = facts.type if isinstance(facts.type, str) else repr(facts.type)  # a handler may say anything
    return facts.status, facts.title, type_, facts.code is None, has_details, len(facts.problems)


class Said(dict[Slot, Any]):
    """What there is to say, by the slots that it may go to, found out when it is asked for.

    MISSING is what is not known.
    """

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, slot: Slot) -> Any:
        fact, problem = slot
        value = _OF_ALL[fact](self._facts) if problem is None else _OF_ONE[fact](self._facts.all_problems()[problem])
        self[slot] = value
        return value

    @property
    def problems(self) -> range:
        """The indices of the problems."""
        return range(len(self._facts.all_problems()))


def _details(facts: Facts) -> Any:
    if facts.details is not None:
        return facts.details
    return {"violations": [problem.entry for problem in facts.problems]} if facts.problems else MISSING


_OF_ALL: Final[Mapping[str, Callable[[Facts], Any]]] = {
    "status": lambda facts: facts.status,
    "status in digits": lambda facts: str(facts.status),
    "title": lambda facts: facts.title,
    "type": lambda facts: facts.type,
    "message": lambda facts: facts.message,
    "messages": lambda facts: [problem.message for problem in facts.problems] or [facts.message],
    "code": lambda facts: MISSING if facts.code is None else facts.code,
    "details": _details,
    "nothing": lambda _: "about:blank",
    "no": lambda _: False,
}
_OF_ONE: Final[Mapping[str, Callable[[Problem], Any]]] = {
    "location": lambda problem: list(problem.location),
    "dotted": lambda problem: ".".join(map(str, problem.location)),
    "texts": lambda problem: list(map(str, problem.location)),
    "pointer": lambda problem: pointer_text(problem.location),
    "section": lambda problem: str(problem.location[0]) if problem.location else "",
    "message": lambda problem: problem.message,
    "type": lambda problem: problem.type,
}


def offered(name: str, problem: int | None) -> Sequence[Slot]:
    """What a member of an error might be by its name, or one of a problem in it; the likeliest first."""
    facts = (_GENERAL if problem is None else _OF_A_PROBLEM).get(_asked(name), ())
    return [Slot(fact, problem) for fact in facts]


def _table(*rows: tuple[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {name: facts for names, facts in rows for name in names.split()}


_GENERAL: Final = _table(
    ("status statuscode httpstatus httpcode", ("status", "status in digits")),
    ("success ok", ("no",)),
    ("message msg detail description reason errordescription", ("message",)),
    ("errormessage usermessage developermessage text info", ("message",)),
    ("error errors title summary", ("title", "messages", "message")),
    ("type errortype kind name exception", ("type", "nothing")),
    ("code errorcode", ("code",)),
    ("details context metadata data extra", ("details",)),
)
_OF_A_PROBLEM: Final = _table(
    ("loc location path field pointer param parameter property", ("location", "dotted", "texts", "pointer")),
    ("name source target", ("dotted", "location")),
    ("in section", ("section",)),
    ("msg message detail description reason error", ("message",)),
    ("type code keyword rule kind", ("type",)),
)


@lru_cache(maxsize=1024)
def _asked(name: str) -> str:
    """A member's name without case and punctuation."""
    return re.sub(r"[^a-z]", "", name.lower())
