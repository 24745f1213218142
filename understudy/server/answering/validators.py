"""Validators and conditional requests (RFC 9110, 8.8 and 13): an `ETag` is that of the body it comes with."""

from http import HTTPStatus

from starlette.types import Scope

from understudy.contract.operations import Operation, Response
from understudy.server.answering.declared import DeclaredHeaders
from understudy.server.answering.preconditions import is_unchanged
from understudy.server.dates import http_date
from understudy.server.exchange import Exchange
from understudy.server.sent import Sent
from understudy.server.sharing import line
from understudy.state.session import Session

_KEPT = {"cache-control", "content-location", "etag", "expires", "vary"}
"""Headers of an answer that stand in the 304 in its place as well (RFC 9110, 15.4.5)."""

_MODIFIED = "last-modified"


class Validators:
    """What tells one answer of an operation from another, and who has it already."""

    def __init__(self, operation: Operation, declared: DeclaredHeaders, *, is_own: bool) -> None:
        """A handler says its `own`."""
        self._operation, self._declared, self._is_own = operation, declared, is_own
        responses = operation.responses if operation.method == "GET" else {}
        self._unchanged = responses.get("304") or responses.get("3XX")
        has_tags = not is_own and any(response.header("etag") for response in operation.responses.values())
        self._has_any = bool(self._unchanged) or has_tags
        self._is_dated = not is_own and any(response.header(_MODIFIED) for response in operation.responses.values())
        self.matter = self._is_dated or self._has_any
        """Whether any answer has one."""

    def validated(self, sent: Sent, scope: Scope) -> Sent:
        """An answer with an `ETag` that is true, where the contract has one, or a 304 that makes use of that.

        For who has this answer, and asks for any other, it is that 304.
        """
        if self._is_dated:
            exchange = Exchange.of(scope)
            self.date(sent, exchange.session, exchange.path)
        response = self._good(sent) if self._has_any else None
        if response is None or not sent.body:
            return sent
        if not self._is_own and (self._unchanged or response.header("etag")):
            self._tag(sent, response, sent.body)
        exchange = Exchange.of(scope)
        is_asked = sent.status == HTTPStatus.OK and exchange.preferences.code is None
        if self._unchanged and is_asked:
            dates = values(sent, _MODIFIED.encode()) if self._is_true(exchange) else []
            if is_unchanged(scope, values(sent, b"etag"), dates):
                return self._not_modified(self._unchanged, sent)
        return sent

    def _is_true(self, exchange: Exchange) -> bool:
        """Whether a date tells what has changed: a record that lives does, and nobody has written it."""
        assert exchange.view is not None
        return self._is_own or exchange.path in exchange.session.modified or not exchange.view.readings

    def date(self, sent: Sent, session: Session, path: str) -> None:
        """Have an answer that says when something was last modified say when what is at a path was written, if it was.

        Of what nobody has written, that is made up.
        """
        response = self._good(sent) if self._is_dated else None
        header, moment = response.header(_MODIFIED) if response else None, session.modified.get(path)
        if header and moment and (text := self._declared.held(header, http_date(moment).decode())) is not None:
            sent.headers = [*(pair for pair in sent.headers if pair[0] != _MODIFIED.encode()), line(header.name, text)]

    def tells(self, sent: Sent) -> bool:
        """Whether an answer has a tag that is not a handler's."""
        response = self._good(sent) if self._has_any and not self._is_own else None
        return response is not None and response.header("etag") is not None

    def tag(self, sent: Sent, body: bytes) -> None:
        """Have an answer that tells one tell the tag of what is read with this body, if its header can be that."""
        response = self._good(sent)
        assert response is not None
        self._tag(sent, response, body)

    def known(self, read: Sent) -> list[str]:
        """The tags that a client may have been given for what is read: there, or by the answer to a write."""
        _, response = self._operation.success
        own = self._declared.etag(response, read.body) if response and response.header("etag") else None
        return [*values(read, b"etag"), *([own] if own else ())]

    def _good(self, sent: Sent) -> Response | None:
        is_good = HTTPStatus.OK <= sent.status < HTTPStatus.MULTIPLE_CHOICES
        return self._operation.response(sent.status) if is_good else None

    def _tag(self, sent: Sent, response: Response, body: bytes) -> None:
        if (text := self._declared.etag(response, body)) is not None:
            sent.headers = [*(pair for pair in sent.headers if pair[0] != b"etag"), line("ETag", text)]

    def _not_modified(self, response: Response, sent: Sent) -> Sent:
        named = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent.headers}
        declared = {header.name.lower() for header in response.headers}
        headers = {name: value for name, value in named.items() if name in _KEPT | declared}
        headers |= self._declared.missing(response, headers, f"304 {self._operation}")
        return Sent.of(HTTPStatus.NOT_MODIFIED, headers, b"")


def values(sent: Sent, name: bytes) -> list[str]:
    """The values of a header of an answer."""
    return [value.decode("latin-1") for key, value in sent.headers if key == name]
