"""The gate: which operation a request is for, decided by the contract alone.

It stands where Connexion's own router would, and each of its middlewares would look again. So a path is matched once,
by segments of the raw target: `%2F` stays inside its parameter, no trailing slash is redirected, a concrete path
beats a template wherever it stands in the document, and 405 knows every method of the path.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.errors import Refusal, quoted
from understudy.server.bodies import kinds
from understudy.server.call import Call
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.reports import turned_away
from understudy.server.responses import NotOffered
from understudy.server.sent import Sent

_ICON = "/favicon.ico"
_MOST_REASONS = 3
_MOST_PATHS = 3


class Gate:
    """Lets a request through to its operation, or refuses it: 404, 405, 406; answers a plain OPTIONS."""

    def __init__(
        self, app: ASGIApp, contract: Contract, whole: str = "The contract", paths: Iterable[str] = ()
    ) -> None:
        """Where there is no path, `whole` is what has none, and `paths` are named as those that there are."""
        self.app, self._contract, self._whole = app, contract, whole
        self._paths = f"; it has {', '.join(known)}" if (known := dict.fromkeys(paths)) else ""
        self._negotiated = kinds.by_field(negotiated)
        self._methods = _allow(operation.method for operation in contract.operations)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, method = Exchange.of(scope), scope["method"]
        if exchange.path == "*" and method == "OPTIONS":
            exchange.sent = _options(self._methods)
            return
        found = self._contract.router.find(exchange.path)
        if found is None:
            hint = self._near(exchange.path) or self._paths
            message = f"{self._whole} has no path {quoted(scope['path'])}{hint}"
            raise self._away(scope, Refusal(404, message, details={"path": scope["path"]}))
        (operations, _), values = found
        operation = operations.get(method) or (operations.get("GET") if method == "HEAD" else None)
        if operation is None:
            allow = _allow(operations)
            if method == "OPTIONS":
                exchange.sent = _options(allow)
                return
            message = f"{quoted(method)} is not a method of this path: it has {allow}"
            raise self._away(scope, Refusal(405, message, headers={"Allow": allow}))
        exchange.operation = operation
        if operation.broken:
            reasons = "; ".join(map(str, operation.broken[:_MOST_REASONS]))
            raise NotOffered(500, f"{operation} cannot be served as it is described: {reasons}")
        parameters = dict(zip(operation.path_names, values, strict=False))
        try:
            media_type = self._negotiated(header(scope, "accept"), operation, exchange.preferences.code)
        except Refusal as refusal:
            raise self._away(scope, refusal) from None
        exchange.call = Call(operation, parameters, media_type)
        scope["path_params"] = {}
        await self.app(scope, receive, send)

    def _away(self, scope: Scope, refusal: Refusal) -> Refusal:
        """A refusal, of which who reads the log is told too; nobody has asked for the icon that a browser looks for."""
        if scope["path"] != _ICON:
            turned_away(self._contract.document.root.file, f"{scope['method']} {scope['path']}", refusal.message)
        return refusal

    def _near(self, path: str) -> str:
        """A hint at a path that differs in one word, or in the slash at its end, as clients and documents often do.

        Who asks for none at all is told some.
        """
        other = self._contract.router.near(path)
        if other is None and path == "/":  # as who opens the address in a browser asks for
            known = list(dict.fromkeys(operation.path for operation in self._contract.operations))
            more = f" and {len(known) - _MOST_PATHS} more" if len(known) > _MOST_PATHS else ""
            return f"; it has {', '.join(known[:_MOST_PATHS])}{more}" if known else ""
        return "" if other is None else f"; it has {quoted(unquote(other))}"


def negotiated(accept: str | None, operation: Operation, code: int | None) -> str | None:
    """The media type of a good answer; None where it has no body, or where a status was asked for that refuses.

    What a refusal is written in is for its reader to take: it says more than a 406 would. Raises Refusal for that.
    """
    status = operation.success[0] if code is None else code
    response = operation.response(status)
    offered: Mapping[str, object] = response.body.content if response else {}
    if not offered or status not in range(200, 400):
        return None
    if (chosen := kinds.negotiate(accept, offered)) is None:
        raise Refusal(406, f"Nothing that {quoted(accept)} accepts: the operation answers {', '.join(offered)}")
    return chosen


def _allow(methods: Iterable[str]) -> str:
    """The value of `Allow` for these methods: OPTIONS always works, and HEAD where GET does."""
    allowed = dict.fromkeys(methods)
    if "GET" in allowed:
        allowed["HEAD"] = None
    allowed["OPTIONS"] = None
    return ", ".join(allowed)


def _options(allow: str) -> Sent:
    return Sent(204, [(b"allow", allow.encode())], b"")
