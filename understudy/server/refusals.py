"""Errors on the wire: whatever went wrong, the client gets it in the shape that the contract gives to its errors."""

import json
import logging
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from connexion.exceptions import ProblemException
from connexion.lifecycle import ConnexionRequest, ConnexionResponse
from starlette.exceptions import HTTPException

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING
from understudy.errors import RecordNotFound, Refusal, quoted
from understudy.project import Project
from understudy.server.call import Call
from understudy.server.phrases import problem
from understudy.server.requests import InvalidRequest
from understudy.server.responses import BrokenAnswer, check_headers
from understudy.server.security import challenges
from understudy.server.wording import Facts, Problem, word

log = logging.getLogger("understudy")

PROBLEM = "application/problem+json"


class Refusals:
    """Turns what was raised into an answer that the contract allows."""

    def __init__(self, project: Project) -> None:
        self._project, self._contract = project, project.contract
        self._by_status, self._anywhere = _error_schemas(self._contract.operations)

    async def __call__(self, request: ConnexionRequest, error: Exception) -> ConnexionResponse:
        """Connexion's error handler for every exception."""
        call = Call.of(request.scope)
        operation = call.operation if call else None
        try:
            status, headers, body = self.answer(error, operation)
            check_headers(headers)
        except (TypeError, ValueError, AttributeError) as broken:  # said by a handler, and nothing that can be sent
            status, headers, body = self.answer(broken, operation)
        return ConnexionResponse(status, body=body, headers=headers)

    def answer(self, error: Exception, operation: Operation | None = None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for what was raised on the way to an operation, or before one was found."""
        statuses, facts, headers = self._facts(error, operation)
        status = _declared(statuses, operation)
        facts = replace(facts, status=status, title=_title(status))
        response = operation.response(status) if operation else None
        if response and not response.body.content:
            return status, headers, b""
        for media_type, schema in self._schemas(status, response):
            body = self._body(media_type, schema, facts)
            if body is not MISSING:
                raw = _json(body) if _is_json(media_type) else str(body).encode()
                return status, {"Content-Type": media_type, **headers}, raw
        if response:
            log.error("%s: no error body could be made for %s of %s", response.node.place, status, operation)
        return status, {"Content-Type": PROBLEM, **headers}, _json(_problem_details(facts))

    def _body(self, media_type: str, schema: Node | None, facts: Facts) -> Any:
        """The value of a body of this media type, or MISSING: only JSON and text are known how to be written."""
        if not _is_json(media_type) and not media_type.startswith("text/"):
            return MISSING
        if schema is not None:
            return word(facts, schema, self._contract.schemas)
        return _problem_details(facts) if _is_json(media_type) else facts.message

    def _schemas(self, status: int, response: Response | None) -> Iterator[tuple[str, Node | None]]:
        """Where the contract describes such an error: for this operation, for this status elsewhere, for any error."""
        if response:
            for name, media_range in response.body.content.items():
                yield media.concrete(name), media_range.get("schema")
            return
        yield from self._by_status.get(status, [])
        yield from self._anywhere

    def _facts(self, error: Exception, operation: Operation | None) -> tuple[tuple[int, ...], Facts, dict[str, str]]:
        """The statuses that fit, the best first; what to say; headers to send along."""
        if isinstance(error, Refusal):
            facts = Facts(error.status, "", error.type or _type(error.status), error.message, error.code, error.details)
            return (error.status,), facts, dict(error.headers)
        if isinstance(error, RecordNotFound):
            details = {"resource": error.resource, "id": error.id}
            return (404,), Facts(404, "", _type(404), str(error), details=details), {}
        if isinstance(error, InvalidRequest):
            problems = [problem(violation) for violation in error.violations]
            message = "; ".join(f"{_where(p)}{p.message}" for p in problems)
            return error.statuses, Facts(0, "", "ValidationError", message, problems=problems), {}
        if isinstance(error, ProblemException) and error.status == HTTPStatus.UNAUTHORIZED and operation:
            message = "No usable credentials: this operation asks for them"
            return (
                (401,),
                Facts(401, "", _type(401), message),
                {"WWW-Authenticate": challenges(operation, self._contract)},
            )
        if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            status = error.status_code
            return (status,), Facts(status, "", _type(status), error.detail or _title(status)), {}
        self._report(error, operation)
        message = "The mock could not answer in the way that the contract allows; its log says why"
        return (500,), Facts(500, "", _type(500), message), {}

    def _report(self, error: Exception, operation: Operation | None) -> None:
        """One line for the project's author: which handler, where, and what is wrong with what it did."""
        handler = self._project.handlers.get(operation.id or "") if operation else None
        where = str(handler.place) if handler else operation.place if operation else "understudy"
        if isinstance(error, BrokenAnswer):
            for violation in error.violations:
                place = self._contract.schemas.place(violation)
                at = ".".join(map(str, violation.pointer))
                log.error(
                    "%s: %s answers %s: %s%s", where, operation, at, violation.message, f" ({place})" if place else ""
                )
            return
        frames = [f for f in traceback.extract_tb(error.__traceback__) if handler and f.filename == _file(handler)]
        line = f", line {frames[-1].lineno}" if frames else ""
        log.error("%s: %s raised %s%s: %s", where, operation, type(error).__name__, line, quoted(str(error)))


def _file(handler: Any) -> str:
    filename: str = handler.function.__code__.co_filename
    return filename


def _error_schemas(operations: tuple[Operation, ...]) -> tuple[Mapping[int, list[Any]], list[Any]]:
    """The schemas that the contract gives to errors: by status, and all of them, the most used first."""
    used: dict[int | None, Counter[tuple[str, str, int]]] = {}
    nodes: dict[tuple[str, str, int], tuple[str, Node]] = {}
    for operation in operations:
        for key, response in operation.responses.items():
            if not key.startswith(("4", "5", "default")):
                continue
            for name, media_type in response.body.content.items():
                schema = media_type.get("schema")
                if schema is None or not _is_json(name):
                    continue
                reference = schema.get("$ref")
                identity = (name, str(reference.value if reference else schema.pointer), id(schema.source))
                nodes.setdefault(identity, (media.concrete(name), schema))
                for status in (int(key) if key.isdigit() else None, None):
                    used.setdefault(status, Counter())[identity] += 1
    ranked = {status: [nodes[name] for name, _ in counter.most_common()] for status, counter in used.items()}
    anywhere = ranked.pop(None, [])
    return {status: schemas for status, schemas in ranked.items() if status}, anywhere


def _declared(statuses: tuple[int, ...], operation: Operation | None) -> int:
    """The first of the statuses that the operation declares exactly, then as a range, then as `default`."""
    if operation is None or len(statuses) == 1:
        return statuses[0]
    exact = [status for status in statuses if str(status) in operation.responses]
    ranged = [status for status in statuses if f"{status // 100}XX" in operation.responses]
    return (exact or ranged or list(statuses))[0]


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def _type(status: int) -> str:
    """An error's stable name after its status: 404 is `NotFoundError`."""
    name = re.sub(r"[^A-Za-z]", "", _title(status).title())
    return name if name.endswith("Error") else f"{name}Error"


def _where(found: Problem) -> str:
    return f"{'.'.join(map(str, found.location))}: " if found.location else ""


def _is_json(name: str) -> bool:
    media_type = media.parse(name)
    return media_type is not None and media_type.is_json


def _problem_details(facts: Facts) -> dict[str, Any]:
    """Problem Details (RFC 9457), for a contract that describes no error that would fit."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": facts.title,
        "status": facts.status,
        "detail": facts.message,
    }
    if facts.problems:
        body["errors"] = [{"loc": list(p.location), "msg": p.message, "type": p.type} for p in facts.problems]
    return body


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
