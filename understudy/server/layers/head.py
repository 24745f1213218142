"""HEAD: the answer to GET, without its body (RFC 9110, 9.3.2)."""

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.server.exchange import Exchange


class Head:
    """Keeps the body of an answer to HEAD back, and leaves its headers as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        if scope["method"] == "HEAD" and (sent := Exchange.of(scope).sent):
            sent.body = b""
