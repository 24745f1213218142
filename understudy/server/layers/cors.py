"""Cross-origin requests: a mock is there for pages of any origin, errors included (Fetch standard, 3.2)."""

from collections.abc import Sequence
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.sent import Headers, Sent
from understudy.server.sharing import Line

_SAFELISTED = {b"cache-control", b"content-language", b"content-length", b"content-type", b"expires", b"last-modified"}

_OPEN, _EXPOSED = b"access-control-allow-origin", b"access-control-expose-headers"
_ANYBODY = [(_OPEN, b"*"), (b"vary", b"Origin")]


class Cors:
    """Answers preflights, for unknown paths too, and opens every other answer to the origin that asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, origin = Exchange.of(scope), header(scope, "origin")
        method = header(scope, "access-control-request-method") if scope["method"] == "OPTIONS" else None
        if origin is not None and method is not None:
            is_private = header(scope, "access-control-request-private-network") == "true"
            exchange.sent = _preflight(
                origin, method, header(scope, "access-control-request-headers"), is_private=is_private
            )
            return
        await self.app(scope, receive, send)
        if sent := exchange.sent:
            sent.headers += opening(sent, origin)


def opening(sent: Sent, origin: str | None) -> Sequence[Line]:
    """The headers by which a page of this origin, or of any, may read an answer and all of its headers."""
    names, _ = zip(*sent.headers, strict=True)
    is_open, exposed, opened = _lacking(names)
    if is_open or origin is None:  # whoever made the answer has said for whom it is
        return opened
    return [*_allow(origin), *exposed]


def _preflight(origin: str, method: str, headers: str | None, *, is_private: bool) -> Sent:
    """The answer to a preflight; `is_private` says that a page of the network asks for this machine."""
    allowed = [
        *_allow(origin),
        (b"access-control-allow-methods", method.encode("latin-1")),
        (b"access-control-allow-headers", (headers or "*").encode("latin-1")),
        (b"access-control-max-age", b"600"),
    ]
    if is_private:  # a page that is deployed asks a mock on this machine (Private Network Access, 3.2)
        allowed.append((b"access-control-allow-private-network", b"true"))
    return Sent(204, allowed, b"")


@lru_cache(maxsize=256)
def _lacking(names: tuple[bytes, ...]) -> tuple[bool, Sequence[Line], Sequence[Line]]:
    """Whether an answer with headers of these names says for whom it is, and `Access-Control-Expose-Headers` for it.

    And all that it lacks to be for anybody.
    """
    exposed = sorted({name for name in names if name.lower() not in _SAFELISTED} | {b"date"})
    lines = () if _EXPOSED in names else ((_EXPOSED, b", ".join(exposed)),)
    is_open = _OPEN in names
    return is_open, lines, lines if is_open else (*_ANYBODY, *lines)


def _allow(origin: str) -> Headers:
    return [
        (_OPEN, origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
