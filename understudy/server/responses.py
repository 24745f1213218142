"""Answers against the contract: nothing leaves that it does not allow."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.types import Receive, Scope, Send

from understudy.contract import media
from understudy.contract.decoding import Decoder
from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.errors import MockError, Refusal, quoted
from understudy.server.bodies import kinds
from understudy.server.bodies.reading import Reading, Unreadable, judged_text
from understudy.server.exchange import Exchange
from understudy.server.sent import BODILESS, Sent
from understudy.server.sharing import Line, Once, size
from understudy.source import json_value

FINAL = range(200, 600)
"""Statuses that an answer can have (RFC 9110, 15)."""

OF_THE_WIRE = ("content-length", "transfer-encoding", "trailer", "connection", "keep-alive", "date")
"""What the server says, in its own time and for each connection anew (RFC 9110, 6.6 and 7.6.1; RFC 9112, 6)."""

CODING = "content-encoding"
"""What nothing makes true that a document says: a body is sent as it is (RFC 9110, 8.4)."""

_CODED = CODING.encode()

_UNASKED = (*OF_THE_WIRE, CODING)
"""Headers that an answer need not have before it is sent, whatever requires them."""

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def check_headers(headers: Mapping[str, str]) -> None:
    """Raises ValueError, or TypeError and AttributeError for what is no text, where a header cannot be sent."""
    if why := _wrong[tuple(headers.items())]:
        raise ValueError(why)


def _unsendable(name: bytes, value: bytes) -> str:
    """Why a header cannot be sent (RFC 9110, 5.1 and 5.5); nothing, if it can."""
    if _CONTROL.search(name + value):
        return "holds a line break or another control character"
    return "" if _TOKEN.fullmatch(name) else "has a name with something else than letters, digits and some marks in it"


def _first_wrong(headers: Iterable[tuple[str, str]]) -> str:
    """What is wrong with the first of these that cannot be sent; nothing, if all can."""
    found = ((name, _unsendable(name.encode("latin-1"), value.encode("latin-1"))) for name, value in headers)
    return next((f"header {quoted(name)} {why}" for name, why in found if why), "")


_wrong = Once(_first_wrong, size)


class _Described(NamedTuple):
    """What a `Content-Type` says: as a text, as a media type, the declared range that it falls in, and its schema.

    Of JSON that has one, that is what a body is `judged` by.
    """

    sent_as: str
    media_type: media.MediaType | None
    media_range: str | None
    schema: Node | None
    judged: Identity | None


def preferred(response: Response, accept: str | None) -> list[tuple[str, Node]]:
    """The media types of a response, the one first that the client likes best."""
    content = response.body.content
    if len(content) == 1:
        return [*content.items()]
    best = kinds.negotiate(accept, content)
    return sorted(content.items(), key=lambda pair: pair[0] != best)


class BrokenAnswer(MockError):
    """An answer that the contract does not allow, with everything that is wrong with it."""

    def __init__(self, operation: Operation, violations: list[Violation]) -> None:
        super().__init__("; ".join(violation.message for violation in violations))
        self.operation, self.violations = operation, violations


class NotOffered(Refusal):
    """The mock's own word on what it was asked for and has not got, or not in this state: no contract need have it."""


class ResponseCheck:
    """The check of what a function answers for one operation, made once, when that is first called."""

    def __init__(self, function: Callable[[Scope], Awaitable[Sent]], operation: Operation, schemas: Schemas) -> None:
        self._function, self._operation, self._schemas = function, operation, schemas
        self._headers = {
            response.status: [
                (header.name, Decoder(header.parameter, schemas))
                for header in response.headers
                if header.name.lower() != "content-length"  # which is that of the body, for the server to count
            ]
            for response in operation.responses.values()
        }
        self._readings: dict[str, Reading] = {}
        self._heads = Once(lambda key: self._of_head(*key), lambda key: size(key[1]), most=256)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - an application's
        try:
            sent = await self._function(scope)
        except Refusal as refusal:
            undeclared = self._undeclared(refusal.status)
            if undeclared and not isinstance(refusal, NotOffered):
                raise BrokenAnswer(self._operation, undeclared) from refusal
            raise
        if violations := self.violations(sent):
            raise BrokenAnswer(self._operation, violations)
        Exchange.of(scope).sent = sent

    def violations(self, sent: Sent) -> list[Violation]:
        """Everything in which this answer breaks the contract. The same one again is not judged again."""
        given = sent.given
        if given is None or not given.is_as_written(sent):
            return self._found(sent)
        found = [] if given.holds else self._found(sent)
        given.holds = not found
        return found

    def _found(self, sent: Sent) -> list[Violation]:
        headers = sent.headers
        is_measured = headers and headers[-1][0] == b"content-length"  # which is another for each body, and right
        head = self._heads[sent.status, tuple(headers[:-1] if is_measured else headers)]
        if head is None:
            return self._undeclared(sent.status)
        response, wrong, described = head
        if sent.judged is not None and sent.judged == described.judged:
            return [*wrong]  # who has made the body has had it judged
        return [*wrong, *self._of_body(response, sent, described)]

    def _undeclared(self, status: int) -> list[Violation]:
        if status not in FINAL:
            return [Violation("status", ("status",), f"{status!r} is no status of an answer")]
        if self._operation.response(status):
            return []
        declared = ", ".join(self._operation.responses) or "none"
        return [Violation("status", ("status",), f"status {status} is not declared: {declared}")]

    def _of_head(self, status: int, headers: Sequence[Line]) -> tuple[Response, list[Violation], _Described] | None:
        """What is declared for a status, what is wrong with headers that it has, and what they say of its body.

        None where nothing is declared.
        """
        response = self._operation.response(status) if status in FINAL else None
        if response is None:
            return None
        found = [
            Violation("header", ("header", quoted(name.decode("latin-1"))), why)
            for name, value in headers
            if (why := _unsendable(name, value))
        ]
        for name, decoder in self._headers[response.status]:
            lines = [value.decode("latin-1") for key, value in headers if key.lower() == name.lower().encode()]
            if lines or name.lower() not in _UNASKED:
                found += decoder.decode([(name, ", ".join(lines))] if lines else [])[1]
        return response, found, _described(response, dict(reversed(headers)).get(b"content-type", b""))

    def _of_body(self, response: Response, sent: Sent, described: _Described) -> list[Violation]:
        status, body = sent.status, sent.body
        content, (sent_as, media_type, media_range, schema, _) = response.body.content, described
        if not content or status in BODILESS:
            why = f"{status} never has a body" if content else f"no body is declared for {status}"
            return [Violation("content", ("body",), f"{why}, and one is sent")] if body else []
        if not body and not (media_type and media_type.may_be_empty):
            return [Violation("content", ("body",), f"a body is declared for {status}, and none is sent")]
        if media_type is None or media_range is None:
            message = f"media type {quoted(sent_as)} is not declared for {status}: {', '.join(content)}"
            return [Violation("content", ("header", "Content-Type"), message)]
        is_part = status == HTTPStatus.PARTIAL_CONTENT and any(map(_says_bytes, sent.headers))
        if is_part and not media_type.is_json:
            return []  # a schema describes the whole (RFC 9110, 14.4)
        if sent.is_own and any(name == _CODED for name, _ in sent.headers):
            return []  # and what is in it once it is decoded
        said = media_type, media_range, schema
        is_text = media_type.type == "text" and not (media_type.is_told or media_type.is_streamed)
        is_read = sent.is_own and not (is_text or media_type.is_json)
        return self._of_own(response, sent, *said) if is_read else self._of_made(response, sent, *said)

    def _of_made(
        self, response: Response, sent: Sent, media_type: media.MediaType, media_range: str, schema: Node | None
    ) -> list[Violation]:
        """The same of one in a declared media type: in JSON, or made of what a schema or a document says."""
        body, value = sent.body, sent.value
        try:
            if media_type.is_sequence:
                found = self._of_sequence(media_type, body, response.body.content[media_range])
            else:
                if value is MISSING or not media_type.is_json:
                    value = self._judged(media_type, body, schema)
                found = [] if schema is None or value is MISSING else self._schemas.violations(schema, value)
        except ValueError as error:
            return [Violation("content", ("body",), f"not {media_type.essence}: {error}")]
        return [violation.below("body") for violation in found]

    def _of_own(
        self, response: Response, sent: Sent, media_type: media.MediaType, media_range: str, schema: Node | None
    ) -> list[Violation]:
        """The same of one that is no JSON and was made by a function: it is read as one that is sent to it would be."""
        is_known = sent.value is not MISSING and not media_type.is_streamed
        if is_known and schema and not self._schemas.allows(schema, "string"):
            return [violation.below("body") for violation in self._schemas.violations(schema, sent.value)]
        reading = self._readings.get(response.status)
        if reading is None:
            reading = self._readings[response.status] = Reading(response.body.content, self._schemas)
        try:
            return reading.read(sent.body, media_type, media_range, schema)[-1]
        except Unreadable as unreadable:
            return unreadable.violations

    def _of_sequence(self, media_type: media.MediaType, body: bytes, content: Node) -> list[Violation]:
        """What is wrong with a sequence of JSON values."""
        from understudy.server.bodies import sequences  # noqa: PLC0415 - few contracts have such bodies

        return sequences.violations(body.decode(), media_type, content, self._schemas)

    def _judged(self, media_type: media.MediaType, body: bytes, schema: Node | None) -> Any:
        """What a schema judges: the value of JSON, or a text; MISSING where it is neither."""
        if media_type.is_json:
            return json_value(body)
        if media_type.type != "text":
            return MISSING
        return judged_text(body.decode(media_type.charset), media_type, schema, self._schemas)


def _says_bytes(header: Line) -> bool:
    return header[0] == b"content-range" and header[1].startswith(b"bytes ")


def _described(response: Response, sent_as: bytes) -> _Described:
    text = sent_as.decode("latin-1")
    media_type, media_range = media.parse(text), kinds.describing(response.body.content, text)
    schema = response.body.schema(media_range) if media_range is not None else None
    judged = schema.identity if schema and media_type and media_type.is_json else None
    return _Described(text, media_type, media_range, schema, judged)
