"""What a handler may say when plain data is not enough."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field


class Answer(Struct, frozen=True):
    """A status, a body and headers.

    The body is a JSON value; bytes are sent as they are, text as itself where the media type is not JSON. `None` is
    null, or no body where the contract declares none.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
