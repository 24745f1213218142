"""An answer on its way out."""

import asyncio
from typing import Any

from understudy.server.sent import Sent


def test_the_date_is_the_mocks_own() -> None:
    """One that a handler gave is for the contract to judge, and is not sent beside it."""
    sent = Sent.of(200, {"Date": "yesterday", "X-Date": "today"}, b"")
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(sent.to({"extensions": {}}, send, b"now"))
    assert messages[0]["headers"] == [(b"date", b"now"), (b"x-date", b"today"), (b"content-length", b"0")]
