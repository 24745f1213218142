"""The body of a request as it comes, whole."""

from starlette.types import Receive, Scope

from understudy.errors import Refusal
from understudy.server.fields import header

LARGEST_BODY = 10 * 1024 * 1024
"""Bytes of a request's body; a larger one is refused with 413."""

LARGEST_DROPPED = 64 * 1024 * 1024
"""Bytes of such a body that are still read before the connection is closed."""


async def received(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body, or None if the client went away before it was sent.

    One that is too large is read on for a while and dropped: most clients send everything before they read an answer.
    """
    length = header(scope, "content-length")
    announced = int(length[:20]) if length and length.isdecimal() else 0
    is_too_large = announced > LARGEST_BODY
    if is_too_large and (announced > LARGEST_DROPPED or header(scope, "expect")):
        raise too_large(Connection="close")
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(body)
        is_too_large = is_too_large or size > LARGEST_BODY
        if not (more or chunks or is_too_large):
            return body  # which came in one piece
        if size > LARGEST_DROPPED:
            raise too_large(Connection="close")
        if is_too_large:
            chunks.clear()
        else:
            chunks.append(body)
    if is_too_large:
        raise too_large()
    return b"".join(chunks)


def too_large(**headers: str) -> Refusal:
    """What is said of a body that is too large."""
    message = f"The body is larger than {LARGEST_BODY // 1024 // 1024} MB"
    return Refusal(413, message, headers=headers)
