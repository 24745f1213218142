"""An answer as it is sent, whole."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.types import Send

from understudy.contract.schemas import MISSING

BODILESS = (204, 205, 304)
"""Statuses that come without a body, whatever is declared (RFC 9110, 15.3.5, 15.3.6 and 15.4.5)."""

_WITHOUT_LENGTH = (204, 304)

Headers = list[tuple[bytes, bytes]]


class Sent(NamedTuple):
    """Status, header lines with their names in lower case, and body of an answer.

    `value` is what the body says as JSON, where that is known without reading it.
    """

    status: int
    headers: Headers
    body: bytes
    value: Any = MISSING

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], body: bytes, value: Any = MISSING) -> "Sent":
        """An answer with the length of its body (RFC 9110, 8.6).

        Raises UnicodeEncodeError and AttributeError for headers that cannot be sent.
        """
        lines = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        if status not in _WITHOUT_LENGTH and not any(name == b"content-length" for name, _ in lines):
            lines.append((b"content-length", b"%d" % len(body)))
        return cls(status, lines, body, value)

    async def to(self, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})
