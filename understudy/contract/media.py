"""Media types and media ranges (RFC 9110, 8.3 and 12.5.1)."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache

from msgspec import Struct

_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
"""A `qvalue` (RFC 9110, 12.4.2)."""


_TABLES = ("text/csv", "text/tab-separated-values")
_LINES = ("jsonl", "ndjson", "x-ndjson", "x-jsonlines", "json-lines", "jsonlines")


class MediaType(Struct, frozen=True, dict=True):
    """A media type or range, its names in lower case: `application/json`, `text/*`."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()

    @cached_property
    def is_json(self) -> bool:
        """Whether it names JSON, what by the suffix `+json` is written in it (RFC 6839, 3.1), or JSON among others."""
        is_among = self.subtype == "*" and self.type in ("*", "application")
        return self.subtype == "json" or self.subtype.endswith("+json") or is_among

    def __str__(self) -> str:
        return "".join([self.essence, *(f"; {name}={value}" for name, value in self.parameters)])

    @property
    def essence(self) -> str:
        """Type and subtype without parameters."""
        return f"{self.type}/{self.subtype}"

    @property
    def bare(self) -> "MediaType":
        """The same without parameters."""
        return MediaType(self.type, self.subtype)

    @property
    def is_xml(self) -> bool:
        """Whether it names XML or, with the suffix `+xml`, something written in it (RFC 7303, 4 and 8)."""
        return self.subtype == "xml" or self.subtype.endswith("+xml")

    @property
    def is_yaml(self) -> bool:
        """Whether it names YAML or, with the suffix `+yaml`, something written in it (RFC 9512, 2)."""
        return self.subtype in ("yaml", "x-yaml", "yml") or self.subtype.endswith("+yaml")

    @cached_property
    def is_told(self) -> bool:
        """Whether it names something other than JSON in which values are written, of which it is known how."""
        return self.is_xml or self.is_yaml or self.essence in _TABLES

    @property
    def is_bare_table(self) -> bool:
        """Whether it names a table without a line of names (RFC 4180, 3)."""
        return self.essence in _TABLES and (self.parameter("header") or "").lower() == "absent"

    @property
    def is_lines(self) -> bool:
        """Whether it names JSON values of which each has a line."""
        return self.subtype in _LINES

    @cached_property
    def is_sequence(self) -> bool:
        """Whether it names a sequence of JSON values: lines, or each behind a mark (RFC 7464; RFC 8091)."""
        return self.is_lines or self.subtype == "json-seq" or self.subtype.endswith("+json-seq")

    @cached_property
    def is_streamed(self) -> bool:
        """Whether it names a sequence, of JSON values or of events (OpenAPI 3.2, 4.14.3)."""
        return self.is_sequence or self.essence == "text/event-stream"

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing is something of this type: a text, bytes, or a sequence of no values."""
        return not (self.is_json or self.is_xml or self.type == "multipart")

    @cached_property
    def charset(self) -> str:
        """How its texts are encoded: as it says and is known, else in UTF-8, as JSON and events always are."""
        is_fixed = self.is_json or self.is_streamed  # RFC 8259, 8.1; HTML Living Standard, 9.2.4
        named = "" if is_fixed else self.parameter("charset") or ""
        with suppress(LookupError, ValueError):
            "€".encode(named, "replace")  # that of the names of hosts, for one, replaces nothing
            return named.lower()
        return "utf-8"

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, or None."""
        return dict(self.parameters).get(name)

    @property
    def is_range(self) -> bool:
        """Whether it names several types: any, or, as is written for it though it is no range of HTTP's, `*+json`."""
        return self.subtype[:1] == "*" and (self.subtype == "*" or self.subtype[1] == "+")

    def match(self, other: "MediaType") -> int:
        """How closely this range describes another type: 0 not at all, 1 `*/*`, 2 `a/*`, 3 `a/*+c`, 4 exactly.

        Each parameter of a range makes it closer, and it describes only types that have the parameter too.
        """
        if not set(self.parameters) <= set(other.parameters):
            return 0
        if (self.type, self.subtype) == (other.type, other.subtype):
            return 4 + len(self.parameters)
        if self.is_range and self.type in (other.type, "*") and other.subtype.endswith(self.subtype[1:]):
            return 1 if self.type == "*" else 2 if self.subtype == "*" else 3
        return 0


_ANYTHING = MediaType("*", "*")

Weighted = list[tuple[MediaType, float]]
"""Media ranges with their weights."""


_USUAL = {"application": "json", "text": "plain", "image": "png", "audio": "mpeg", "video": "mp4", "font": "woff2"}
"""The subtype that is taken where any of a type will do."""

LONGEST = 200
"""Characters of a text that is known again; a longer one, which is some client's whim, is read each time."""


def parse(text: str) -> MediaType | None:
    """The media type that a `Content-Type` or a key of `content` names, or None for one that is malformed."""
    return _known(text) if len(text) <= LONGEST else _parsed(text)


def _parsed(text: str) -> MediaType | None:
    essence, *rest = _split(text, ";")
    kind, slash, subtype = essence.strip().lower().partition("/")
    if not slash or not _is_token(kind) or not _is_token(subtype):
        return None
    pairs = (part.partition("=") for part in rest if "=" in part)
    parameters = ((name.strip().lower(), _unquoted(value.strip())) for name, _, value in pairs)
    return MediaType(kind, subtype, tuple(parameters))


_known = lru_cache(1024)(_parsed)


def describing(ranges: Iterable[str], media_type: MediaType) -> str | None:
    """The most specific of the declared media ranges that describes this type (OpenAPI 3.1, 4.8.14.1).

    One that has other parameters describes it where no other of that name does.
    """
    best, chosen = (0, 0), None
    for declared in ranges:
        parsed = parse(declared)
        if parsed and (found := (parsed.bare.match(media_type.bare), parsed.match(media_type))) > best:
            best, chosen = found, declared
    return chosen


def concrete(media_range: str) -> str:
    """A media type to send where a range is declared."""
    if "*" not in media_range:
        return media_range
    kind, _, subtype = media_range.partition("/")
    kind = kind.strip().lower()
    if subtype[:2] == "*+":
        return f"{kind}/vnd.example{subtype[1:]}"
    return f"{kind}/{_USUAL.get(kind, 'octet-stream')}" if kind != "*" else "application/json"


def negotiate(accept: str | None, offered: Iterable[str]) -> str | None:
    """The offered media type that the client likes best, the earlier of equals; None if it takes none of them.

    What an offered range describes is offered last: it has a schema of its own only where no other describes it.
    A client that likes everything alike is given JSON where there is some.
    No `Accept`, or one in which nothing can be read, takes everything (RFC 9110, 12.5.1). Where parameters alone
    stand in the way, they are overlooked: a client that wants `application/json; charset=utf-8` can read JSON.
    What is offered as it was asked for goes before the same with parameters that nobody asked for.
    """
    offers = [(name, media_type) for name in offered if (media_type := parse(name))]
    wanted = weighted(accept)
    offers.sort(key=lambda offer: offer[1].is_range)
    if all(range_ == _ANYTHING for range_, _ in wanted):
        offers.sort(key=lambda offer: offer[1].essence != "application/json")
    return _chosen(wanted, offers)


def is_open(accept: str | None) -> bool:
    """Whether a client takes all media types alike."""
    return all(range_ == _ANYTHING for part in _split(accept or "*/*", ",") for range_, _ in _weighted(part))


def weighted(accept: str | None) -> Weighted:
    """The media ranges that a client takes, each with its weight."""
    found = [(media_type, q) for part in _split(accept or "*/*", ",") for media_type, q in _weighted(part)]
    return found or [(_ANYTHING, 1.0)]


def liked(wanted: Weighted, offered: Iterable[MediaType]) -> MediaType | None:
    """The media type that a client likes best, the earlier of equals; None if it takes none of them."""
    offers = {str(each): each for each in offered}
    return offers.get(_chosen(wanted, list(offers.items())) or "")


def _chosen(wanted: Weighted, offers: list[tuple[str, MediaType]]) -> str | None:
    return _best(wanted, offers) or _best([(range_.bare, q) for range_, q in wanted], offers)


def _best(wanted: Weighted, offers: list[tuple[str, MediaType]]) -> str | None:
    asked = {range_ for range_, _ in wanted}
    best, chosen, kept = 0.0, None, _ANYTHING
    for name, media_type in offers:
        closeness, quality = max((_meet(range_, media_type), q) for range_, q in wanted)
        is_meant = quality == best and media_type in asked and kept not in asked and kept.bare == media_type.bare
        if closeness and (quality > best or is_meant):
            best, chosen, kept = quality, name, media_type
    return chosen


def _meet(wanted: MediaType, offered: MediaType) -> int:
    """How closely they fit; what is offered may be a range as well."""
    return wanted.match(offered) or (offered.match(wanted) if offered.is_range else 0)


def _weighted(text: str) -> Iterator[tuple[MediaType, float]]:
    """A media range and its weight; a weight that is no number between 0 and 1 counts as 1."""
    essence, *parameters = _split(text, ";")
    quality, kept = 1.0, [essence]
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            quality = float(value) if _WEIGHT.fullmatch(value.strip()) else 1.0
            break
        kept.append(parameter)
    if media_type := parse(";".join(kept)):
        yield media_type, quality


def _split(text: str, separator: str) -> list[str]:
    """Split where the separator stands outside of quoted strings."""
    parts: list[str] = []
    current: list[str] = []
    quoted = escaped = False
    for character in text:
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = character == "\\" and not escaped
        if character == separator and not quoted:
            parts.append("".join(current))
            current = []
        else:
            current.append(character)
    return [*parts, "".join(current)]


def _unquoted(text: str) -> str:
    if not re.fullmatch(r'".*"', text, re.DOTALL):
        return text
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _is_token(text: str) -> bool:
    return bool(text) and all((c.isascii() and c.isalnum()) or c in "!#$%&'*+-.^_`|~" for c in text)
