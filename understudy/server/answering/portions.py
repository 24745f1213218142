"""Portions of what is downloaded (RFC 9110, 14), where the contract declares a 206."""

import re
from http import HTTPStatus

from starlette.types import Scope

from understudy.contract import media
from understudy.contract.operations import Operation, Response
from understudy.errors import Refusal, quoted
from understudy.server.answering.declared import DeclaredHeaders
from understudy.server.bodies import kinds
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.sent import Sent
from understudy.server.sharing import line

_RANGE = re.compile(r"bytes *= *(?:([0-9]{1,18}) *- *([0-9]{1,18})?|- *([0-9]{1,18}))", re.IGNORECASE)
"""One range of bytes; who asks for several may be given all (14.2), and is."""

_ACCEPTED, _LENGTH = b"accept-ranges", b"content-length"


class Portions:
    """Gives of the answers of an operation what is asked for."""

    def __init__(self, operation: Operation, declared: DeclaredHeaders, *, is_own: bool) -> None:
        """A handler that says itself which ranges it takes is its `own` master."""
        self._operation, self._declared, self._is_own = operation, declared, is_own
        self._response = operation.responses.get("206") if operation.method == "GET" else None
        self.matter = self._response is not None
        """Whether any answer comes in some."""

    def portion(self, sent: Sent, scope: Scope) -> Sent:
        """An answer that says that it comes in ranges of bytes, or the one that is asked for.

        Raises a Refusal, a 416, for one that it has not, if the contract has that. What is structured, as JSON and XML
        are, comes whole: of its parts no schema says anything.
        """
        response = self._response
        if response is None or sent.status != HTTPStatus.OK or not sent.body:
            return sent
        known = {name: value.decode("latin-1") for name, value in reversed(sent.headers)}
        if not _is_in(response, known) or not self._accepts(sent, known):
            return sent
        is_asked = scope["method"] == "GET" and Exchange.of(scope).preferences.code is None
        asked = header(scope, "range") or "" if is_asked else ""
        size, bounds = len(sent.body), _bounds(asked, len(sent.body))
        if bounds is None or not _is_same(header(scope, "if-range"), known):
            return sent
        first, last = bounds
        if first < size:
            return self._part(response, sent, known, first, last)
        if not self._operation.declares(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE):
            return sent
        message = f"There are {size} bytes, and none of them is in Range: {quoted(asked)}"
        raise Refusal(416, message, headers={"Content-Range": f"bytes */{size}"})

    def _accepts(self, sent: Sent, known: dict[bytes, str]) -> bool:
        """Whether an answer is given in ranges, which it says from now on."""
        if self._is_own and _ACCEPTED in known:
            return known[_ACCEPTED].lower() == "bytes"
        own = self._operation.response(HTTPStatus.OK)
        declared = own.header("accept-ranges") if own else None
        if declared and self._declared.held(declared, "bytes") is None:
            return False
        sent.headers = [*(pair for pair in sent.headers if pair[0] != _ACCEPTED), (_ACCEPTED, b"bytes")]
        return True

    def _part(self, response: Response, sent: Sent, known: dict[bytes, str], first: int, last: int) -> Sent:
        """These bytes of an answer; all where the contract lets nobody say which they are."""
        told, body = f"bytes {first}-{last}/{len(sent.body)}", sent.body[first : last + 1]
        declared = response.header("content-range")
        if declared and self._declared.held(declared, told) is None:
            return sent
        headers = {"Content-Range": told}
        if response.header("etag") and b"etag" not in known and (tag := self._declared.etag(response, sent.body)):
            headers["ETag"] = tag
        names = {name.decode("latin-1"): "" for name, _ in sent.headers}
        headers |= self._declared.missing(response, names | headers, f"206 {self._operation}")
        lines = [pair for pair in sent.headers if pair[0] != _LENGTH]
        lines += [line(name, text) for name, text in headers.items()]
        return Sent(HTTPStatus.PARTIAL_CONTENT, [*lines, (_LENGTH, b"%d" % len(body))], body, is_dated=sent.is_dated)


def _is_in(response: Response, known: dict[bytes, str]) -> bool:
    """Whether a part of an answer with these headers can be what a response declares: of bytes, or of a text."""
    sent_as = known.get(b"content-type", "")
    media_type = media.parse(sent_as)
    is_divisible = media_type is not None and media_type.may_be_empty
    return is_divisible and kinds.describing(response.body.content, sent_as) is not None


def _bounds(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that is asked for, of so many; None where all are."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None:
        return None
    first, last, suffix = (None if each is None else int(each) for each in found.groups())
    if first is None:
        assert suffix is not None
        return size - suffix if 0 < suffix < size else 0 if suffix else size, size - 1
    if last is not None and last < first:
        return None
    return first, size - 1 if last is None else min(last, size - 1)


def _is_same(condition: str | None, known: dict[bytes, str]) -> bool:
    """Whether what a client has a part of is still what there is, by `If-Range` (13.1.5): a weak tag says nothing."""
    if condition is None:
        return True
    return condition in (known.get(b"etag"), known.get(b"last-modified")) and not condition.startswith("W/")
