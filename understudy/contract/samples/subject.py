"""What the members of one object have in common: whose name stands in it, and when it happened."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, partial
from itertools import repeat
from operator import call
from random import Random
from typing import Any, Final, TypeAlias

from understudy.contract.samples import voice
from understudy.contract.samples.dice import Lots, lots
from understudy.contract.samples.names import words

_BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""All happens in one year: the clock has no say in what a sample is."""

_SPAN, _BETWEEN, _LIFE = timedelta(days=200), timedelta(days=7), timedelta(days=365)

_RANKS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("created", "added", "registered", "joined", "ordered", "issued", "opened", "submitted"), 0),
    **dict.fromkeys(("scheduled", "start", "starts", "started", "begin", "begins", "from", "since", "first"), 1),
    **dict.fromkeys(("paid", "published", "shipped", "updated", "modified", "changed", "used", "seen", "last"), 2),
    **dict.fromkeys(("completed", "finished", "end", "ends", "ended", "closed", "deleted", "cancelled", "canceled"), 3),
    **dict.fromkeys(("delivered", "resolved", "archived", "to", "until", "due", "expires", "expiry", "expired"), 4),
}
"""What comes before what, by a word in a member's name: nothing ends before it has begun."""

_LONG_AGO: Final = {"birth", "birthday", "birthdate", "born", "dob", "founded", "established"}

_NOT_IN_SLUGS = re.compile("[^a-z0-9]+")
_BLANK = re.compile("{([^}]+)}")
_KEPT = 10_000


class Subject:
    """One thing, person or event, of which the members of an object tell: drawn when it is first asked for."""

    __slots__ = ("_kept", "rng")

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._kept: dict[str, Any] = {}

    def moment(self, name: str) -> datetime:
        """When that happened of which a member of this name tells."""
        said = words(name)
        begun = self.shared("begun", _begun)
        if not _LONG_AGO.isdisjoint(said):
            begun -= _LIFE * self.rng.randint(18, 60)
        rank = max((_RANKS[word] for word in said if word in _RANKS), default=0)
        exact: datetime = begun + _BETWEEN * rank + (_BETWEEN * self.rng.random() if rank else timedelta())
        return exact.replace(microsecond=0)

    def __getitem__(self, blank: str) -> str:
        """What stands in a template in place of this name."""
        return _telling(blank)(self)

    def shared(self, what: str, draw: Callable[[Random], Any]) -> Any:
        """What is drawn but once for this one thing."""
        if what not in self._kept:
            self._kept[what] = draw(self.rng)
        return self._kept[what]

    @property
    def country(self) -> Any:
        """Where all that happens, if it says so."""
        return self.shared("country", voice.country)


Tell: TypeAlias = Callable[[Subject], str]
"""Tells something of a subject."""


@lru_cache(_KEPT)
def told(templates: tuple[str, ...]) -> Tell:
    """Fills in one of these templates, which are read but once."""
    tells = [_read(template) for template in templates]
    return tells[0] if len(tells) == 1 else lambda subject: subject.rng.choice(tells)(subject)


def _read(template: str) -> Tell:
    form, tells = _BLANK.sub("{}", template), [_telling(blank) for blank in _BLANK.findall(template)]
    return tells[0] if form == "{}" else lambda subject: form.format(*map(call, tells, repeat(subject)))


def _telling(blank: str) -> Tell:
    """What tells that which stands in place of a name."""
    return _DRAWN.get(blank) or (lambda subject: str(voice.said(blank, subject.rng)))


def _begun(rng: Random) -> datetime:
    return _BEGINNING + _SPAN * rng.random()


def slug(text: str) -> str:
    """A text as it stands in an address."""
    return _NOT_IN_SLUGS.sub("-", text.lower()).strip("-")


@cache
def _ending_in_slugs() -> list[Lots[str]]:
    """The lists of which a phrase has a word each, with the last word as it stands in an address."""
    *others, nouns = voice.phrases()
    return [*map(lots, [*others, [slug(noun.split()[-1]) for noun in nouns]])]


def _noun(rng: Random) -> str:
    """The last word of a phrase, drawn as a whole one is."""
    (first, _), (second, _), (third, nouns) = _ending_in_slugs()
    draw = rng.getrandbits
    draw(first), draw(second)
    return nouns[draw(third)]


def _number(low: int, high: int, form: str) -> Tell:
    return lambda subject: form % subject.rng.randint(low, high)


def _shared(what: str) -> Tell:
    draw = partial(voice.said, what)
    return lambda subject: str(subject.shared(what, draw))


_DRAWN: Final[Mapping[str, Tell]] = {
    "hex": _number(0, 0xFFFFFF, "%06x"),
    "HEX": _number(0x100000, 0xFFFFFF, "%X"),
    "digit": _number(0, 9, "%d"),
    "two": _number(10, 99, "%d"),
    "digits": _number(100, 999, "%d"),
    "octet": _number(1, 254, "%d"),
    **{what: _shared(what) for what in ("first_name", "last_name", "company")},
    "catch_phrase": lambda subject: str(subject.shared("catch_phrase", voice.phrase)),
    "person": lambda subject: f"{subject['first_name']} {subject['last_name']}",
    "user": lambda subject: f"{subject['first_name']}.{subject['last_name']}".lower(),
    "slug": lambda subject: slug(subject["catch_phrase"]),
    "house": lambda subject: slug(subject["company"]),
    "phrase": lambda subject: voice.phrase(subject.rng),
    "noun": lambda subject: _noun(subject.rng),
    "adjective": lambda subject: voice.phrase(subject.rng).split()[0].lower(),
    "bs": lambda subject: voice.business(subject.rng),
    "country": lambda subject: subject.country.name,
    "country_code": lambda subject: subject.country.alpha_2_code,
    "timezone": lambda subject: subject.country.timezones[0],
    "uuid": lambda subject: uuid(subject.rng),
}


def uuid(rng: Random) -> str:
    """A UUID of version 4 (RFC 9562, 5.4)."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
