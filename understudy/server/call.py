"""One request on its way through the mock: what the gate found out and those behind it need to know."""

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct
from starlette.types import Scope

from understudy.contract.operations import Operation

_OF_PATHS = "%/:@!$&'()*+,;="
"""What a path has beside letters and digits, and what of it is escaped already (RFC 3986, 3.3)."""

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class Call(Struct, frozen=True):
    """A request for an operation: the raw path parameters, and the media type that its answer should have."""

    operation: Operation
    path: Mapping[str, str]
    media_type: str | None


def target(scope: Scope) -> str:
    """The path of a request as it was sent, which ASGI leaves to the server to say."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]) if raw is None else raw.decode("latin-1")


def logged(path: bytes, query: bytes) -> str:
    """A target for a log, as it was sent: `%2F` is no `/`. What cannot be in one, or be printed, is escaped."""
    shown = quote(path, safe=_OF_PATHS)
    return f"{shown}?{quote(query, safe=_PRINTABLE)}" if query else shown


def cookies(scope: Scope) -> list[tuple[str, str]]:
    """The cookies of a request, names with values (RFC 6265, 4.2.1); an odd one does not spoil the others."""
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie"]
    parts = [part.partition("=") for part in ";".join(lines).split(";")]
    return [(name.strip(), value.strip().strip('"')) for name, _, value in parts if name.strip()]
