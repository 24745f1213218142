"""A bare ASGI callable, which knows its one answer: the most that the server below it can do."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

(_ANSWER,) = json.loads(Path("answers.json").read_bytes()).values()
_BODY = json.dumps(_ANSWER).encode()
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(_BODY)).encode())]


async def app(_scope: Any, _receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """Answer whatever is asked."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})
