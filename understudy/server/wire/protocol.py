"""HTTP/1.1 below ASGI: bounds on what a client may send, and an answer in the contract's shape where none is asked for.

uvicorn's protocol parses and runs requests; what it does with bytes that are no request is done here.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from understudy.server.eagerly import begun
from understudy.server.layers.faults import HELD
from understudy.server.sent import CUT, WRITTEN
from understudy.server.sharing import Line
from understudy.server.wire.alarm import Alarm
from understudy.server.wire.cycle import Cycle, parted, scope_of
from understudy.server.wire.heads import LARGEST_HEAD, Refused, meant
from understudy.server.wire.knowing import Knowing
from understudy.server.wire.methods import new_parser, stood_in

_TOO_LARGE = f"Target and headers are larger than {LARGEST_HEAD // 1024} KB"

HEAD_SECONDS = 30
"""How long a client may take to send target and headers."""

BODY_SECONDS = 30
"""How long a client may take between two pieces of a body that is waited for."""


class Protocol(Knowing):
    """The protocol with bounds on heads, and errors that `app.refuse` words."""

    _in_head = False
    _sound: tuple[Line, ...] | None = None
    """The lines of the last head, if there is nothing wrong with them where the target is a path."""
    _head = _received = 0
    _deadline = 0.0
    _named: bytes | None = None
    """The method of the request that begins, where the parser is told another one."""
    _waiting: asyncio.Task[Any] | None = None
    _is_half_closed = _is_stopping = False
    _is_in_turn = _is_fed = False
    """Whether `data_received` is at work, and within it the parser."""
    _first: tuple[RequestResponseCycle, Any] | None = None
    """What is to be begun when the parser has had all that came."""

    def __init__(self, *own: Any, **more: Any) -> None:
        super().__init__(*own, **more)
        self._alarm = Alarm(self.loop, self._time_is_up)

    # What the parser finds

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head, self._received, self._deadline = True, 0, 0, 0.0

    def on_url(self, url: bytes) -> None:
        self._head += len(url)
        if self._head > LARGEST_HEAD:
            raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, _TOO_LARGE)
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head += len(name) + len(value)
        if self._head > LARGEST_HEAD:
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _TOO_LARGE)
        # As uvicorn's own does, which would be another call for each line.
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._in_head, parser = False, self.parser
        method, self._named = self._named or parser.get_method(), None
        version, lines = parser.get_http_version(), tuple(self.headers)
        name = method.decode("ascii")
        if self._give_by_head(name, version, lines):
            return
        if lines != self._sound or not self.url.startswith(b"/"):
            self.url, self.headers = meant(self.url, method, version, self.headers)
            self._sound = lines if version == "1.1" else None
        if parser.should_upgrade():
            # The parser takes what follows for another protocol, and the body of this request with it.
            lengths = [value for name, value in self.headers if name == b"content-length"]
            if any(name == b"transfer-encoding" for name, _ in self.headers):
                raise Refused(HTTPStatus.NOT_IMPLEMENTED, "A chunked body cannot come with an offer to upgrade")
            self._owed = int(lengths[0]) if lengths else 0
        self._hand_on(name, version)

    def _hand_on(self, method: str, version: str) -> None:
        """Have a request answered of which the head has come, now or after those before it."""
        scope: Any = scope_of(self, method, version, tuple(self.headers), parted(self.url))
        keeps_alive = version != "1.0" and self.parser.should_keep_alive()
        cycle = Cycle(self, scope, is_logged=self._is_logged, keep_alive=keeps_alive)
        scope["extensions"] = {CUT: cycle.cut, HELD: self._held, WRITTEN: cycle.write}
        before, self.cycle = self.cycle, cycle
        if before is None or before.response_complete:
            self._start_asgi_task(cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((cycle, self.app))

    def on_body(self, body: bytes) -> None:
        self._received = 0
        sooner: bytes | bytearray = self.cycle.body
        if sooner and isinstance(sooner, bytes):
            self.cycle.body = bytearray(sooner)  # or else all of it would be copied for each piece
        super().on_body(body)

    # What happens to the connection

    @contextmanager
    def _held(self) -> Iterator[None]:
        """A wait that ends as soon as the server stops, or nobody is there to be answered: its task is cancelled."""
        self._waiting = asyncio.current_task()
        self._let_go()
        try:
            yield
        finally:
            self._waiting = None

    def _let_go(self) -> None:
        """End the wait of an answer that is held back, where there is a reason to.

        A client that hangs up cannot be told from one that has said everything and listens. Who answers takes it for
        the latter; who waits, perhaps for minutes, for the former.
        """
        if self._waiting is None:
            return
        cycle = self._active
        if cycle and self._is_half_closed:
            cycle.disconnected = True
            self.transport.close()
        if self._is_stopping or cycle is None or cycle.disconnected:
            self._waiting.cancel()
            self._waiting = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._alarm.stop()
        if self._active:
            self._active.disconnected = True
        self._let_go()

    def shutdown(self) -> None:
        super().shutdown()
        self._is_stopping = True
        self._let_go()

    def data_received(self, data: bytes) -> None:
        """Feed the parser with what is not known, and wait for what comes next no longer than it may take."""
        if self._give_by_bytes(data) or self._shorten(data):
            self._alarm.ring_at(self.loop.time() + self.timeout_keep_alive)
            return
        self._turn.send()  # nobody waits for an answer that may take its time
        self._received += len(data)
        was_between, self._begun = self._is_between, 0
        self._is_in_turn = self._is_fed = True
        self._feed(data)
        self._is_fed = False
        if self._first:
            self._begin(*self._first)
        self._is_in_turn = False
        self._settle()
        if self.transport.is_closing():
            return
        if self._is_plain and was_between and self._begun == 1 and self._is_between:
            self._learn(data)
        if self._rests:
            self._alarm.ring_at(self.loop.time() + self.timeout_keep_alive)
        elif self._is_too_large():
            self._end(Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "A header is too large"))
        else:
            self._set_deadline()

    def _is_too_large(self) -> bool:
        """Whether there came a lot of which the parser has made neither a header nor a body."""
        newest = self._newest
        return self._received > 2 * LARGEST_HEAD and (self._in_head or bool(newest and newest.more_body))

    def _feed(self, data: bytes) -> None:
        while data:
            if self._owed:
                part, data = data[: self._owed], data[self._owed :]
                self._owed -= len(part)
                self.on_body(part)
                self.on_message_complete()
                continue
            is_between, before = self._is_between, self._begun
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:  # nobody here speaks another protocol
                data = data[upgrade.args[0] :]
                continue
            except httptools.HttpParserError as error:  # in whose context is what was raised while it called us
                is_unknown = isinstance(error, httptools.HttpParserInvalidMethodError)
                is_first = is_between and self._begun == before + 1
                if is_unknown and is_first and (found := stood_in(data)):
                    (self._named, data), self._begun, self.parser = found, before, new_parser(self)
                    continue
                why = error.__context__
                self._end(why if isinstance(why, Refused) else Refused(HTTPStatus.BAD_REQUEST, "Invalid HTTP request"))
            return

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """A client that has said everything is still answered (RFC 9112, 9.6)."""
        self._turn.send()  # or the transport would be closed before
        newest = self._newest
        if newest is None:
            return None
        if newest.more_body:
            self._abandon(newest)
            newest = self._newest
            if newest is None:
                return None
        newest.keep_alive = False
        self._is_half_closed = True
        self._let_go()
        return True

    def on_response_complete(self) -> None:
        """Go on with the next request, or wait for one. uvicorn's own would set a timer anew each time."""
        assert self._active is not None
        self._active.scope["extensions"].clear()  # which hold both of us: we would be garbage, and the body that came
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        if not self._is_in_turn:
            self._settle()
            self._set_deadline()

    def _set_deadline(self) -> None:
        """Wait for the rest of a head until its deadline, for more of a body and for the next request a while."""
        newest, now = self._newest, self.loop.time()
        if self._in_head:
            self._deadline = self._deadline or now + HEAD_SECONDS
            self._alarm.ring_at(self._deadline)
        elif newest is None:
            self._alarm.ring_at(now + self.timeout_keep_alive)
        elif newest.more_body:
            self._alarm.ring_at(now + BODY_SECONDS)
        else:
            self._alarm.never_mind()

    def _time_is_up(self) -> None:
        """Close the connection, after the answer that is still on its way."""
        newest = self._newest
        if newest is None or self.transport.is_closing():
            self.transport.close()
        elif not newest.more_body:
            newest.keep_alive = False
        elif self.flow.read_paused or newest.waiting_for_100_continue:  # and so it is not the client that is late
            self._set_deadline()
        else:
            self._end(Refused(HTTPStatus.REQUEST_TIMEOUT, f"Nothing of the body came for {BODY_SECONDS} seconds"))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._active = cycle
        if self._is_fed:
            self._first = cycle, app
        else:
            super()._start_asgi_task(cycle, app)

    def _begin(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Begin the first request that was parsed, all of which may have come by now."""
        self._first = None
        if task := begun(self.loop, cycle.run_asgi(app)):
            task.add_done_callback(self.tasks.discard)
            self.tasks.add(task)

    def _abandon(self, cycle: RequestResponseCycle) -> None:
        """Give up a request whose body will never end as it should."""
        cycle.disconnected = True
        cycle.message_event.set()
        if cycle is self._active:
            self._active = None
            self._let_go()
        else:
            self.pipeline.popleft()

    def _end(self, refused: Refused) -> None:
        """Refuse and close; requests that were whole are answered first, and then that is all."""
        newest = self._newest
        if newest is not None and newest.more_body:
            self._abandon(newest)  # no answer of ours begins before its request has ended
            newest = self._newest
        if newest is not None:
            newest.keep_alive = False
            self.flow.pause_reading()
            return
        self.transport.write(refused.answer(self._stage.refuse))
        self.transport.close()
