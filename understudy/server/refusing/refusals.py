"""Errors on the wire: whatever went wrong, the client gets it in the shape that the contract gives to its errors."""

import re
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from connexion.exceptions import ProblemException
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.types import Scope

from understudy.contract import media
from understudy.contract.operations import Operation
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import MISSING
from understudy.contract.violations import Violation
from understudy.errors import RecordNotFound, Refusal
from understudy.project import Project
from understudy.server.answering.declared import DeclaredHeaders
from understudy.server.bodies import kinds
from understudy.server.bodies.writing import Write, dumped, written
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.refusing.error_schemas import ErrorSchemas, Offered
from understudy.server.refusing.own_words import own_words
from understudy.server.refusing.phrases import problem
from understudy.server.refusing.wording import Facts, Occasion, Problem, Words
from understudy.server.reports import broken, raised, raising, report
from understudy.server.requests import InvalidRequest
from understudy.server.responses import BrokenAnswer, NotOffered, check_headers
from understudy.server.security import challenges, wanted
from understudy.server.sent import Sent, texts

PROBLEM = "application/problem+json"

_UNSENDABLE = (TypeError, ValueError, AttributeError, RecursionError)
"""What comes of a refusal by a handler that says what is no JSON, or no header."""

_BREAKING = (InvalidRequest, BrokenAnswer)
"""What breaks the contract, of which everything is told that does."""

_CHALLENGE = "www-authenticate"
_MOST_REASONS = 3
"""Violations of an answer that are told to a client."""

_BODIES = ("example", "dynamic", "stage")
_ANSWERS = ("code", *_BODIES)
"""Preferences that choose an answer, and those among them that choose its body."""


class Worded(NamedTuple):
    """A refusal as it is sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_logged: bool = False


class Refusals:
    """Turns what was raised into an answer that the contract allows."""

    def __init__(self, project: Project) -> None:
        self._project, self._contract = project, project.contract
        self.samples = Samples(project.contract.schemas.answers)
        self.declared = DeclaredHeaders(self._contract.document, self._contract.schemas.answers, self.samples)
        self._wording = Words(project.contract.schemas.answers, self.samples)
        self._errors = ErrorSchemas(self._contract)

    def challenges(self, operation: Operation) -> str:
        """The value of `WWW-Authenticate` in a 401, also of an operation that asks for no credentials."""
        return challenges(operation, self._contract) or 'Bearer realm="mock"'

    def answer_to(self, scope: Scope, error: Exception) -> Sent:
        """The answer to a request for which an exception was raised, whatever that is."""
        exchange = Exchange.of(scope)
        operation = exchange.call.operation if exchange.call else None
        if isinstance(error, _BREAKING):
            exchange.side = "request" if isinstance(error, InvalidRequest) else "response"
            exchange.violations = error.violations
        elif _is_unauthorized(error):
            exchange.violations = [Violation("401", (), self._lacking(operation))]
        accept = header(scope, "accept")
        try:
            status, headers, body, is_logged = self.answer(error, operation, accept, exchange)
            check_headers(headers)
        except _UNSENDABLE as broken:
            status, headers, body, is_logged = self.answer(broken, operation, accept, exchange)
        if is_logged:
            exchange.is_pure = False
        if exchange.applied:  # what was raised is not what was asked for
            for name in _ANSWERS if isinstance(error, NotOffered) or exchange.preferences.code != status else _BODIES:
                exchange.applied.pop(name, None)
        return Sent.of(status, headers, body)

    def answer(
        self,
        error: Exception,
        operation: Operation | None = None,
        accept: str | None = None,
        exchange: Exchange | None = None,
    ) -> Worded:
        """Status, headers and body for what was raised on the way to an operation, or before one was found.

        `exchange` is that of the request, if it is one that is refused.
        """
        facts, headers = self._said(error, operation)
        if worded := self._worded(facts, headers, operation, accept, exchange):
            return worded
        if response := operation.response(facts.status) if operation else None:
            report(response.node.place, f"no error body could be made for {facts.status} of {operation}")
        body, is_logged = dumped(_problem_details(facts)), response is not None
        return Worded(facts.status, {"Content-Type": PROBLEM, **headers}, body, is_logged)

    def worded(self, error: Exception, operation: Operation, accept: str | None, exchange: Exchange) -> Worded | None:
        """The same in what the operation declares; None where it declares nothing that it could be."""
        return self._worded(*self._said(error, operation), operation, accept, exchange)

    def _said(self, error: Exception, operation: Operation | None) -> tuple[Facts, dict[str, str]]:
        """What there is to say, with the status that is declared for it, and the headers to send along."""
        statuses, facts, headers = self._facts(error, operation)
        status = fitting(statuses, operation)
        if status == HTTPStatus.UNAUTHORIZED and operation and not any(name.lower() == _CHALLENGE for name in headers):
            headers["WWW-Authenticate"] = self.challenges(operation)
        if status != facts.status or not facts.title:
            facts = replace(facts, status=status, title=_title(status))
        return facts, headers

    def _worded(
        self,
        facts: Facts,
        headers: dict[str, str],
        operation: Operation | None,
        accept: str | None,
        exchange: Exchange | None,
    ) -> Worded | None:
        headed, is_bodiless, is_own, offered, wordable = self._errors.manners[accept, facts.status, operation]
        if headed:
            headers |= self.declared.missing(headed, headers, f"{facts.status} {operation}")
        if is_bodiless:
            return Worded(facts.status, headers, b"")
        wording = self._project.wording
        own = own_words(wording, self._contract, facts, headers, offered) if wording else None
        if said := (*own, dumped) if own else self._words(facts, wordable, _occasion(exchange), is_own=is_own):
            media_type, body, write = said
            raw = write(body) if kinds.is_json(media_type) else self._written(body, media_type, offered)
            return Worded(facts.status, {"Content-Type": media_type, **headers}, raw)
        return None

    def _written(self, body: Any, media_type: str, offered: Offered) -> bytes:
        parsed = media.parse(media_type)
        return written(body, parsed, dict(offered).get(media_type), self._contract.schemas) if parsed else b""

    def _words(
        self, facts: Facts, wordable: Offered, occasion: Occasion | None, *, is_own: bool
    ) -> tuple[str, Any, Write] | None:
        """The first body that can be made by what schemas say, with its media type, and what writes it in JSON.

        In one that is not the operation's `own`, but that of other errors, the message has to have a place.
        """
        for media_type, schema in wordable:
            if schema is None:
                return media_type, _problem_details(facts) if kinds.is_json(media_type) else facts.message, dumped
            body, write = self._wording.word(facts, schema, occasion)
            if body == {} and is_own:  # of which no more is known than that it is an object
                details = _problem_details(facts)
                body = details if self._contract.schemas.answers.validator(schema).is_valid(details) else body
            if body is not MISSING and (is_own or not facts.message or _says(body, facts.message)):
                return media_type, body, write
        return None

    def _facts(self, error: Exception, operation: Operation | None) -> tuple[tuple[int, ...], Facts, dict[str, str]]:
        """The statuses that fit, the best first; what to say; headers to send along."""
        if isinstance(error, Refusal):
            facts = Facts(
                error.status,
                _title(error.status),
                error.type or _type(error.status),
                error.message,
                error.code,
                error.details,
            )
            return (error.status,), facts, texts(error.headers)
        if isinstance(error, RecordNotFound):
            details = {"resource": error.resource, "id": error.id}
            return (404,), Facts(404, _title(404), _type(404), str(error), details=details), {}
        if isinstance(error, InvalidRequest):
            problems = [problem(violation) for violation in error.violations]
            message = "; ".join(f"{_where(p)}{p.message}" for p in problems)
            return error.statuses, Facts(0, "", "ValidationError", message, problems=problems), {}
        if _is_unauthorized(error):
            return (401,), Facts(401, "", _type(401), self._lacking(operation)), {}
        if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            status = error.status_code
            return (status,), Facts(status, "", _type(status), error.detail or _title(status)), {}
        self._report(error, operation)
        message = "The mock could not answer in the way that the contract allows; its log says why"
        if isinstance(error.__cause__, Unsatisfied):
            message = f"{operation} cannot be made up: {error.__cause__}"
        elif isinstance(error, BrokenAnswer) and self._project.handler(error.operation) is None:
            said = [broken(violation, self._contract.schemas) for violation in error.violations[:_MOST_REASONS]]
            message = f"{operation} cannot be answered with what is described: {'; '.join(said)}"
        return (500,), Facts(500, "", _type(500), message), {}

    def _lacking(self, operation: Operation | None) -> str:
        """What credentials a request should have brought."""
        asked = wanted(operation, self._contract) if operation else "some"
        return f"No usable credentials: this operation asks for {asked}"

    def _report(self, error: Exception, operation: Operation | None) -> None:
        """One line for the project's author: which handler, where, and what is wrong with what it did."""
        handler = self._project.handler(operation) if operation else None
        where = str(handler.place) if handler else operation.place if operation else "understudy"
        if isinstance(error.__cause__, Unsatisfied):
            report(where, f"{operation} cannot be made up: {error.__cause__}")
        elif isinstance(error, BrokenAnswer):
            for violation in error.violations:
                report(where, f"{operation} answers {broken(violation, self._contract.schemas)}")
        else:
            place = raising(error, handler.function, handler.place) if handler else where
            report(place, f"{operation} {raised(error)}")


def _occasion(exchange: Exchange | None) -> Occasion | None:
    """The request of an exchange: what tells the moment there is not given again later."""
    if exchange is None:
        return None
    view = exchange.view
    return Occasion(exchange.path, view.tell_time if view else exchange.session.clock.now)


def _says(body: Any, message: str) -> bool:
    """Whether a message stands anywhere in a body, or a part of one of several."""
    if isinstance(body, str):
        return bool(body) and (body in message or message in body)
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return any(_says(each, message) for each in inner)


def _is_unauthorized(error: Exception) -> bool:
    return isinstance(error, ProblemException) and error.status == HTTPStatus.UNAUTHORIZED


def fitting(statuses: tuple[int, ...], operation: Operation | None) -> int:
    """The first of the statuses that the operation declares exactly, then as a range, then as `default`."""
    if operation is None or len(statuses) == 1:
        return statuses[0]
    exact = [status for status in statuses if str(status) in operation.responses]
    ranged = [status for status in statuses if f"{status // 100}XX" in operation.responses]
    return (exact or ranged or list(statuses))[0]


@lru_cache(maxsize=1024)
def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


@lru_cache(maxsize=1024)
def _type(status: int) -> str:
    """An error's stable name after its status: 404 is `NotFoundError`."""
    name = re.sub(r"[^A-Za-z]", "", _title(status).title())
    return name if name.endswith("Error") else f"{name}Error"


def _where(found: Problem) -> str:
    return f"{'.'.join(map(str, found.location))}: " if found.location else ""


def _problem_details(facts: Facts) -> dict[str, Any]:
    """Problem Details (RFC 9457), for a contract that describes no error that would fit."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": facts.title,
        "status": facts.status,
        "detail": facts.message,
    }
    if facts.problems:
        body["errors"] = [problem.entry for problem in facts.problems]
    return body
