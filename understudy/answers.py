"""What a handler may say when plain data is not enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A status, a body that is JSON (or bytes, sent as they are) and headers. `None` is no body."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
