"""What header fields look like, by their names: those that HTTP gives a syntax, and some that everybody sends."""

from collections.abc import Mapping
from email.utils import format_datetime
from typing import Final

from understudy.contract.samples.dice import thrown
from understudy.contract.samples.names import templates, words
from understudy.contract.samples.subject import Subject, told

_MOMENTS: Final[Mapping[str, str]] = {"last-modified": "modified", "sunset": "expires"}
"""Fields with a date of HTTP (RFC 9110, 5.6.7; RFC 8594), and what happened then."""

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("application/json",),
    "accept-ranges": ("none",),
    **dict.fromkeys(("accept-patch", "accept-post"), ("application/json",)),  # RFC 5789, 3.1; LDP, 7.1
    "age": ("0",),
    **dict.fromkeys(("allow", "access-control-allow-methods"), ("GET, HEAD, OPTIONS",)),
    "alt-svc": ("clear",),  # RFC 7838, 3
    "authentication-info": ('nextnonce="{hex}{hex}"',),
    # Who is asked again shall be asked: a scenario or a stage may have changed what there is to see.
    "cache-control": ("no-cache",),  # RFC 9111, 5.2
    "expires": ("Thu, 01 Jan 1970 00:00:00 GMT",),
    "pragma": ("no-cache",),
    "content-disposition": ('attachment; filename="{slug}"',),  # RFC 6266
    "content-encoding": ("identity",),
    "content-language": ("en",),
    **dict.fromkeys(("content-location", "location"), ("/{slug}",)),
    "content-range": ("items 0-0/*",),
    "content-security-policy": ("default-src 'self'",),
    "deprecation": ("@17672256{two}",),  # RFC 9745
    "etag": ('"{hex}{hex}"',),
    "idempotency-key": ("{uuid}",),
    "link": ('</{slug}>; rel="related"',),  # RFC 8288
    "preference-applied": ("return=representation",),  # RFC 7240, 3
    **dict.fromkeys(("www-authenticate", "proxy-authenticate"), ('Bearer realm="mock"',)),  # RFC 6750, 3
    "ratelimit": ('"default";r={two};t=60',),
    "ratelimit-policy": ('"default";q=100;w=60',),
    "referrer-policy": ("no-referrer",),
    "retry-after": ("1",),
    "server": ("{house}/1.{digit}",),
    "server-timing": ("total;dur={two}",),
    "set-cookie": ("session={hex}{hex}; Path=/; HttpOnly",),  # RFC 6265, 4.1
    "strict-transport-security": ("max-age=0",),  # RFC 6797; any more would outlive the mock
    "traceparent": ("00-{hex}{hex}{hex}{hex}{hex}{two}-{hex}{hex}{digit}{digit}{two}-01",),
    "upgrade": ("websocket",),
    "vary": ("Accept",),
    "via": ("1.1 {house}.example.com",),
    "warning": ('299 - "{phrase}"',),
    "x-content-type-options": ("nosniff",),
    "x-frame-options": ("DENY",),
    "x-xss-protection": ("0",),
    **dict.fromkeys(("access-control-allow-origin", "access-control-allow-headers"), ("*",)),
    "access-control-allow-credentials": ("true",),
    "access-control-expose-headers": ("*",),
    "access-control-max-age": ("0",),
}
"""By a field's name in lower case: templates, one of which is filled in. RFC 9110 has those that say nothing else."""

_NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "limit": ("100",),
    **dict.fromkeys(("remaining", "count", "total", "size"), ("{two}",)),
    **dict.fromkeys(("used", "pages"), ("{digit}",)),
    "reset": ("60",),
    "page": ("1",),
    "offset": ("0",),
}
"""What counts, by the last word of a field's name: `X-RateLimit-Limit`."""


def likely(name: str, seed: str, *, is_text: bool) -> str | None:
    """What a field of this name says, the same for the same seed; None where its name says nothing.

    Where it `is_text`, what members of such names say will do as well.
    """
    key = name.lower()
    if key in _MOMENTS:  # of one answer they agree
        return format_datetime(Subject(thrown(seed)).moment(_MOMENTS[key]), usegmt=True)
    last = "".join(words(name)[-1:])
    known = _FIELDS.get(key) or _NUMBERS.get(last) or (templates(name, "") if is_text else ())
    return told(known)(Subject(thrown(f"{seed} {key}"))) if known else None
