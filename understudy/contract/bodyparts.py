"""Parts of multipart bodies, and what their encodings say of them (OpenAPI 3.1, 4.8.15.1.1)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from understudy.contract import media
from understudy.contract.decoding import Decoder
from understudy.contract.document import Node
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation


class Part(Struct, frozen=True):
    """One part of a multipart body."""

    name: str
    content: bytes
    file_name: str | None = None
    sent_as: str | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    """By their names in lower case."""


class Encoding:
    """What is said of a part: which media types it may have, and which headers besides."""

    def __init__(self, node: Node, schemas: Schemas) -> None:
        self._allowed, declared = node.value.get("contentType"), node.get("headers")
        self._headers = [
            Decoder(Parameter.header(name, schemas.document.resolve(header), schemas.document), schemas)
            for name, header in (declared.items() if declared else ())
            if name.lower() != "content-type"  # which is described by the other
        ]

    def violations(self, part: Part) -> Iterator[Violation]:
        """What is wrong with what a part says of itself."""
        allowed, sent_as = self._allowed, media.parse(part.sent_as) if part.sent_as else None
        ranges = [each.strip() for each in allowed.split(",")] if isinstance(allowed, str) else []
        if sent_as and ranges and not media.describing(ranges, sent_as):
            yield Violation("contentType", (), f"media type {part.sent_as!r} is not declared: {allowed}")
        for decoder in self._headers:
            yield from decoder.decode_alone(part.headers.get(decoder.parameter.name.lower()))[1]
