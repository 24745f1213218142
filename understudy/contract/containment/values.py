"""What a value is: its type, the list that it is of, and its format."""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.contract.containment.look import Gap, Kind, Look
from understudy.contract.samples.values import canonical

_INCLUDED: Mapping[str, set[str]] = {
    "uri-reference": {"uri"},
    "iri": {"uri"},
    "iri-reference": {"uri", "uri-reference", "iri"},
    "idn-email": {"email"},
    "idn-hostname": {"hostname"},
}
"""Formats with those that are one of them too (JSON Schema Validation, 7.3)."""

_CHECKED = {
    *("date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"),
    *("uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid", "json-pointer"),
    *("relative-json-pointer", "regex", "byte"),
}
"""Formats that a value is held against."""


def types(look: Look) -> Iterator[Gap]:
    """`type`: whoever takes numbers takes integers."""
    admitted = kinds(look.own["type"])
    said = (kinds(value) for _, value in look.theirs.saying(look.inner, "type"))
    refusing = look.fragment("type")
    if not any(theirs <= admitted for theirs in said) and not look.is_met(refusing):
        yield look.gap("type", ("type",), refusing)


def enumeration(look: Look) -> Iterator[Gap]:
    """`enum`, member for member."""
    yield from _members(look, "enum", look.own["enum"])


def constant(look: Look) -> Iterator[Gap]:
    """`const`, which is an enumeration of one."""
    yield from _members(look, "const", [look.own["const"]])


def _members(look: Look, keyword: str, admitted: list[Any]) -> Iterator[Gap]:
    refusing = look.fragment(keyword)
    if look.is_met(refusing):
        return
    known = set(map(canonical, admitted))
    lists = [value for _, value in look.theirs.saying(look.inner, "enum")]
    lists += [[value] for _, value in look.theirs.saying(look.inner, "const")]
    lost = [value for value in (lists[0] if lists else []) if canonical(value) not in known]
    yield look.gap(keyword, (keyword,), refusing, lost=lost)


def formats(look: Look) -> Iterator[Gap]:
    """`format`, of which some are one of another."""
    name = look.own["format"]
    refusing = look.fragment("format")
    said = {value for _, value in look.theirs.saying(look.inner, "format")}
    if any("string" not in kinds(value) for _, value in look.theirs.saying(look.inner, "type")):
        return  # formats are of texts
    if not said & {name, *_INCLUDED.get(name, ())} and not look.is_met(refusing):
        yield look.gap("format", ("format",), refusing, Kind.REFUSED if name in _CHECKED else Kind.HINT)


def kinds(value: Any) -> set[str]:
    """The types that `type` names, integers among the numbers."""
    named = set(value if isinstance(value, list) else [value])
    return named | {"integer"} if "number" in named else named
