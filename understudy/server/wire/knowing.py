"""Requests of which all but the target came before: known by their bytes, they need no parser, and most no layers."""

import re
from collections.abc import Mapping
from threading import Lock
from time import perf_counter
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.utils import get_client_addr

from understudy.server.dates import http_date
from understudy.server.eagerly import begun
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields, fields
from understudy.server.sent import WRITTEN, Sent
from understudy.server.shortcut import is_ordinary
from understudy.server.wire.access import AsSent
from understudy.server.wire.cycle import Cycle, in_one, scope_of
from understudy.server.wire.giving import LONGEST, Giving

MOST = 1024
"""Heads that are known at a time."""

_FIRST = re.compile(
    rb"(GET|POST|PUT|PATCH|DELETE) (/[\w.~!$&'()*+,;=:@/-]*)(?:\?([\w.~!$&'()*+,;=:@/?%-]*))? HTTP/1\.1"
)
"""The first line of a request for a path without an escape, and perhaps a query (RFC 9112, 3; RFC 3986, 3.3)."""

_END = b"\r\n\r\n"

_known: dict[bytes, Fields] = {}
_lock = Lock()


class Knowing(Giving):
    """The protocol that gives what is proven, where a head is known by all of its bytes behind the first line.

    What the parser and those behind it make of these does not depend on the target: so they are read once.
    """

    def __init__(self, *own: Any, **more: Any) -> None:
        super().__init__(*own, **more)
        self._scope: Mapping[str, Any] = {}

    def connection_made(self, transport: Any) -> None:
        """Know what all requests on a connection have alike."""
        super().connection_made(transport)
        self._scope = scope_of(self, "", "1.1", (), (b"", b""))

    def _learn(self, data: bytes) -> None:
        """Know the head of an ordinary request by these bytes as well, after which its connection goes on."""
        super()._learn(data)
        # Where the first line and the head end. Some parsers end them with less, and find another body behind them.
        at = data.find(b"\r\n")
        end = data.find(_END, at) + len(_END)
        head = data[at:end]
        if len(head) > LONGEST or head in _known or not _FIRST.fullmatch(data, 0, at):
            return
        found = fields(tuple(self.headers))
        if is_ordinary(found) and len(data) - end == found.length:
            with _lock:  # there may be servers in more than one thread
                if len(_known) >= MOST:
                    del _known[next(iter(_known))]
                _known[head] = found

    def _shorten(self, data: bytes) -> bool:
        """Answer an ordinary request with a known head, and say whether this was one."""
        shortcut = self._stage.shortcut
        if shortcut is None or not self._rests or self.flow.write_paused or self.root_path:
            return False
        at = data.find(b"\r\n")
        end = data.find(_END, at) + len(_END)
        known, first = _known.get(data[at:end]), _FIRST.fullmatch(data, 0, at)
        if known is None or first is None or len(data) - end != known.length:
            return False
        method, path, query = first[1].decode("ascii"), first[2], first[3] or b""
        if (exchange := shortcut.opened(method, path.decode("ascii"), query, known)) is None:
            return False
        self._turn.expect(shortcut.takes(exchange))
        scope: Any = {
            **self._scope,
            "method": method,
            "path": exchange.path,
            "raw_path": path,
            "query_string": query,
            "state": self.app_state.copy(),
            "app": self._stage.mock.app,
            "extensions": {WRITTEN: None},
        }
        known.enter(scope)
        try:
            waiting = begun(self.loop, shortcut.answer(exchange, scope, data[end:]))
        except BaseException as error:  # noqa: BLE001 - as it is with any other request
            begun(self.loop, self._specially(scope, error))
        else:
            assert waiting is None
            self._tell(exchange, scope)
            if method == "GET" and end == len(data) and shortcut.proven.is_worth_keeping(exchange, data):
                asked = path + b"?" + query if query else path
                key = method, asked, known.lines, self.scheme, self.root_path, "1.1"
                shortcut.proven.keep(key, exchange, data)
        return True

    def _tell(self, exchange: Exchange, scope: Scope) -> None:
        """Send the answer of an exchange."""
        sent, view = exchange.sent, exchange.view
        assert sent is not None
        assert view is not None
        date = http_date(view.now)
        if sent.is_dated or not (written := in_one(sent, date, scope["method"])):
            begun(self.loop, self._specially(scope, sent, date))
            return
        if self._is_logged:
            asked = (get_client_addr(cast(Any, scope)), scope["method"], "", "1.1", sent.status)
            AsSent(self.access_logger, cast(Any, scope)).info('%s - "%s %s HTTP/%s" %s', *asked)
        self._turn.write(self.loop, self._own, written, perf_counter())
        self.server_state.total_requests += 1

    async def _specially(self, scope: Any, what: Sent | BaseException, date: bytes = b"") -> None:
        """Send an answer about which there is something special, or tell of an error, as a cycle does."""

        async def app(scope: Any, _: Any, send: Any) -> None:
            if isinstance(what, BaseException):
                raise what
            await what.to(scope, send, date)

        self.expect_100_continue = False
        self.cycle = self._active = Cycle(self, scope, is_logged=self._is_logged, keep_alive=True)
        self.cycle.more_body = False
        self._settle()
        scope["extensions"] = {WRITTEN: self.cycle.write}
        await self.cycle.run_asgi(app)
