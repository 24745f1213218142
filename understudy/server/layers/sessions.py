"""The session that a request belongs to, by its header or by a prefix of its path, and the time in it."""

import re
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.contract import Contract
from understudy.contract.violations import Violation
from understudy.errors import quoted
from understudy.server.call import target
from understudy.server.control.door import PREFIX as CONTROL
from understudy.server.dates import http_date
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.sent import CUT
from understudy.state.session import DEFAULT, Sessions

HEADER = "understudy-session"

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TILDES = ("~", "%")
"""What a segment begins with that begins with a tilde: a client may encode that (RFC 3986, 2.3)."""

_EXPECTED = "1 to 64 letters, digits, dots, hyphens and underscores"


class InSession:
    """Opens an exchange in the session that the request names, and sends its answer with the time in it.

    `/~name/…` is the path behind it in the session of this name; where the header names one too, the header is right.
    A path that the contract has is never taken for a prefix, save one that leads to the control API. A server that
    lets no connection be cut ends the request by its own means.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions, contract: Contract) -> None:
        self.app, self._sessions, self._contract = app, sessions, contract

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, prefix, name = target(scope), "", DEFAULT
        malformed: list[Violation] = []
        if path[1:2] in _TILDES and (found := self._parted(scope, path)):
            name, path = found
            prefix = f"/~{name}"
        if (named := header(scope, HEADER)) is not None:
            name = named if _NAME.fullmatch(named) else DEFAULT
            if name != named:
                message = f"A session's name is {_EXPECTED}, not {quoted(named)}"
                malformed.append(Violation("session", ("header", "Understudy-Session"), message))
        session = self._sessions.get(name)
        exchange = Exchange(session, path, prefix, malformed)
        exchange.enter(scope)
        await self.app(scope, receive, send)
        if exchange.sent:
            await exchange.sent.to(scope, send, http_date(session.clock.now()), is_cut=exchange.is_cut)
        if exchange.is_cut and (cut := scope["extensions"].get(CUT)):
            cut(reset=exchange.fault == "reset")

    def _parted(self, scope: Scope, raw: str) -> tuple[str, str] | None:
        """The session named by the path, and the path behind it, which is all that is left of it."""
        first, _, rest = raw[1:].partition("/")
        segment, path = unquote(first), f"/{rest}"
        if not raw.startswith("/") or not segment.startswith("~") or not _NAME.fullmatch(segment[1:]):
            return None
        if self._contract.router.match(raw) and not f"{path}/".startswith(f"{CONTROL}/"):
            return None
        scope["raw_path"] = path.encode("latin-1")
        scope["path"] = scope["path"][len(segment) + 1 :] or "/"
        return segment[1:], path
