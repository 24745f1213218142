"""Who may use the control API: the tester at this machine, and no page that happens to be open there."""

from _operator import _compare_digest as compare_digest  # which is that of hmac, without hashlib
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.errors import Refusal, quoted
from understudy.server.fields import header

_HEALTH = "/_understudy/health"
"""What everybody may ask who can reach it: who waits for the mock is in another container, and has no token."""


class Access(Struct, frozen=True):
    """The address that the mock listens on, and the token without which it answers nobody, if there is one."""

    host: str = "127.0.0.1"
    token: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a control API: beyond this machine only for those with the token."""
        return self.token is not None or is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host name or address stands for this machine alone."""
    host = host.lower().removesuffix(".")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class Guard:
    """Turns away pages of other origins, names that are not this machine's, and those who lack the token."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._check(scope)
        await self.app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        access = self._access
        is_told = scope["path"] == _HEALTH and not is_loopback(access.host)
        if not access.is_open and not is_told:
            message = "The control API is off: this mock listens beyond its machine; --control-token switches it on"
            raise Refusal(403, message)
        host = header(scope, "host") or ""
        origin, site = header(scope, "origin"), header(scope, "sec-fetch-site")
        if origin not in (None, f"{scope['scheme']}://{host}") or site not in (None, "none", "same-origin"):
            raise Refusal(403, "The control API is for the tester: pages of other origins may not use it")
        if is_told:
            return
        # A page whose name is made to lead to this machine sends its own name along (DNS rebinding).
        if access.token is None and not is_loopback(_name(host)):
            raise Refusal(403, f"The control API answers at this machine's own names, and not at {quoted(host)}")
        if access.token is not None and not _is_token(header(scope, "authorization") or "", access.token):
            message = "The control API of this mock asks for its token: Authorization: Bearer …"
            raise Refusal(401, message, headers={"WWW-Authenticate": 'Bearer realm="understudy"'})


def _is_token(authorization: str, token: str) -> bool:
    """Whether these credentials are the token. An empty one is nobody's."""
    kind, _, given = authorization.partition(" ")
    expected = token.encode(errors="surrogateescape")
    return kind.lower() == "bearer" and token != "" and compare_digest(given.strip().encode("latin-1"), expected)


def _name(host: str) -> str:
    """The name or address in a `Host` header; nothing where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
