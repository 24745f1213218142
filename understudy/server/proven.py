"""Answers that went once through the whole mock, kept with all that they rest on."""

from array import array
from collections import OrderedDict
from time import perf_counter

from starlette.types import Scope

from understudy.contract.schemas import MISSING
from understudy.server.call import logged, target
from understudy.server.dates import http_date
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields
from understudy.server.sent import Sent
from understudy.server.sharing import Headers, same
from understudy.state.basis import Basis
from understudy.state.journal import Journal, Noted
from understudy.state.session import Sessions, Tally

LARGEST = 64 * 1024 * 1024
"""Bytes that kept answers may take together; beyond them the oldest is forgotten, unless it has just been given."""

_ROOM = 2**16
"""How many requests that came before are known at a time, at most."""

READING = ("GET", "HEAD")
"""The methods of requests that change nothing (RFC 9110, 9.2.1), of those that are answered from what is there."""

ERRORS, BROKEN = 400, 500
"""The first status of an answer that refuses, and of one that stands on the log as well."""

Key = tuple[str, bytes, Headers, str | None, str | None, str | None]
"""Everything that a request says: nobody has to know which of it an answer rests on.

Its method, target and headers, the scheme and the root that it came by, and the version of HTTP.
"""


def key(scope: Scope) -> Key | None:
    """What a request says, its headers shared; None for one that has a body, or may change something."""
    fields = Fields.of(scope)
    if scope["method"] not in READING or fields.has_body:
        return None
    path, query = target(scope).encode("latin-1"), scope["query_string"]
    asked = path + b"?" + query if query else path
    return scope["method"], asked, fields.lines, scope["scheme"], scope.get("root_path"), scope.get("http_version")


class Kept(Basis, eq=False, gc=False):
    """The answer to a request with what it rests on, in a session that is `called` so, and what the journal has of it.

    It is `counted` with others of its operation and status. `raw` are the bytes that such a request is known by, if
    there are any. It `was_given` again since it was kept, or was to be forgotten.
    """

    # All of it in one place: where there are thousands, what takes time is to go from one to another in memory.
    called: str
    counted: Tally
    noted: Noted
    status: int
    body: bytes
    key: Key
    sent: Sent
    raw: bytes = b""
    head: bytes = b""
    was_given: bool = False

    def framed(self) -> bytes:
        """What stands between the value of its date and its body in HTTP/1.1, which is its `head` from now on."""
        self.head = same(b"\r\n%b\r\n" % b"".join(b"%b: %b\r\n" % pair for pair in self.sent.headers))
        return self.head

    @property
    def shown(self) -> str:
        """The target as it stands on the log of a server."""
        path, _, query = self.key[1].partition(b"?")
        return logged(path, query)

    @property
    def weight(self) -> int:
        """About as many bytes as it takes, with its key; the journal may have but the beginning of its body."""
        own = len(self.sent.body) + 2 * len(self.key[1]) + len(self.raw)
        return 600 + self.noted.weight + own + 400 * self.size


class _Heard:
    """Requests that came before, in two bytes each: one that takes the place of another is known instead of it.

    Of one request in 65,000 that did not come it says so.
    """

    def __init__(self) -> None:
        self._marks = array("H", bytes(2 * _ROOM))

    def before(self, key: Key | bytes) -> bool:
        """Whether such a request came, which from now on it has."""
        mark, at = divmod(hash(key), _ROOM)
        mark &= 0xFFFF
        if self._marks[at] == mark:
            return True
        self._marks[at] = mark
        return False


class Proven:
    """Keeps answers, as many as fit, and gives them again for as long as what they rest on holds."""

    def __init__(
        self, sessions: Sessions, journal: Journal, *, has_words: bool = False, largest: int = LARGEST
    ) -> None:
        """With `has_words`, refusals are worded by a function of the project, of which nothing is known."""
        self._sessions, self._journal, self._largest = sessions, journal, largest
        self._bound = ERRORS if has_words else BROKEN
        self._order: OrderedDict[Kept, None] = OrderedDict()
        self._weight, self._heard = 0, _Heard()
        self.count = 0
        self.by_key: dict[Key, Kept] = {}
        self.by_bytes: dict[bytes, Kept] = {}

    def learn(self, raw: bytes, kept: Kept) -> None:
        """Know a request by its bytes, for as long as its answer is kept."""
        if kept in self._order and not kept.raw:
            before, kept.raw = kept.weight, raw
            self.by_bytes[raw] = kept
            self._grow(kept.weight - before)

    def give(self, kept: Kept, began: float) -> bytes | None:
        """The value of `Date` for an answer that is given once more, and noted; None where it does not hold any more.

        Its records are read. `began` is when the request came, in seconds of `time.perf_counter`.
        """
        session = self._sessions.get(kept.called)
        lock = session.lock
        lock.acquire()  # `with` takes twice as long, for each of a hundred thousand answers a second
        try:
            now = session.clock.now()
            holds = kept.again(session, now)
        finally:
            lock.release()
        if not holds:
            self._forget(kept)
            return None
        kept.was_given = True
        self.count += 1
        self._journal.add(kept.noted, now, perf_counter() - began)
        kept.counted.count += 1
        return http_date(now)

    def is_worth_keeping(self, exchange: Exchange, asked: Key | bytes) -> bool:
        """Whether an exchange follows from what it rests on, and may well come again.

        The like of one for which no record was read, made up or a 404, comes as often as there are names, and most of
        it never again; so it has to come twice.
        """
        return exchange.is_pure and bool((exchange.view and exchange.view.readings) or self._heard.before(asked))

    def keep(self, key: Key, exchange: Exchange, raw: bytes = b"") -> None:
        """Keep the answer of an exchange that is worth it, if it is the same whenever what it rests on is.

        With `raw` its request is known by these bytes as well, all of which it came in.
        """
        view, sent, noted = exchange.view, exchange.sent, exchange.noted
        if not (view and sent and noted) or (view.scenario and view.scenario.faults):
            return
        if exchange.seconds or exchange.fault or sent.status >= self._bound:
            return
        if (basis := view.basis()) is None:
            return
        assert exchange.operation is not None
        sent.value = MISSING  # which is in its body
        session = exchange.session
        rests_on = basis.session, basis.version, basis.start, basis.seen, basis.others
        tally = session.tally(exchange.operation.name, sent.status)
        kept = Kept(*rests_on, session.name, tally, noted, sent.status, sent.body, key, sent)
        if (weight := kept.weight) <= self._largest:
            if before := self.by_key.get(key):
                self._forget(before)
            self.by_key[key] = kept
            self._order[kept] = None
            self._grow(weight)
            if raw:
                self.learn(raw, kept)

    def _grow(self, weight: int) -> None:
        """Forget what is too much: of those that were given, each has a second chance.

        Which asks for less than to know their order at every answer: among thousands, two others are then touched too.
        """
        self._weight += weight
        while self._weight > self._largest:
            oldest = next(iter(self._order))
            if oldest.was_given:
                oldest.was_given = False
                self._order.move_to_end(oldest)
            else:
                self._forget(oldest)

    def _forget(self, kept: Kept) -> None:
        del self._order[kept], self.by_key[kept.key]
        self._weight -= kept.weight
        self.by_bytes.pop(kept.raw, None)
