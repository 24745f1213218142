"""Bodies as their media types and schemas mean them: what a function is given of one, and what is wrong with it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.forms import MULTIPART, URLENCODED, forms
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.errors import MockError, quoted
from understudy.source import json_encoding, json_value
from understudy.source.json_faults import hint

if TYPE_CHECKING:
    from understudy.contract.unnamed import Unnamed
    from understudy.server.bodies.told import Reader

_UTF_8 = ("utf-8", "utf8")

_CHARSETS = (
    *(*_UTF_8, "utf-16", "utf-16le", "utf-16be", "utf-32"),
    *("us-ascii", "ascii", "latin1", *(f"iso-8859-{part}" for part in (*range(1, 12), 13, 14, 15, 16))),
    *(f"windows-{page}" for page in range(1250, 1259)),
    *("koi8-r", "koi8-u", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"),
)
"""Encodings that a sender may choose, as browsers know them (Encoding Standard, 4.2), and UTF-32.

Python knows others, which do more than to decode.
"""

Said = tuple[Any, Any, list[Violation]]
"""What a body is to a function: JSON and forms as values, text as text, all else as bytes; and what is wrong with it.

Between these stands what XML, YAML or a table tells; MISSING, where it is none of them.
"""


class Unreadable(MockError):
    """A body that is not what it is sent as."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.message)
        self.violations = [violation]


class Reading:
    """Reads bodies of declared media types, and judges them. It is made once, and remembers what reads each of them."""

    def __init__(self, content: Mapping[str, Node], schemas: Schemas) -> None:
        """`content` are the Media Type Objects that describe them, by their media ranges."""
        self._content, self._schemas = content, schemas
        self._forms = forms(content, schemas, _part)
        self._unnamed: Mapping[str, Unnamed] = {}
        if any(name.startswith("multipart/") for name in content):
            from understudy.contract.unnamed import unnamed  # noqa: PLC0415 - few contracts have such bodies

            self._unnamed = unnamed(content, schemas, _part)
        self._readers: dict[tuple[str, str, bool], Reader] = {}

    def read(self, raw: bytes, media_type: media.MediaType, media_range: str, schema: Node | None) -> Said:
        """What a body in a media type says, which falls in a declared range with this schema. Raises Unreadable."""
        if media_type.is_json:
            given = _json(raw if _is_utf_8(raw, media_type) else _text(raw, media_type).removeprefix("\ufeff"))
            return given, MISSING, self._judged(schema, given)
        if media_type.bare == URLENCODED and schema:
            given, found = self._forms[media_range].urlencoded(raw.decode(errors="replace"))
            return given, MISSING, found
        if media_type.bare == MULTIPART or media_range in self._unnamed:
            return self._multipart(raw, media_type, media_range)
        if media_type.is_streamed:
            text = _text(raw, media_type)
            found = self._sequence(text, media_type, media_range)
            return text if media_type.type == "text" else raw, MISSING, found
        given = raw if media_type.type != "text" or media_type.is_xml else _text(raw, media_type)
        if media_type.is_told and schema:
            told = self._told(raw, media_type, media_range, schema)
            return given, told, self._judged(schema, told)
        value: Any = MISSING
        if isinstance(given, str):
            value = judged_text(given, media_type, schema, self._schemas)
        elif schema:
            from understudy.server.bodies.told import characters  # noqa: PLC0415 - few contracts have such bodies

            value = characters(raw, schema, self._schemas)
        return given, MISSING, self._judged(schema, value)

    def _judged(self, schema: Node | None, value: Any) -> list[Violation]:
        found = self._schemas.violations(schema, value) if schema and value is not MISSING else []
        return [violation.below("body") for violation in found] if found else found

    def _told(self, raw: bytes, media_type: media.MediaType, media_range: str, schema: Node) -> Any:
        """What XML, YAML or a table says of what its schema names; MISSING where that names nothing."""
        from understudy.server.bodies.told import reader  # noqa: PLC0415 - few contracts have such bodies

        kind = media_range, media_type.subtype.rpartition("+")[2], media_type.is_bare_table
        reads = self._readers.get(kind) or self._readers.setdefault(kind, reader(media_type, schema, self._schemas))
        is_text = not media_type.is_xml or media_type.parameter("charset")  # XML may say itself how it is encoded
        try:
            return reads.value(_text(raw, media_type) if is_text else raw) if reads.is_structured else MISSING
        except ValueError as error:
            raise _unreadable(media_type, str(error)) from None

    def _sequence(self, text: str, media_type: media.MediaType, media_range: str) -> list[Violation]:
        """What is wrong with a sequence of JSON values, or of events."""
        from understudy.server.bodies import sequences  # noqa: PLC0415 - few contracts have such bodies

        try:
            found = sequences.violations(text, media_type, self._content[media_range], self._schemas)
        except ValueError as error:
            raise _unreadable(media_type, str(error)) from None
        return [violation.below("body") for violation in found]

    def _multipart(self, raw: bytes, media_type: media.MediaType, media_range: str) -> Said:
        from understudy.server.bodies.multipart import Malformed, parts  # noqa: PLC0415 - few contracts have such bodies

        is_form = media_type.bare == MULTIPART
        try:
            sent = parts(raw, media_type.parameter("boundary"), is_form=is_form)
        except Malformed as malformed:
            raise _unreadable(media_type, str(malformed), "multipart") from None
        if not is_form:
            return raw, MISSING, self._unnamed[media_range].violations(sent)
        value, found = self._forms[media_range].multipart(sent)
        return value, MISSING, found


def judged_text(text: str, media_type: media.MediaType, schema: Node | None, schemas: Schemas) -> Any:
    """What of a text a schema judges: the text itself, or where it describes no text the JSON that it may be.

    MISSING where it is neither, unless it has to be a number, say: how a table or an XML document is meant by a schema
    is nowhere said, and in a stream of events it is each of them that a schema describes.
    """
    if media_type.is_xml or media_type.is_streamed:
        return MISSING
    if schema is None or schemas.allows(schema, "string"):
        return text
    try:
        return json_value(text)
    except ValueError:
        return MISSING if any(schemas.allows(schema, kind) for kind in ("object", "array")) else text


def _part(media_type: media.MediaType, schema: Node, schemas: Schemas, content: bytes) -> Any:
    """What a part of a body says."""
    from understudy.server.bodies.told import part  # noqa: PLC0415 - few contracts have such bodies

    return part(media_type, schema, schemas, content)


def _text(raw: bytes, media_type: media.MediaType) -> str:
    """The text of a body: UTF-8 unless `charset` says otherwise (RFC 8259, 8.1; RFC 6657, 4), or JSON begins so."""
    charset = (media_type.parameter("charset") or "").lower() if media_type.parameters else ""
    if charset and charset not in _CHARSETS:
        raise _unreadable(media_type, f"unknown charset {quoted(charset)}")
    try:
        return raw.decode(charset or (json_encoding(raw) if media_type.is_json else "utf-8"))
    except UnicodeDecodeError as error:
        raise _unreadable(media_type, f"byte {error.start} is not {error.encoding}") from None


def _is_utf_8(raw: bytes, media_type: media.MediaType) -> bool:
    """Whether JSON is in UTF-8 if it is any, as nearly all is: then there is no need of its text."""
    charset = media_type.parameter("charset") if media_type.parameters else None
    return (charset is None or charset.lower() in _UTF_8) and json_encoding(raw) == "utf-8"


def _json(text: str | bytes) -> Any:
    """The JSON value of a body, whose text or whose bytes these are."""
    try:
        return json_value(text)
    except UnicodeDecodeError as error:
        raise _malformed(f"byte {error.start} is not {error.encoding}") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"{error.msg} at {where}{hint(error)}") from None
    except ValueError as error:
        raise _malformed(str(error)) from None


def _unreadable(media_type: media.MediaType, reason: str, what: str = "encoding") -> Unreadable:
    if media_type.is_json:
        return _malformed(reason)
    return Unreadable(Violation(what, ("body",), f"not {media_type.essence}: {reason}"))


def _malformed(reason: str) -> Unreadable:
    return Unreadable(Violation("json", ("body",), f"not JSON: {reason}", facts={"reason": reason}))
