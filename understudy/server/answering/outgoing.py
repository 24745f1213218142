"""What answers an operation, as it goes out: with a media type, and written in it."""

import inspect
from typing import Any

from starlette.types import Scope

from understudy.answers import Answer
from understudy.contract import media
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.server.answering.offers import Made
from understudy.server.bodies import kinds
from understudy.server.bodies.described import described
from understudy.server.bodies.writing import dumped, encoded
from understudy.server.exchange import Exchange
from understudy.server.responses import FINAL, BrokenAnswer
from understudy.server.sent import BODILESS, Sent, texts
from understudy.source import json_value

_PAIRS = (2, 3)
"""How many things other frameworks take together for an answer: a body, its status, and perhaps headers."""


def outgoing(operation: Operation, value: Any, scope: Scope, schemas: Schemas, *, is_own: bool) -> Sent:
    """What a handler returned, for the wire: a record or any JSON value is a good answer, in whatever it is sent as.

    Raises BrokenAnswer for what is no JSON, where it has to be, and what no handler can mean.
    """
    if not is_own and isinstance(value, Made) and value.judged is not None:
        return Sent.of(value.status, value.headers, encoded(value.body), value.body, value.judged)
    answer = value if isinstance(value, Answer) else Answer(operation.success[0], value)
    if is_own and (why := _why_not(answer)):
        raise BrokenAnswer(operation, [Violation("status", ("status",), why)])
    status, body = answer.status, answer.body
    headers, sent_as = _headers(answer) if is_own else (answer.headers, answer.headers.get("Content-Type"))
    if body is None and (status in BODILESS or not _has_content(operation, status)):
        return Sent.of(status, headers, b"")
    if sent_as is None:
        sent_as = _media_type(operation.response(status), body, scope)
        headers = {**headers, "Content-Type": sent_as}
    known: Any = MISSING
    if isinstance(body, bytes):
        raw = body
    elif isinstance(body, str) and not kinds.is_json(sent_as):
        raw = _text(body, sent_as)
    elif not is_own:  # all else has been read from JSON, or could have been
        raw, known = encoded(body), body
    else:
        try:
            # What a handler returns is not always what JSON makes of it.
            raw, typed, known = _written(body, sent_as, operation.response(status), schemas)
        except (TypeError, ValueError, RecursionError) as error:
            raise BrokenAnswer(operation, [_no_json(body, error)]) from None
        if typed != sent_as:
            others = {name: text for name, text in headers.items() if name.lower() != "content-type"}
            headers = {**others, "Content-Type": typed}
    sent = Sent.of(status, headers, raw, known)
    sent.is_own = is_own and not isinstance(value, Made)
    return sent


def _has_content(operation: Operation, status: int) -> bool:
    """Whether a body is declared for a status."""
    declared = operation.response(status)
    return declared is not None and bool(declared.body.content)


def _text(body: str, sent_as: str) -> bytes:
    media_type = media.parse(sent_as) if "charset" in sent_as.lower() else None
    return body.encode(media_type.charset, "replace") if media_type else body.encode()


def _written(body: Any, sent_as: str, declared: Response | None, schemas: Schemas) -> tuple[bytes, str, Any]:
    """What a handler returned as JSON, or as the media type that it is sent as has it; that, and its value in it."""
    media_type = media.parse(sent_as) if isinstance(body, list | dict) and not kinds.is_json(sent_as) else None
    raw = dumped(body)
    if media_type is None:
        return raw, sent_as, MISSING
    value = json_value(raw)
    return *described(value, media_type, sent_as, declared.body.content if declared else {}, schemas), value


def _why_not(answer: Answer) -> str:
    """Why an answer has no status, as those of other frameworks say it; nothing, if it has."""
    status: Any = answer.status
    if not isinstance(status, int):
        return f"{type(status).__name__!r} is none: an answer begins with it, as in Answer(200, …)"
    told = answer.body[1] if isinstance(answer.body, tuple) and len(answer.body) in _PAIRS else None
    if isinstance(told, int) and told in FINAL:
        return f"a tuple says none: write Answer({told}, …), or raise Refusal({told}, …)"
    return ""


def _headers(answer: Answer) -> tuple[dict[str, str], str | None]:
    """The headers that a handler gave, as texts, and the media type among them."""
    headers: dict[str, str] = {}
    sent_as: str | None = None
    for name, text in texts(answer.headers).items():
        match name.lower():
            case "connection":
                continue  # whether it goes on is for the server to say
            case "content-type" if sent_as is None:
                sent_as = text
        headers[name] = text
    return headers, sent_as


def _no_json(body: Any, error: Exception) -> Violation:
    """Why a handler's body is no JSON, and what it may lack."""
    what = f"no JSON: {error}"
    if inspect.iscoroutine(body):
        body.close()  # nobody will wait for it
        what = "a coroutine, and no JSON: is it to be awaited?"
    elif inspect.isgenerator(body) or inspect.isasyncgen(body):
        what = "a generator, and no JSON: a handler returns its answer, and does not yield it"
    return Violation("json", ("body",), what)


def _media_type(declared: Response | None, body: Any, scope: Scope) -> str:
    """The media type of an answer whose handler gave none: of those declared that it can be, the client's choice."""
    call = Exchange.of(scope).call
    assert call is not None
    offered = sorted(declared.body.content, key=lambda name: name != call.media_type) if declared else []
    fitting = offered if isinstance(body, str | bytes) else filter(kinds.is_json, offered)
    return media.concrete(next(iter(fitting), next(iter(offered), "application/json")))
