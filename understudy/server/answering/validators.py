"""Validators and conditional requests (RFC 9110, 8.8 and 13): an `ETag` is that of the body it comes with."""

from http import HTTPStatus

from starlette.types import Scope

from understudy.contract.operations import Operation, Response
from understudy.server.answering.declared import DeclaredHeaders
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.sent import Sent
from understudy.server.sharing import line

_KEPT = {"cache-control", "content-location", "etag", "expires", "vary"}
"""Headers of an answer that stand in the 304 in its place as well (RFC 9110, 15.4.5)."""


class Validators:
    """What tells one answer of an operation from another, and who has it already."""

    def __init__(self, operation: Operation, declared: DeclaredHeaders, *, is_own: bool) -> None:
        """A handler says its `own`."""
        self._operation, self._declared, self._is_own = operation, declared, is_own
        responses = operation.responses if operation.method == "GET" else {}
        self._unchanged = responses.get("304") or responses.get("3XX")
        has_tags = not is_own and any(response.header("etag") for response in operation.responses.values())
        self._has_any = bool(self._unchanged) or has_tags

    def validated(self, sent: Sent, scope: Scope) -> Sent:
        """An answer with an `ETag` that is true, where the contract has one, or a 304 that makes use of it.

        For who has this answer, and asks for any other, it is that 304.
        """
        if not self._has_any:
            return sent
        response = self._operation.response(sent.status)
        if response is None or not sent.body or not HTTPStatus.OK <= sent.status < HTTPStatus.MULTIPLE_CHOICES:
            return sent
        if not self._is_own and (self._unchanged or response.header("etag")):
            self._tag(sent, response)
        is_asked = sent.status == HTTPStatus.OK and Exchange.of(scope).preferences.code is None
        if self._unchanged and is_asked and _has(sent, header(scope, "if-none-match") or ""):
            return self._not_modified(self._unchanged, sent)
        return sent

    def _tag(self, sent: Sent, response: Response) -> None:
        if (text := self._declared.etag(response, sent.body)) is not None:
            sent.headers = [*(pair for pair in sent.headers if pair[0] != b"etag"), line("ETag", text)]

    def _not_modified(self, response: Response, sent: Sent) -> Sent:
        named = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent.headers}
        declared = {header.name.lower() for header in response.headers}
        headers = {name: value for name, value in named.items() if name in _KEPT | declared}
        headers |= self._declared.missing(response, headers, f"304 {self._operation}")
        return Sent.of(HTTPStatus.NOT_MODIFIED, headers, b"")


def _has(sent: Sent, known: str) -> bool:
    """Whether an answer is one of those that a client has, by `If-None-Match` (RFC 9110, 13.1.2)."""
    tags = [_weak(value.decode("latin-1")) for name, value in sent.headers if name == b"etag"]
    return bool(tags) and any(each in ("*", *tags) for each in map(_weak, known.split(",")))


def _weak(tag: str) -> str:
    """A tag as it is compared with another one (RFC 9110, 8.8.3.2)."""
    return tag.strip().removeprefix("W/")
