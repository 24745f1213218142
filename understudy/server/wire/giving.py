"""What is proven, given by the protocol itself: before there is a scope or a task, or before anything is parsed."""

import logging
from time import perf_counter
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_client_addr

from understudy.server.proven import READING, Kept, Key, Proven
from understudy.server.reload import Stage
from understudy.server.sharing import Line
from understudy.server.wire.cycle import Cycle
from understudy.server.wire.turns import Ordered, turn_of

LONGEST = 4096
"""Bytes of a request that is known by them."""


class Giving(HttpToolsProtocol):
    """uvicorn's protocol, where a request that has been answered before is answered again, if nothing is in the way.

    A request that came once in just these bytes, alone and whole, is known by them; any other one by its parsed head.
    """

    cycle: Cycle
    _active: RequestResponseCycle | None = None
    _owed = 0
    _is_under_way = False
    _given: Kept | None = None
    _key: Key | None = None
    """What the last request says, if it is of those that are given."""
    _is_plain = False
    """Whether the last request is one after which another one may follow on its connection."""
    _begun = 0
    _rests = True
    """Whether the next byte is the first of a request, and no answer is to be written before its own."""

    def __init__(self, *own: Any, **more: Any) -> None:
        super().__init__(*own, **more)
        self._stage = cast(Stage, self.app)
        self._turn = turn_of(self.loop)
        self._is_logged = self.access_log and self.access_logger.isEnabledFor(logging.INFO)
        self._settle()

    def connection_made(self, transport: Any) -> None:
        """Write what is given by the end of a turn, and all else at once."""
        self._own = transport
        super().connection_made(Ordered(transport, self._turn, self.loop))  # type: ignore[arg-type]

    def on_message_begin(self) -> None:
        """Have room for a request; uvicorn's own makes a scope of one that may never need it."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self._is_under_way = True
        self._begun += 1

    def on_message_complete(self) -> None:
        self._is_under_way = False
        if not self._owed and not self._given and not self.cycle.response_complete:
            self.cycle.more_body = False
            self.cycle.tell()

    @property
    def _newest(self) -> RequestResponseCycle | None:
        """The request that came last of those that are still to be answered."""
        if self.pipeline:
            return self.pipeline[0][0]
        return self._active if self._active and not self._active.response_complete else None

    @property
    def _is_between(self) -> bool:
        """Whether the next byte is the first of a request."""
        return not self._is_under_way and not self._owed

    @property
    def _is_idle(self) -> bool:
        """Whether no answer is to be written before the next one."""
        active = self._active
        return (active is None or active.response_complete) and not self.pipeline

    def _settle(self) -> None:
        """Look whether the connection rests, after whatever may have changed that."""
        self._rests = not self._is_under_way and not self._owed and self._is_idle

    def _give_by_bytes(self, data: bytes) -> bool:
        """Answer a request that is known by its bytes, and say whether this was one."""
        proven = self._stage.proven
        if proven is None or not self._rests or len(data) > LONGEST or (kept := proven.by_bytes.get(data)) is None:
            return False
        return self._give(proven, kept, perf_counter())

    def _learn(self, data: bytes) -> None:
        """Know a request by these bytes from now on, all of which it came in, if its answer is kept."""
        proven = self._stage.proven
        if proven and self._key and len(data) <= LONGEST and (kept := proven.by_key.get(self._key)):
            proven.learn(data, kept)

    def _give_by_head(self, method: str, version: str, lines: tuple[Line, ...]) -> bool:
        """Answer a request of which the head with these lines has come, and say whether it was known by that.

        The very same head has then been through all that is asked of one here, and through the whole mock.
        """
        parser, proven, began = self.parser, self._stage.proven, perf_counter()
        self._given = self._key = None
        self._is_plain = version == "1.1" and parser.should_keep_alive() and not parser.should_upgrade()
        if proven is None or method not in READING or not self._is_plain:
            return False
        self._key = key = (method, self.url, lines, self.scheme, self.root_path, "1.1")
        kept = proven.by_key.get(key)
        if kept is None or not self._is_idle or not self._give(proven, kept, began):
            return False
        self._given = kept
        return True

    def _give(self, proven: Proven, kept: Kept, began: float) -> bool:
        """Write an answer, if it still holds and can be written at once, and say so."""
        if self.flow.write_paused or (date := proven.give(kept, began)) is None:
            return False
        status = kept.status
        if self._is_logged:
            client = get_client_addr(cast(Any, {"client": self.client}))
            asked = (client, kept.key[0], kept.shown, "1.1", status)
            self.access_logger.info('%s - "%s %s HTTP/%s" %d', *asked)
        head = kept.head or kept.framed()
        answer = b"".join((STATUS_LINE[status], b"date: ", date, head, kept.body))
        self._turn.write(self.loop, self._own, answer, began)
        self.server_state.total_requests += 1
        return True
