"""What goes wrong on purpose: late answers, refusals, and answers that break on the wire."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from math import ceil
from random import Random

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.errors import Refusal, not_among, quoted
from understudy.project import Project
from understudy.server.call import Call
from understudy.server.eagerly import in_task
from understudy.server.exchange import Exchange
from understudy.server.requests import InvalidRequest
from understudy.server.responses import NotOffered
from understudy.server.sent import Sent
from understudy.state.faults import Fault
from understudy.state.scenarios import Scenario
from understudy.state.view import View

HELD = "understudy.held"
"""The extension of a scope by which a server ends a wait of which nobody has anything: called, it is a context."""

EARLY = 0.002
"""Seconds by which a timer may go off too soon: uvloop counts in milliseconds."""

Sleep = Callable[[float], Awaitable[None]]


class Faults:
    """Holds an answer back for as long as it should take, and breaks it where it should be broken."""

    def __init__(self, app: ASGIApp, sleep: Sleep = asyncio.sleep) -> None:
        self.app, self._sleep = app, sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        await self.app(scope, receive, send)
        exchange = Exchange.of(scope)
        if exchange.sent is None:
            return  # the client has gone
        if exchange.seconds:
            await self._wait(scope, began + exchange.seconds)
        if exchange.fault:
            _break(exchange, exchange.sent)

    async def _wait(self, scope: Scope, until: float) -> None:
        if (seconds := until - time.monotonic()) <= 0:
            return
        await in_task()
        with scope["extensions"].get(HELD, nullcontext)():
            await self._sleep(seconds)
            if 0 < until - time.monotonic() <= EARLY:
                await asyncio.sleep(2 * EARLY)


def _break(exchange: Exchange, sent: Sent) -> None:
    """Break an answer in the way that it should be; one without a body can only be missing."""
    if exchange.fault == "garbage" and sent.body:
        sent.body = bytes(128 + byte % 128 for byte in Random(len(sent.body)).randbytes(len(sent.body)))  # noqa: S311
        return
    exchange.is_cut = True
    if exchange.fault == "truncate" and sent.body:
        sent.body = sent.body[: len(sent.body) // 2]
    else:
        exchange.sent = None


class Outage:
    """Finds the scenario of a request for an operation, and what goes wrong with it there."""

    def __init__(self, app: ASGIApp, project: Project, seed: str) -> None:
        self.app, self._store, self._seed = app, project.store, seed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        call = exchange.call
        assert call is not None
        if exchange.malformed:
            raise InvalidRequest(exchange.malformed, (422, 400))
        scenario = self._scenario(exchange)
        exchange.view = View(self._store, exchange.session, scenario=scenario, stage=exchange.preferences.stage)
        for fault in scenario.faults if scenario else ():
            names = fault.operations
            if names is None or call.operation.name in names or str(call.operation) in names:
                self._go_wrong(exchange, exchange.view, fault, call)
        await self.app(scope, receive, send)

    def _scenario(self, exchange: Exchange) -> Scenario | None:
        known = self._store.scenarios.known
        asked = exchange.preferences.scenario
        if asked is not None and asked not in known:
            message = f"No scenario is called {quoted(asked)}{not_among(asked, list(known))}"
            raise NotOffered(404, message, details={"known": list(known)})
        exchange.apply("scenario")
        return known.get(asked or exchange.session.scenario or "")

    def _go_wrong(self, exchange: Exchange, view: View, fault: Fault, call: Call) -> None:
        """Let a fault happen, where it is one for this request. Raises Refusal for one that is a status."""
        scenario, preferences = view.scenario, exchange.preferences
        assert scenario is not None
        what = f"{scenario.name}{fault.pointer}"
        status = fault.status(call.operation.declares)
        if fault.statuses and status is None:
            return
        if fault.limit is not None and exchange.session.count(f"{what} limit", view.now, fault.per) < fault.limit:
            return
        chance = Random(f"{preferences.seed or self._seed} {what} {exchange.session.count(what, view.now)}")  # noqa: S311
        if chance.random() >= fault.share:
            return
        if fault.times is not None and exchange.session.count(f"{what} times", view.now) >= fault.times:
            return
        if fault.share < 1 or fault.delay:
            exchange.apply("seed")
        if fault.delay:
            exchange.seconds = max(exchange.seconds, fault.delay.seconds(chance))
        exchange.fault = exchange.fault or fault.kind
        if status is not None and preferences.code is None:
            again = {"Retry-After": str(ceil(fault.per.total_seconds()))} if fault.limit is not None else {}
            message = scenario.says or f"It is so in the scenario {scenario.name}"
            raise Refusal(status, message, headers=again)
