"""The door to the control API."""

from collections.abc import Callable
from functools import cached_property

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.server.exchange import Exchange
from understudy.state.store import Store
from understudy.state.view import View

PREFIX = "/_understudy"
_ENDS = ("", "/")


class ControlDoor:
    """Lets requests for the control API through to it, and all others pass. It is built when somebody first asks."""

    def __init__(self, app: ASGIApp, store: Store, control: Callable[[], ASGIApp]) -> None:
        self.app, self._store, self._build = app, store, control

    @cached_property
    def _control(self) -> ASGIApp:
        return self._build()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        if not exchange.path.startswith(PREFIX) or exchange.path[len(PREFIX) :][:1] not in _ENDS:
            await self.app(scope, receive, send)
            return
        if exchange.path == PREFIX:
            exchange.path = f"{PREFIX}/"  # as people write it
        scenario = self._store.scenarios.known.get(exchange.session.scenario or "")
        exchange.view = View(self._store, exchange.session, scenario=scenario)
        await self._control(scope, receive, send)
