"""Cross-origin requests: a mock is there for pages of any origin, errors included (Fetch standard, 3.2)."""

from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from understudy.server.call import header

_SAFELISTED = {b"cache-control", b"content-language", b"content-length", b"content-type", b"expires", b"last-modified"}


class Cors:
    """Answers preflights, for unknown paths too, and opens every other answer to the origin that asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        origin = header(scope, "origin")
        method = header(scope, "access-control-request-method")
        if scope["method"] == "OPTIONS" and origin is not None and method is not None:
            await self._preflight(origin, method, header(scope, "access-control-request-headers"), send)
            return

        async def open_up(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message["headers"])
                exposed = _exposed(tuple(name for name, _ in headers))
                headers += _allow(origin)
                headers.append((b"access-control-expose-headers", exposed))
            await send(message)

        await self.app(scope, receive, open_up)

    @staticmethod
    async def _preflight(origin: str, method: str, headers: str | None, send: Send) -> None:
        answer = [
            *_allow(origin),
            (b"access-control-allow-methods", method.encode("latin-1")),
            (b"access-control-allow-headers", (headers or "*").encode("latin-1")),
            (b"access-control-max-age", b"600"),
        ]
        await send({"type": "http.response.start", "status": 204, "headers": answer})
        await send({"type": "http.response.body", "body": b""})


@lru_cache(maxsize=256)
def _exposed(names: tuple[bytes, ...]) -> bytes:
    """The value of `Access-Control-Expose-Headers` for an answer with headers of these names."""
    return b", ".join(sorted({name for name in names if name.lower() not in _SAFELISTED} | {b"date"}))


def _allow(origin: str | None) -> list[tuple[bytes, bytes]]:
    if origin is None:
        return [(b"access-control-allow-origin", b"*"), (b"vary", b"Origin")]
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
