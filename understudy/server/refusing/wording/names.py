"""Which members of an error are likely to say what, by their names."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from understudy.server.refusing.wording.facts import OF_ONE, SPELT, Slot

PLACES: Final = {"location", "pointer", "parameter", "header"}
"""Facts by which a problem has its place, one for each way that members are called which tell it."""


def offered(name: str, problem: int | None) -> Sequence[Slot]:
    """What a member of an error might be by its name, or one of a problem in it; the likeliest first."""
    return _slots(_GENERAL if problem is None else _OF_A_PROBLEM if name else _ELEMENT, name, problem)


def offered_last(name: str, problem: int | None) -> Sequence[Slot]:
    """What it might be where its schema has no form for it."""
    return _slots(_FORMLESS if problem is None else _FORMLESS_ELEMENT, name, problem)


def needed(name: str) -> Sequence[Slot]:
    """What it might be where it has to be there, and nobody knows better."""
    return _slots(_NEEDED, name, None)


def unplaced(name: str, problem: int) -> Sequence[Slot]:
    """What it might be where it has to tell the place of a problem, in a form that is not for this one."""
    return _slots(_UNPLACED, name, problem)


def is_of_fields(name: str) -> bool:
    """Whether an object, of whatever members, has what is wrong with each field in it."""
    return _letters(name) in _FIELDS


def is_of_no_field(name: str) -> bool:
    """Whether a list has the problems in it that are of no field."""
    return _letters(name) in ("nonfielderrors", "formerrors", "globalerrors", "base")


def _slots(table: Mapping[str, tuple[str, ...]], name: str, problem: int | None) -> Sequence[Slot]:
    return [Slot(fact, problem if fact in OF_ONE else None) for fact in table.get(_letters(name), ())]


def _table(*rows: tuple[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {name: facts for names, facts in rows for name in names.split()}


_STATUS: Final = ("status statuscode httpstatus httpcode", ("status", "digits"))
_TIME: Final = ("timestamp time datetime date occurredat", ("moment", "day", "second"))
_GENERAL: Final = _table(
    _STATUS,
    _TIME,
    ("success ok", ("no",)),
    ("message msg detail description reason errordescription", ("message",)),
    ("errormessage usermessage developermessage text info", ("message",)),
    ("error errors title summary", ("title", "messages", "message")),
    ("type errortype kind name exception", ("type", "blank")),
    ("code errorcode", ("code", "status")),
    ("details context metadata data extra", ("details",)),
    ("param parameter target", ("field",)),
    ("path", ("path",)),
)
_OF_A_PROBLEM: Final = _table(
    _STATUS,
    _TIME,
    ("loc location path field param property", ("location", "dotted", "texts", "whole pointer", "section", "bare")),
    ("name source target", ("dotted", "location", "bare")),
    ("pointer jsonpointer", ("pointer",)),
    ("parameter", ("parameter",)),
    ("header", ("header",)),
    ("in section", ("section",)),
    ("msg message detail description reason error", ("message",)),
    ("title summary", ("title", "message")),
    ("type code keyword rule kind errorcode extensions", ("type", "status")),
)
_ELEMENT: Final[Mapping[str, tuple[str, ...]]] = {"": ("message",)}
_NEEDED: Final = _table(
    ("code errorcode", ("type", *SPELT, "digits")),
    ("type errortype kind name exception error reason", (*SPELT, "digits")),
    ("instance url uri requesturi", ("path", "blank")),
    ("moreinfo documentationurl docurl helpurl help href link docs", ("blank",)),
    ("requestid traceid correlationid errorid id", ("nil",)),
)
_UNPLACED: Final = _table(
    ("loc location path field param property name source target in section", ("nowhere", "nothing")),
    ("pointer jsonpointer", ("whole pointer",)),
    ("parameter header", ("dotted", "nothing")),
)
_FIELDS: Final = {"", "errors", "fielderrors", "validationerrors", "violations", "fields", "error", "detail", "details"}
_FORMLESS: Final = _table(("errors fielderrors validationerrors violations", ("by field",)))
_FORMLESS_ELEMENT: Final[Mapping[str, tuple[str, ...]]] = {"": ("entry",)}


@lru_cache(maxsize=1024)
def _letters(name: str) -> str:
    """A member's name without case and punctuation."""
    return re.sub(r"[^a-z]", "", name.lower())
