"""The gate: which operation a request is for, decided by the contract alone.

It stands where Connexion's own router would, and tells Connexion the operation that it found. So a path is matched
once, by segments of the raw target: `%2F` stays inside its parameter, no trailing slash is redirected, a concrete path
beats a template wherever it stands in the document, and 405 knows every method of the path.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from connexion.middleware.abstract import ROUTING_CONTEXT
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract import media
from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.errors import Refusal, quoted
from understudy.server.call import Call, header


class Gate:
    """Lets a request through to its operation, or refuses it: 404, 405, 406; answers a plain OPTIONS."""

    def __init__(self, app: ASGIApp, contract: Contract) -> None:
        self.app, self._contract = app, contract
        self._methods = _allow(operation.method for operation in contract.operations)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method, raw = scope["method"], scope.get("raw_path")  # which ASGI leaves to the server
        target = quote(scope["path"]) if raw is None else raw.decode("latin-1")
        if target == "*" and method == "OPTIONS":
            await _options(self._methods, send)
            return
        match = self._contract.router.match(target)
        if match is None:
            raise Refusal(404, f"The contract has no path {quoted(scope['path'])}", details={"path": scope["path"]})
        operations, path = match
        operation = operations.get(method) or (operations.get("GET") if method == "HEAD" else None)
        if operation is None:
            allow = _allow(operations)
            if method == "OPTIONS":
                await _options(allow, send)
                return
            message = f"{quoted(method)} is not a method of this path: it has {allow}"
            raise Refusal(405, message, headers={"Allow": allow})
        call = Call(operation, path, _negotiated(operation, header(scope, "accept")))
        call.enter(scope)
        scope["path_params"] = {}
        scope["extensions"][ROUTING_CONTEXT] = {"api_base_path": "", "operation_id": operation.name}
        await self.app(scope, receive, send)


def _negotiated(operation: Operation, accept: str | None) -> str | None:
    """The media type of a good answer; None where it has no body."""
    _, response = operation.success
    offered: Mapping[str, object] = response.body.content if response else {}
    if not offered:
        return None
    if (chosen := media.negotiate(accept, offered)) is None:
        raise Refusal(406, f"Nothing that {quoted(accept)} accepts: the operation answers {', '.join(offered)}")
    return chosen


def _allow(methods: Iterable[str]) -> str:
    """The value of `Allow` for these methods: OPTIONS always works, and HEAD where GET does."""
    allowed = dict.fromkeys(methods)
    if "GET" in allowed:
        allowed["HEAD"] = None
    allowed["OPTIONS"] = None
    return ", ".join(allowed)


async def _options(allow: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allow.encode())]})
    await send({"type": "http.response.body", "body": b""})
