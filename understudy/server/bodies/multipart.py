"""The parts of a multipart body (RFC 2046, 5.1; RFC 7578)."""

import logging
import re
from urllib.parse import unquote_to_bytes

from msgspec import Struct, field
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from understudy.contract.bodyparts import Part

# What is wrong with a body is told to its sender; nobody has to be warned of it on the console.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

MOST_PARTS = 1000
"""Of one body."""


_EXTENDED = re.compile(rb"""; *filename\*=utf-8'[^']*'([^;\s]*)""", re.IGNORECASE)
"""A file name that is no ASCII, as clients write it who do not know that they must not (RFC 7578, 4.2)."""


class Malformed(ValueError):
    """What was sent is no multipart body."""


class _Reading(Struct):
    """Parts while they are read."""

    parts: list[Part] = field(default_factory=list)
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: bytes = b""
    value: bytes = b""
    content: bytearray = field(default_factory=bytearray)
    has_ended: bool = False
    is_form: bool = True

    def begin(self) -> None:
        self.headers, self.content = {}, bytearray()
        self.name = self.value = b""

    def of_name(self, data: bytes, start: int, end: int) -> None:
        self.name += data[start:end]

    def of_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def header(self) -> None:
        self.headers[self.name.lower()] = self.value
        self.name = self.value = b""

    def of_content(self, data: bytes, start: int, end: int) -> None:
        self.content += data[start:end]

    def part(self) -> None:
        disposition = self.headers.get(b"content-disposition")
        kind, options = parse_options_header(disposition)
        if self.is_form and (kind != b"form-data" or b"name" not in options):
            raise Malformed("a part says no name in its Content-Disposition")
        name = options.get(b"name", self.headers.get(b"content-id", b"").strip(b"<> "))
        if len(self.parts) >= MOST_PARTS:
            raise Malformed(f"more than {MOST_PARTS:,} parts")
        file_name, sent_as = options.get(b"filename"), self.headers.get(b"content-type")
        if file_name is None and disposition and (extended := _EXTENDED.search(disposition)):
            file_name = unquote_to_bytes(extended[1])
        self.parts.append(
            Part(
                name.decode(errors="replace"),
                bytes(self.content),
                None if file_name is None else file_name.decode(errors="replace"),
                None if sent_as is None else sent_as.decode("latin-1"),
                {key.decode("latin-1"): value.decode("latin-1") for key, value in self.headers.items()},
            )
        )

    def end(self) -> None:
        self.has_ended = True


def parts(body: bytes, boundary: str | None, *, is_form: bool = True) -> list[Part]:
    """The parts of a body, in their order; those of a form have names. Raises Malformed."""
    if not boundary:
        raise Malformed("Content-Type says no boundary; who leaves that header to the client has one")
    reading = _Reading(is_form=is_form)
    before = body.find(f"--{boundary}".encode("latin-1"))  # what some write for old readers (RFC 2046, 5.1.1)
    try:
        parser = MultipartParser(
            boundary.encode("latin-1"),
            {
                "on_part_begin": reading.begin,
                "on_part_data": reading.of_content,
                "on_part_end": reading.part,
                "on_header_field": reading.of_name,
                "on_header_value": reading.of_value,
                "on_header_end": reading.header,
                "on_end": reading.end,
            },
        )
        parser.write(body[max(before, 0) :])
        parser.finalize()
    except FormParserError as error:
        raise Malformed(str(error)) from None
    if not reading.has_ended:
        raise Malformed("the last boundary is missing")
    return reading.parts
