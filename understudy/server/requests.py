"""Requests against the contract: parameters and body are read, judged all together, and handed on as arguments."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.forms import MULTIPART, URLENCODED, forms
from understudy.contract.operations import Body, Operation
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.errors import MockError, Refusal, quoted
from understudy.server.arguments import Arguments
from understudy.server.bodies import kinds
from understudy.server.bodies.receiving import LARGEST_BODY, received, too_large
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields, is_bodiless
from understudy.server.responses import judged_text
from understudy.source import json_encoding, json_value
from understudy.source.json_faults import hint

if TYPE_CHECKING:
    from understudy.contract.unnamed import Unnamed
    from understudy.server.bodies.told import Reader

_OPEN = ("*/*", "application/*")
_BYTES = media.MediaType("application", "octet-stream")

_UTF_8 = ("utf-8", "utf8")

_CHARSETS = (
    *(*_UTF_8, "utf-16", "utf-16le", "utf-16be", "utf-32"),
    *("us-ascii", "ascii", "iso-8859-1", "latin1", "iso-8859-15", "windows-1252"),
)
"""Encodings that a client may choose; Python knows others, which do more than to decode."""


class InvalidRequest(MockError):
    """A request that breaks the contract, with everything that is wrong with it.

    `statuses` are those that fit, the best first: which one is sent depends on what the operation declares.
    """

    def __init__(self, violations: list[Violation], statuses: tuple[int, ...]) -> None:
        super().__init__("; ".join(violation.message for violation in violations))
        self.violations, self.statuses = violations, statuses


class _Kind(NamedTuple):
    """What a body is sent as, the declared range that this falls in, and the schema of that."""

    media_type: media.MediaType
    media_range: str
    schema: Node | None


class RequestCheck:
    """The check of requests for one operation, made once, when that is first called."""

    def __init__(self, app: ASGIApp, operation: Operation, schemas: Schemas) -> None:
        self._app, self._operation, self._schemas = app, operation, schemas
        self._arguments = Arguments(operation, schemas)
        self._is_body_given = operation.arguments.get("body") == ("body", "")
        content = operation.body.content if operation.body else {}
        self._forms = forms(content, schemas, _part)
        self._unnamed: Mapping[str, Unnamed] = {}
        if any(name.startswith("multipart/") for name in content):
            from understudy.contract.unnamed import unnamed  # noqa: PLC0415 - few contracts have such bodies

            self._unnamed = unnamed(content, schemas, _part)
        self._readers: dict[tuple[str, str], Reader] = {}
        self._kind = kinds.by_field(_kind)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given, violations = self._arguments.read(scope)
        statuses: tuple[int, ...] = ()
        if self._operation.body or not is_bodiless(scope):
            body = b"" if is_bodiless(scope) else await received(scope, receive)
            if body is None:
                return  # the client has gone
            try:
                value, found = self._body(scope, body) if body or self._operation.body else (MISSING, [])
                violations += found
                if value is not MISSING and self._is_body_given:
                    given["body"] = value
            except InvalidRequest as invalid:
                violations += invalid.violations
                statuses = invalid.statuses
        if violations:
            raise InvalidRequest(violations, statuses or self._statuses(violations))
        scope["extensions"]["connexion_context"] = given
        await self._app(scope, receive, send)

    def _statuses(self, violations: list[Violation]) -> tuple[int, ...]:
        """Those that fit, the best first: there is nothing at a path that cannot be, where nothing else is declared."""
        fitting = (422, 400)
        is_nowhere = all(violation.pointer[0] == "path" for violation in violations)
        return (*fitting, 404) if is_nowhere and not any(map(self._operation.declares, fitting)) else fitting

    def _body(self, scope: Scope, raw: bytes) -> tuple[Any, list[Violation]]:
        """The body as a handler is given it: JSON and forms as values, text as text, all else as bytes."""
        declared = self._operation.body
        named = Fields.of(scope).named
        sent_as = named.get("content-type")
        if declared is None:
            kind = f" ({quoted(sent_as)})" if sent_as else ""
            message = f"{self._operation} takes no body, and one was sent{kind}"
            Exchange.of(scope).violations = [Violation("content", ("body",), message)]
            raise Refusal(415, message)
        if raw and (codings := named.get("content-encoding")):
            raw = _decoded(raw, codings)
        if not raw and not _may_be_empty(declared, sent_as):
            return MISSING, [Violation("required", ("body",), "a body is required")] if declared.required else []
        return self._value(scope, raw, *self._kind[sent_as or self._untold(declared), declared])

    def _value(
        self, scope: Scope, raw: bytes, media_type: media.MediaType, media_range: str, schema: Node | None
    ) -> tuple[Any, list[Violation]]:
        """The same of a body of this kind."""
        if media_type.is_json:
            given = _json(raw if _is_utf_8(raw, media_type) else _text(raw, media_type).removeprefix("\ufeff"))
            return given, self._judged(schema, given)
        if media_type.bare == URLENCODED and schema:
            return self._forms[media_range].urlencoded(raw.decode("latin-1"))
        if media_type.bare == MULTIPART or media_range in self._unnamed:
            return self._multipart(raw, media_type, media_range)
        if media_type.is_streamed:
            text = _text(raw, media_type)
            return text if media_type.type == "text" else raw, self._sequence(text, media_type, media_range)
        given = raw if media_type.type != "text" or media_type.is_xml else _text(raw, media_type)
        value: Any = MISSING
        if media_type.is_told and schema:
            value = Exchange.of(scope).told = self._told(raw, media_type, media_range, schema)
        elif isinstance(given, str):
            value = judged_text(given, media_type, schema, self._schemas)
        elif schema:
            from understudy.server.bodies.told import characters  # noqa: PLC0415 - few contracts have such bodies

            value = characters(raw, schema, self._schemas)
        return given, self._judged(schema, value)

    def _untold(self, declared: Body) -> str:
        """What a body is that does not say it: what is declared first (RFC 9110, 8.3), or bytes where anything is."""
        first = next(iter(declared.content), _BYTES.essence)
        schema = declared.schema(first) if first in _OPEN else None
        return (
            _BYTES.essence if first in _OPEN and not (schema and not self._schemas.allows(schema, "string")) else first
        )

    def _judged(self, schema: Node | None, value: Any) -> list[Violation]:
        found = self._schemas.violations(schema, value) if schema and value is not MISSING else []
        return [violation.below("body") for violation in found] if found else found

    def _told(self, raw: bytes, media_type: media.MediaType, media_range: str, schema: Node) -> Any:
        """What XML, YAML or a table says of what its schema names; MISSING where that names nothing."""
        from understudy.server.bodies.told import reader  # noqa: PLC0415 - few contracts have such bodies

        kind = media_range, media_type.subtype.rpartition("+")[2]
        reads = self._readers.get(kind) or self._readers.setdefault(kind, reader(media_type, schema, self._schemas))
        is_text = not media_type.is_xml or media_type.parameter("charset")  # XML may say itself how it is encoded
        try:
            return reads.value(_text(raw, media_type) if is_text else raw) if reads.is_structured else MISSING
        except ValueError as error:
            raise _unreadable(media_type, str(error)) from None

    def _sequence(self, text: str, media_type: media.MediaType, media_range: str) -> list[Violation]:
        """What is wrong with a sequence of JSON values, or of events."""
        from understudy.server.bodies import sequences  # noqa: PLC0415 - few contracts have such bodies

        assert self._operation.body
        content = self._operation.body.content[media_range]
        try:
            found = sequences.violations(text, media_type, content, self._schemas)
        except ValueError as error:
            raise _unreadable(media_type, str(error)) from None
        return [violation.below("body") for violation in found]

    def _multipart(self, raw: bytes, media_type: media.MediaType, media_range: str) -> tuple[Any, list[Violation]]:
        from understudy.server.bodies.multipart import Malformed, parts  # noqa: PLC0415 - few contracts have such bodies

        is_form = media_type.bare == MULTIPART
        try:
            sent = parts(raw, media_type.parameter("boundary"), is_form=is_form)
        except Malformed as malformed:
            raise _unreadable(media_type, str(malformed), "multipart") from None
        return (
            self._forms[media_range].multipart(sent) if is_form else (raw, self._unnamed[media_range].violations(sent))
        )


def _part(media_type: media.MediaType, schema: Node, schemas: Schemas, content: bytes) -> Any:
    """What a part of a body says."""
    from understudy.server.bodies.told import part  # noqa: PLC0415 - few contracts have such bodies

    return part(media_type, schema, schemas, content)


def _decoded(raw: bytes, codings: str) -> bytes:
    """A body without its codings."""
    from understudy.server.bodies.codings import TooLarge, Undecodable, decoded  # noqa: PLC0415 - few clients encode

    try:
        return decoded(raw, codings, LARGEST_BODY)
    except TooLarge:
        raise too_large() from None
    except Undecodable as undecodable:
        raise InvalidRequest([Violation("encoding", ("body",), f"not {undecodable}")], (400, 422)) from None


def _may_be_empty(declared: Body, sent_as: str | None) -> bool:
    """Whether nothing is something: a text, bytes or a form without any, if it is said that this is what is sent.

    A form need not be one where no body need be there: many clients call one what they send nothing of.
    """
    media_type = media.parse(sent_as) if sent_as else None
    if media_type is None or media_type.is_xml or media.describing(declared.content, media_type) is None:
        return False
    return (
        media_type.type == "text" or media_type.bare == _BYTES or (declared.required and media_type.bare == URLENCODED)
    )


def _kind(sent_as: str, declared: Body) -> _Kind:
    """The kind of a body."""
    media_type, media_range = media.parse(sent_as), kinds.describing(declared.content, sent_as)
    if media_type is None or media_range is None:
        message = f"media type {quoted(sent_as)} is not declared: {', '.join(declared.content)}"
        raise InvalidRequest([Violation("content", ("header", "Content-Type"), message)], (415, 422, 400))
    return _Kind(media_type, media_range, declared.schema(media_range))


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


def _unreadable(media_type: media.MediaType, reason: str, what: str = "encoding") -> InvalidRequest:
    if media_type.is_json:
        return _malformed(reason)
    return InvalidRequest([Violation(what, ("body",), f"not {media_type.essence}: {reason}")], (400, 422))


def _malformed(reason: str) -> InvalidRequest:
    found = Violation("json", ("body",), f"not JSON: {reason}", facts={"reason": reason})
    return InvalidRequest([found], (400, 422))
