"""Requests against the contract: parameters and body are read, judged all together, and handed on as arguments."""

from typing import Any, NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.forms import URLENCODED
from understudy.contract.operations import Body, Operation
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.errors import MockError, Refusal, quoted
from understudy.server.arguments import Arguments
from understudy.server.bodies import kinds
from understudy.server.bodies.reading import Reading, Unreadable
from understudy.server.bodies.receiving import LARGEST_BODY, received, too_large
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields, is_bodiless

_OPEN = ("*/*", "application/*")
_BYTES = media.MediaType("application", "octet-stream")


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
        self._reading = Reading(operation.body.content if operation.body else {}, schemas)
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
        try:
            given, told, found = self._reading.read(raw, *self._kind[sent_as or self._untold(declared), declared])
        except Unreadable as unreadable:
            raise InvalidRequest(unreadable.violations, (400, 422)) from None
        if told is not MISSING:
            Exchange.of(scope).told = told
        return given, found

    def _untold(self, declared: Body) -> str:
        """What a body is that does not say it: what is declared first (RFC 9110, 8.3), or bytes where anything is."""
        first = next(iter(declared.content), _BYTES.essence)
        schema = declared.schema(first) if first in _OPEN else None
        return (
            _BYTES.essence if first in _OPEN and not (schema and not self._schemas.allows(schema, "string")) else first
        )


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
