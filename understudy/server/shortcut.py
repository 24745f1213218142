"""The shortcut of an ordinary request, for which none of the layers before the operations has anything to decide."""

import time
from contextlib import suppress
from math import inf

from msgspec import Struct
from starlette.types import Message, Scope

from understudy.contract.operations import Operation
from understudy.errors import Refusal
from understudy.project import Project
from understudy.server.answering.answers import Answers
from understudy.server.binding import PerOperation
from understudy.server.call import Call
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields, header
from understudy.server.layers.caught import instead
from understudy.server.layers.cors import opening
from understudy.server.layers.gate import negotiated
from understudy.server.layers.noting import Noting, Whole
from understudy.server.layers.prefer import told
from understudy.server.layers.sessions import HEADER
from understudy.server.preferences import PREFIX
from understudy.server.proven import Proven
from understudy.server.refusing.refusals import Refusals
from understudy.state.session import DEFAULT, Sessions
from understudy.state.view import View

_MOST = 4096
"""Ways that are known at a time."""

_LEADING_ELSEWHERE = ("~", "_")
"""What a path begins with that may name a session or the control API."""


_LOOKED_AT = ("prefer", HEADER, "expect", "transfer-encoding", "if-match", "if-unmodified-since")
"""Headers for layers and for the server; and conditions, for which somebody else may be asked, and waited for."""

_PREFERRING = (PREFIX.encode(), b"%5f", b"%5F")
"""What is in a query that may have preferences."""


def is_ordinary(fields: Fields) -> bool:
    """Whether the lines of a request are such as no layer looks at: its body comes as it is, if there is one."""
    return fields.named.keys().isdisjoint(_LOOKED_AT)


class _Way(Struct, frozen=True):
    """What is known of requests for an operation that accept the same: names of parameters, and the media type."""

    names: tuple[str, ...]
    media_type: str | None


class Shortcut:
    """Takes ordinary requests past the layers: they are opened, noted and told of as they would be there.

    One is ordinary that is for an operation, without a preference or a session of its own, where no scenario is in
    force and nobody has to be waited for.
    """

    def __init__(
        self,
        project: Project,
        *,
        proven: Proven,
        answers: Answers,
        refusals: Refusals,
        behind: PerOperation,
        sessions: Sessions,
        noting: Noting,
    ) -> None:
        self._router, self._store, self._answers = project.contract.router, project.store, answers
        self.proven = proven
        self._refusals, self._behind, self._sessions, self._noting = refusals, behind, sessions, noting
        self._ways: dict[tuple[str, str | None], _Way | None] = {}
        self._took: dict[str, float] = {}

    def opened(self, method: str, path: str, query: bytes, fields: Fields) -> Exchange | None:
        """The exchange of a request for a path without escapes, as it is behind the gate; None if it is not ordinary.

        The fields are those of one that `is_ordinary`.
        """
        if query and any(map(query.__contains__, _PREFERRING)):
            return None
        if path[1:2] in _LEADING_ELSEWHERE or (found := self._router.find(path)) is None:
            return None
        (operations, _), values = found
        if method != "GET" and "if-none-match" in fields.named:
            return None
        operation, session = operations.get(method), self._sessions.get(DEFAULT)
        if operation is None or session.scenario:
            return None
        asked = operation.name, fields.named.get("accept")
        way = self._ways[asked] if asked in self._ways else self._way(operation, asked)
        if way is None:
            return None
        exchange = Exchange(session, path)
        exchange.operation = operation
        exchange.call = Call(operation, dict(zip(way.names, values, strict=False)), way.media_type)
        exchange.view = View(self._store, session)
        return exchange

    def _way(self, operation: Operation, asked: tuple[str, str | None]) -> "_Way | None":
        """The way to an operation that can be answered, and nobody has to be waited for; None to any other one."""
        way = None
        if not operation.broken and self._answers.is_prompt(operation):
            with suppress(Refusal):
                way = _Way(operation.path_names, negotiated(asked[1], operation, None))
        if len(self._ways) >= _MOST:
            self._ways.clear()
        self._ways[asked] = way
        return way

    def takes(self, exchange: Exchange) -> float:
        """The seconds that the last answer took for the operation of an exchange; before the first, nobody knows."""
        assert exchange.operation is not None
        return self._took.get(exchange.operation.name, inf)

    async def answer(self, exchange: Exchange, scope: Scope, body: bytes) -> None:
        """Have an exchange answered that has been opened, and noted."""
        exchange.enter(scope)
        scope["path_params"] = {}
        view, call, began = exchange.view, exchange.call, time.perf_counter()
        assert view is not None
        assert call is not None

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self._behind[call.operation.name](scope, receive, _nowhere)
        except Exception as error:  # noqa: BLE001 - of a handler it may be anything
            exchange.sent = instead(self._refusals, scope, error)
        sent = exchange.sent
        assert sent is not None
        sent.headers += told(exchange)
        sent.headers += opening(sent, header(scope, "origin"))
        self._noting.note(exchange, scope, view.now, began, Whole(body) if body else None)
        self._took[call.operation.name] = time.perf_counter() - began


async def _nowhere(message: Message) -> None:
    """Answers are not sent, but left with their exchange."""
    raise AssertionError(message)
