"""What the members of one object have in common: whose name stands in it, and when it happened."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, partial
from operator import attrgetter
from random import Random
from typing import Any, Final, TypeAlias

from msgspec import Struct, field

from understudy.contract.samples import voice
from understudy.contract.samples.dice import between, lots
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
_OF_TWO: Final = 64
"""The bits that the dice have thrown when two words have been drawn: 32 for each, however many it takes."""

_KEPT = 10_000


class Subject(Struct, gc=False):
    """One thing, person or event, of which the members of an object tell: drawn when it is first asked for."""

    rng: Random
    kept: dict[str, Any] = field(default_factory=dict)

    def moment(self, name: str) -> datetime:
        """When that happened of which a member of this name tells."""
        exact: datetime = self.shared("begun", _begun)
        is_long_ago, rank = _ranked(name)
        if is_long_ago:
            exact -= _LIFE * self.rng.randint(18, 60)
        if rank:
            exact += _BETWEEN * rank + _BETWEEN * self.rng.random()
        return exact.replace(microsecond=0)

    def __getitem__(self, blank: str) -> str:
        """What stands in a template in place of this name."""
        return _telling(blank)(self)

    def shared(self, what: str, draw: "Callable[[Subject], Any]") -> Any:
        """What is drawn but once for this one thing."""
        if what not in self.kept:
            self.kept[what] = draw(self)
        return self.kept[what]

    @property
    def country(self) -> Any:
        """Where all that happens, if it says so."""
        return self.shared("country", _country)


Tell: TypeAlias = Callable[[Subject], str]
"""Tells something of a subject."""


@lru_cache(_KEPT)
def told(templates: tuple[str, ...]) -> Tell:
    """Fills in one of these templates, which are read but once."""
    tells = [_read(template) for template in templates]
    return tells[0] if len(tells) == 1 else lambda subject: subject.rng.choice(tells)(subject)


def _read(template: str) -> Tell:
    """Tells what is in its first blank, with what stands before it, and then all the rest."""
    before, *others = _BLANK.split(template, maxsplit=1)
    if not others:
        return lambda _: template
    tell, after = _telling(others[0]), others[1]
    if "{" in after:
        rest = _read(after)
        return lambda subject: f"{before}{tell(subject)}{rest(subject)}"
    return (lambda subject: f"{before}{tell(subject)}{after}") if before or after else tell


@cache
def _telling(blank: str) -> Tell:
    """What tells that which stands in place of a name."""
    return _TELLS[blank]() if blank in _TELLS else _said(blank)


@lru_cache(_KEPT)
def _ranked(name: str) -> tuple[bool, int]:
    """Whether a member of this name tells of what was long ago, and the rank of that."""
    said = words(name)
    return not _LONG_AGO.isdisjoint(said), max((_RANKS[word] for word in said if word in _RANKS), default=0)


def _begun(subject: Subject) -> datetime:
    return _BEGINNING + _SPAN * subject.rng.random()


def _country(subject: Subject) -> Any:
    return voice.country(subject.rng)


def slug(text: str) -> str:
    """A text as it stands in an address."""
    return _NOT_IN_SLUGS.sub("-", text.lower()).strip("-")


def _phrase(lists: Sequence[Sequence[str]]) -> Tell:
    """A word of each of three lists."""
    (first, ones), (second, others), (third, nouns) = map(lots, lists)

    def tell(subject: Subject) -> str:
        draw = subject.rng.getrandbits  # in a row: nothing is drawn as often
        return f"{ones[draw(first)]} {others[draw(second)]} {nouns[draw(third)]}"

    return tell


def _adjective() -> Tell:
    """The first word of a phrase, drawn as a whole one is."""
    bits, ones = lots([one.split()[0].lower() for one in voice.phrases()[0]])

    def tell(subject: Subject) -> str:
        draw = subject.rng.getrandbits
        said = ones[draw(bits)]
        draw(_OF_TWO)
        return said

    return tell


def _noun() -> Tell:
    """The last word of a phrase as it stands in an address, drawn likewise."""
    bits, nouns = lots([slug(noun.split()[-1]) for noun in voice.phrases()[2]])
    bits += _OF_TWO
    return lambda subject: nouns[subject.rng.getrandbits(bits) >> _OF_TWO]


def _number(low: int, high: int, form: str) -> Tell:
    draw = between(low, high)
    return lambda subject: form % draw(subject.rng)


def _said(what: str) -> Tell:
    return lambda subject: str(voice.said(what, subject.rng))


def _shared(what: str, draw: Tell | None = None) -> Tell:
    """What is told but once of a subject: by Faker, if nothing else draws it."""
    draw = draw or _said(what)
    return lambda subject: str(subject.shared(what, draw))


def _changed(template: str, change: Callable[[str], str]) -> Tell:
    tell = _read(template)
    return lambda subject: change(tell(subject))


def _of_country(find: Callable[[Any], str]) -> Tell:
    return lambda subject: find(subject.country)


_TELLS: Final[Mapping[str, Callable[[], Tell]]] = {
    "hex": partial(_number, 0, 0xFFFFFF, "%06x"),
    "HEX": partial(_number, 0x100000, 0xFFFFFF, "%X"),
    "digit": partial(_number, 0, 9, "%d"),
    "two": partial(_number, 10, 99, "%d"),
    "digits": partial(_number, 100, 999, "%d"),
    "octet": partial(_number, 1, 254, "%d"),
    **{what: partial(_shared, what) for what in ("first_name", "last_name", "company")},
    "catch_phrase": lambda: _shared("catch_phrase", _phrase(voice.phrases())),
    "person": partial(_read, "{first_name} {last_name}"),
    "user": partial(_changed, "{first_name}.{last_name}", str.lower),
    "slug": partial(_changed, "{catch_phrase}", slug),
    "house": partial(_changed, "{company}", slug),
    "phrase": lambda: _phrase(voice.phrases()),
    "noun": _noun,
    "adjective": _adjective,
    "bs": lambda: _phrase(voice.businesses()),
    "country": partial(_of_country, attrgetter("name")),
    "country_code": partial(_of_country, attrgetter("alpha_2_code")),
    "timezone": partial(_of_country, lambda country: country.timezones[0]),
    "uuid": lambda: lambda subject: uuid(subject.rng),
}
"""What makes those that tell a blank, by its name: words are read only where somebody asks for them."""


def uuid(rng: Random) -> str:
    """A UUID of version 4 (RFC 9562, 5.4)."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
