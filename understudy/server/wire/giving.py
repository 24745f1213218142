"""What is proven, given by the protocol itself: before there is a scope or a task, or before anything is parsed."""

import logging
from time import perf_counter
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_client_addr

from understudy.server.proven import Kept, Proven
from understudy.server.reload import Stage
from understudy.server.sent import WITHOUT_LENGTH, Sent
from understudy.server.sharing import Line

_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t\r\n"))
"""What is in no header (RFC 9110, 5.5), with tabs and the ends of lines left out."""

LONGEST = 4096
"""Bytes of a request that is known by them."""


def _ends(sent: Sent, method: str, head: bytes) -> bool:
    """Whether an answer ends where its head says, and its connection does not."""
    if b"connection: " in head or b"transfer-encoding: " in head:
        return False
    has_length = head.count(b"content-length: ") == 1 and b"content-length: %d\r\n" % len(sent.body) in head
    return has_length or method == "HEAD" or sent.status in WITHOUT_LENGTH


class Giving(HttpToolsProtocol):
    """uvicorn's protocol, where a request that has been answered before is answered again, if nothing is in the way.

    A request that came once in just these bytes, alone and whole, is known by them; any other one by its parsed head.
    """

    _active: RequestResponseCycle | None = None
    _owed = 0
    _is_under_way = False
    _given: Kept | None = None
    _begun = 0
    _rests = True
    """Whether the next byte is the first of a request, and no answer is to be written before its own."""

    def __init__(self, *own: Any, **more: Any) -> None:
        super().__init__(*own, **more)
        self._stage = cast(Stage, self.app)
        self._is_logged = self.access_log and self.access_logger.isEnabledFor(logging.INFO)
        self._settle()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_under_way = True
        self._begun += 1

    def on_message_complete(self) -> None:
        self._is_under_way = False
        if not self._owed and not self._given:
            super().on_message_complete()

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
        """Whether no answer is to be written before the next one; uvicorn alone knows how many there may be at once."""
        active = self._active
        return (active is None or active.response_complete) and not self.pipeline and self.limit_concurrency is None

    def _settle(self) -> None:
        """Look whether the connection rests, after whatever may have changed that."""
        self._rests = not self._is_under_way and not self._owed and self._is_idle

    def _give_by_bytes(self, data: bytes) -> bool:
        """Answer a request that is known by its bytes, and say whether this was one."""
        began, proven = perf_counter(), self._stage.proven
        if not self._rests or proven is None or len(data) > LONGEST:
            return False
        kept = proven.by_bytes.get(data)
        return kept is not None and self._give(proven, kept, began)

    def _learn(self, data: bytes) -> None:
        """Know a request by its bytes from now on, if these were all of one that was just answered by its head."""
        proven, given = self._stage.proven, self._given
        if proven and given and self._begun == 1 and self._is_between and len(data) <= LONGEST:
            proven.learn(data, given)

    def _give_by_head(self, lines: tuple[Line, ...]) -> bool:
        """Answer a request of which the head with these lines has come, and say whether it was known by that.

        The very same head has then been through all that is asked of one here, and through the whole mock.
        """
        parser, proven, began = self.parser, self._stage.proven, perf_counter()
        self._given = None
        if proven is None or parser.get_http_version() != "1.1":
            return False
        key = (parser.get_method().decode(), self.url, lines, self.scheme, self.root_path, "1.1")
        kept = proven.by_key.get(key)
        is_plain = kept is not None and parser.should_keep_alive() and not parser.should_upgrade()
        if kept is None or not is_plain or not self._is_idle or not self._give(proven, kept, began):
            return False
        self._given = kept
        return True

    def _give(self, proven: Proven, kept: Kept, began: float) -> bool:
        """Write an answer, if it still holds and can be written at once, and say so."""
        if self.flow.write_paused or self.transport.is_closing() or (date := proven.give(kept, began)) is None:
            return False
        sent = kept.sent
        if self._is_logged:
            client = get_client_addr(cast(Any, {"client": self.client}))
            asked = (client, kept.key[0], kept.shown, "1.1", sent.status)
            self.access_logger.info('%s - "%s %s HTTP/%s" %d', *asked)
        head = kept.head or kept.framed()
        self.transport.write(b"".join((STATUS_LINE[sent.status], b"date: ", date, head, sent.body)))
        self.server_state.total_requests += 1
        return True

    def _write_whole(self, cycle: RequestResponseCycle, sent: Sent, date: bytes) -> bool:
        """Write an answer in one piece, if there is nothing special about it; uvicorn's cycle writes it in two."""
        head, count = b"".join([b"%b: %b\r\n" % pair for pair in sent.headers]), len(sent.headers)
        is_open = cycle.keep_alive and not cycle.disconnected and not self.flow.write_paused
        is_one = head.count(b"\r") == head.count(b"\n") == count and head.translate(None, _CONTROL) == head
        if not is_open or not is_one or not _ends(sent, cycle.scope["method"], head):
            return False
        cycle.response_started, cycle.waiting_for_100_continue = True, False
        if self._is_logged:
            scope = cycle.scope
            asked = (get_client_addr(scope), scope["method"], scope["path"], scope["http_version"], sent.status)
            cycle.access_logger.info('%s - "%s %s HTTP/%s" %d', *asked)
        self.transport.write(b"%bdate: %b\r\n%b\r\n%b" % (STATUS_LINE[sent.status], date, head, sent.body))
        cycle.response_complete = True
        cycle.message_event.set()
        cycle.on_response()
        return True
