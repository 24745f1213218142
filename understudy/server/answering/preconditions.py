"""Preconditions (RFC 9110, 13): what is there has to be what a client has seen, or must not be there yet."""

import re
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime

from starlette.types import Scope

from understudy.errors import quoted
from understudy.server.fields import header
from understudy.server.responses import NotOffered

_TAG = re.compile(r'(?:W/)?"[^"]*"|[^\s,]+')
"""An entity tag (RFC 9110, 8.8.3), or what somebody sends as one."""

_ANY = "*"

_CONDITIONS = ("if-match", "if-none-match", "if-unmodified-since")


def are_set(scope: Scope) -> bool:
    """Whether a request is to be met under such conditions alone."""
    return any(header(scope, name) is not None for name in _CONDITIONS)


def is_creation(scope: Scope) -> bool:
    """Whether a request is to be met where there is nothing alone."""
    return (header(scope, "if-none-match") or "").strip() == _ANY


def check(scope: Scope, tags: Sequence[str], modified: Iterable[str], *, is_there: bool, is_known: bool) -> None:
    """Raises NotOffered, a 412, where what is there is not what a request expects (13.2.2).

    It has these tags, and was `modified` then, in dates of HTTP. `is_known` says that somebody has written it: what is
    but made up is there for who expects it, and for who does not it is not. Where there are no tags, no client can have
    one.
    """
    match, none, since = (header(scope, name) for name in _CONDITIONS)
    if match is not None:
        if not is_there:
            raise NotOffered(412, f"There is nothing here for which If-Match: {quoted(match)} holds")
        # A weak tag equals no other one here (13.1.1), but itself: OData gives out no others, and wants them back.
        if is_known and tags and match.strip() != _ANY and not set(tags).intersection(_TAG.findall(match)):
            raise NotOffered(412, f"If-Match: {quoted(match)} does not hold: the ETag is {tags[0]} by now")
    elif since is not None and (later := next((each for each in modified if _is_later(each, since)), None)):
        raise NotOffered(412, f"If-Unmodified-Since: {quoted(since)} does not hold: it was last modified {later}")
    if none is None:
        return
    if is_known if is_creation(scope) else has(tags, none):
        raise NotOffered(412, f"There is one already, and If-None-Match: {quoted(none)} would have none")


def has(tags: Iterable[str], known: str) -> bool:
    """Whether one of these tags is among those that a client knows, by `If-None-Match` (RFC 9110, 13.1.2)."""
    weak = {_weak(tag) for tag in _TAG.findall(known)}
    return any(_ANY in weak or _weak(tag) in weak for tag in tags)


def is_unchanged(scope: Scope, tags: Iterable[str], modified: Iterable[str]) -> bool:
    """Whether who asks has what is there: by its tag or, where none is named, by the date of it (13.2.2)."""
    none, since = header(scope, "if-none-match"), header(scope, "if-modified-since")
    if none is not None or since is None:
        return has(tags, none or "")
    known = _moment(since)
    return known is not None and any((late := _moment(each)) is not None and late <= known for each in modified)


def _is_later(modified: str, since: str) -> bool:
    """Whether a date is later than another one; what is no date counts for nothing (RFC 9110, 13.1.4)."""
    late, early = _moment(modified), _moment(since)
    return late is not None and early is not None and late > early


def _moment(date: str) -> float | None:
    """The seconds of a date; None for what is none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None


def _weak(tag: str) -> str:
    """A tag as it is compared with another one (RFC 9110, 8.8.3.2)."""
    return tag.removeprefix("W/")
