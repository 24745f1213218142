"""An answer as it is sent, whole."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from starlette.types import Scope, Send

from understudy.contract.document import Identity
from understudy.contract.schemas import MISSING
from understudy.errors import quoted
from understudy.server.sharing import Line, Once, line, size

BODILESS = (204, 205, 304)
"""Statuses that come without a body, whatever is declared (RFC 9110, 15.3.5, 15.3.6 and 15.4.5)."""

CUT = "understudy.cut"
"""The extension of a scope by which a server lets a connection be cut: called with whether to reset it."""

WRITTEN = "understudy.written"
"""The extension of a scope by which a server writes an answer in one piece: called with it and the value of `Date`.

It says whether it has done so.
"""

SEED = b"understudy-seed"
"""The header with what a body was made up from, which hardly any other answer has."""

WITHOUT_LENGTH = (204, 304)
"""Statuses that come without the length of a body (RFC 9110, 8.6)."""

_FRAMING = (b"content-length", b"transfer-encoding")

Headers = list[Line]


def _of_texts(headers: Iterable[tuple[str, str]]) -> tuple[Sequence[Line], bool]:
    """The lines of headers that are not about where a body ends, and whether there is a date among them."""
    lines = [pair for pair in itertools.starmap(line, headers) if pair[0] not in _FRAMING]
    return lines, any(name == b"date" for name, _ in lines)


_lines = Once(_of_texts, size)


def texts(headers: Mapping[str, Any]) -> dict[str, str]:
    """Headers as somebody's code gives them, a number as the text that it is sent as. Raises TypeError for no text."""
    found = {name: str(value) if type(value) is int else value for name, value in headers.items()}
    if wrong := next((name for name, value in found.items() if not isinstance(value, str)), None):
        raise TypeError(f"header {quoted(wrong)} is a text or a whole number, not {quoted(found[wrong])}")
    return found


class Sent(Struct, eq=False):
    """Status, header lines with their names in lower case, and body of an answer on its way out.

    `value` is what the body says as JSON, where that is known without reading it; when that was made, it was `judged`
    by this schema, if by any. Whoever it comes by adds headers; `is_dated` says that whoever made it gave it a date,
    which is for the contract to judge and not to be sent. Where it is the same each time, it is `given`. A function of
    the project, of which nothing is known, has made what `is_own`.
    """

    status: int
    headers: Headers
    body: bytes
    value: Any = MISSING
    is_dated: bool = False
    given: "Given | None" = None
    judged: Identity | None = None
    is_own: bool = False

    @classmethod
    def of(
        cls,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        value: Any = MISSING,
        judged: Identity | None = None,
    ) -> "Sent":
        """An answer with the length of its body (RFC 9110, 8.6), whatever these headers say of where it ends.

        Raises UnicodeEncodeError and AttributeError for headers that cannot be sent.
        """
        known, is_dated = _lines[tuple(headers.items())]
        lines = [*known]
        if status not in WITHOUT_LENGTH:
            lines.append((b"content-length", b"%d" % len(body)))
        return cls(status, lines, body, value, is_dated, None, judged)

    async def to(self, scope: Scope, send: Send, date: bytes, *, is_cut: bool = False) -> None:
        """Send it with a date of ours; one that is cut seems to go on, and does not."""
        if self.is_dated:
            self.headers, self.is_dated = [pair for pair in self.headers if pair[0] != b"date"], False
        written = None if is_cut else scope["extensions"].get(WRITTEN)
        if written is None or not written(self, date):
            headers = [(b"date", date), *self.headers]
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            await send({"type": "http.response.body", "body": self.body, "more_body": is_cut})


class Given:
    """An answer that is the same each time: it is written once, and `holds` once it has been judged."""

    def __init__(self, sent: Sent) -> None:
        self._sent, self._headers = sent, tuple(sent.headers)
        self.holds = False

    def sent(self) -> Sent:
        """The answer on its way out, once more."""
        first = self._sent
        return Sent(first.status, [*self._headers], first.body, first.value, first.is_dated, self)

    def is_as_written(self, sent: Sent) -> bool:
        """Whether nothing has been added to an answer on its way."""
        return sent.body is self._sent.body and tuple(sent.headers) == self._headers
