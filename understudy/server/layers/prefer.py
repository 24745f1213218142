"""The answer that a request prefers: what it asks for is read on the way in, and on the way out what was obeyed."""

from collections.abc import Iterable
from urllib.parse import quote, unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.layers import sl_violations
from understudy.server.preferences import NOTHING, PREFIX, Preferences, applied, preferences, without
from understudy.server.sent import SEED, Headers

_VARY = (b"vary", b"Prefer, Understudy-Session")
_IN_SEEDS = " !#$&'()*+,-./:;<=>?@[]^_`{|}~"


class Prefer:
    """Reads the preferences of a request, and says in its answer's headers which of them were obeyed."""

    def __init__(self, app: ASGIApp, contract: Contract, usual: Preferences) -> None:
        """`usual` is what counts where a request leaves it open."""
        self.app, self._contract, self._usual = app, contract, usual
        schemes = (scheme for scheme in contract.security_schemes.values() if scheme.get("in") == "query")
        self._keys = {scheme["name"] for scheme in schemes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, preferred = Exchange.of(scope), header(scope, "prefer")
        if preferred is not None or scope["query_string"]:
            scope = self._read(exchange, _text(preferred), scope)
        if self._usual is not NOTHING:
            exchange.preferences = exchange.preferences.over(self._usual)
            exchange.seconds = exchange.preferences.wait or 0.0
        await self.app(scope, receive, send)
        if sent := exchange.sent:
            sent.headers += told(exchange)

    def _read(self, exchange: Exchange, preferred: str | None, scope: Scope) -> Scope:
        """The scope of a request without its preferences, which the exchange has."""
        query = scope["query_string"].decode("latin-1")
        # Most queries hold none, and then no path needs to be looked up.
        declared = self._declared(exchange.path) if PREFIX in unquote_plus(query) else None
        exchange.preferences, wrong = preferences(preferred, query, declared or ())
        exchange.malformed += wrong
        if not exchange.malformed:
            exchange.seconds = exchange.preferences.wait or 0.0
            exchange.fault = exchange.preferences.fault
            exchange.apply("wait")
            exchange.apply("fault")
        if declared is None:
            return scope
        return {**scope, "query_string": without(query, declared).encode("latin-1")}

    def _declared(self, path: str) -> set[str]:
        """What is called a query parameter at this path by the contract, or a key in the query at all."""
        match = self._contract.router.match(path)
        return self._keys | _parameters(match[0].values()) if match else self._keys


def _parameters(operations: Iterable[Operation]) -> set[str]:
    parameters = (parameter for operation in operations for parameter in operation.parameters)
    return {parameter.name for parameter in parameters if parameter.location == "query"}


def _text(value: str | None) -> str | None:
    """A field's value as it was meant: in UTF-8, where it can be that, as most clients write what is not ASCII."""
    try:
        return value and value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value


def told(exchange: Exchange) -> Headers:
    """The headers that say what was obeyed, made up and found."""
    headers = [_VARY]
    if exchange.applied:
        headers.append((b"preference-applied", applied(exchange.applied).encode()))
    if exchange.seed is not None:
        seed = exchange.seed
        if exchange.preferences.seed is not None:  # which somebody gave, and has no more than letters and digits else
            seed = quote(seed, safe=_IN_SEEDS)
        exchange.seeded = (SEED, seed.encode())
        headers.append(exchange.seeded)
    if exchange.violations:
        headers.append((b"sl-violations", sl_violations.written(exchange.side, exchange.violations).encode()))
    return headers
