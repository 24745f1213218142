"""What there is at a path now, as GET would be answered: a write rests on that, and tells of it."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.types import Scope

from understudy.contract import media
from understudy.contract.contract import Contract
from understudy.contract.decoding import Decoder
from understudy.contract.operations import Operation
from understudy.errors import RecordNotFound, Refusal
from understudy.server.answering import preconditions
from understudy.server.answering.validators import Validators, values
from understudy.server.call import Call
from understudy.server.exchange import Exchange
from understudy.server.fields import fields, header
from understudy.server.responses import preferred
from understudy.server.sent import Sent

Function = Callable[[Scope], Awaitable[Sent]]


class Representations:
    """The representations of whatever can be read (RFC 9110, 3.2)."""

    def __init__(self, contract: Contract, function: Callable[[str], Function]) -> None:
        """`function` has what answers the operation of a name."""
        self._contract, self._function = contract, function
        self._functions: dict[str, Function] = {}

    async def check(self, scope: Scope, validators: Validators, *, is_known: bool | None) -> None:
        """Raises NotOffered, a 412, where what is at the path of a request is not what that expects.

        `is_known` says whether somebody has written it; None that all there is has been.
        """
        there = await self._at(Exchange.of(scope).path, scope)
        if there is None and is_known is None:
            return
        is_there = bool(there) or there is None
        if not is_there and scope["method"] != "PUT":
            return  # that there is nothing to change is said first (RFC 9110, 13.2.1)
        known = dict.fromkeys(tag for sent in there or () for tag in validators.known(sent))
        modified = [text for sent in there or () for text in values(sent, b"last-modified")]
        is_known = is_there if is_known is None else is_known
        preconditions.check(scope, [*known], modified, is_there=is_there, is_known=is_known)

    async def told(self, scope: Scope, validators: Validators, sent: Sent) -> Sent:
        """The answer to a write with the validators of what is there now: where it says that this is, or at its path.

        When it was written is noted.
        """
        exchange = Exchange.of(scope)
        location = dict(reversed(sent.headers)).get(b"location")
        if location is None and scope["method"] == "POST":
            return sent
        path = exchange.path
        if location is not None:
            path = urlsplit(location.decode("latin-1")).path.removeprefix(exchange.prefix)
        if exchange.view and exchange.view.is_outdated:
            exchange.session.note(path, exchange.view.now)
        validators.date(sent, exchange.session, path)
        if validators.tells(sent):
            for read in (await self._at(path, scope) or ())[:1]:
                validators.tag(sent, read.body)
        return sent

    async def _at(self, path: str, scope: Scope) -> list[Sent] | None:
        """Those at the path of a target, one for each media type, the one first that a client likes best.

        There are none where nothing is there; None where nothing is ever read. They are for the request of a scope,
        with its view, and without its headers, its query and its preferences.
        """
        operations, texts = self._contract.router.match(path) or ({}, {})
        read: Operation | None = operations.get("GET")
        response = read.success[1] if read and not read.broken else None
        if read is None or response is None:
            return None
        named = dict(zip(read.path_names, texts.values(), strict=False))
        extensions = {**scope["extensions"], "connexion_context": self._arguments(read, named)}
        found, asking = list[Sent](), Exchange.of(scope)
        function = self._functions.get(read.name) or self._functions.setdefault(read.name, self._function(read.name))
        for name, _ in preferred(response, header(scope, "accept")):
            accept = media.concrete(name)
            exchange = Exchange(asking.session, path, asking.prefix)
            exchange.view, exchange.call = asking.view, Call(read, named, accept)
            own: Scope = {**scope, "method": "GET", "query_string": b"", "extensions": extensions}
            fields([(b"accept", accept.encode("latin-1"))]).enter(own)
            exchange.enter(own)
            with suppress(RecordNotFound, Refusal):
                found.append(await function(own))
        return found

    def _arguments(self, read: Operation, values: Mapping[str, str]) -> dict[str, Any]:
        """The arguments that a path alone has for what answers an operation."""
        decoders = {
            ("path", parameter.name): Decoder(parameter, self._contract.schemas.requests)
            for parameter in read.parameters
            if parameter.location == "path"
        }
        return {
            name: decoders[origin].decode([(origin[1], values[origin[1]])])[0]
            for name, origin in read.arguments.items()
            if origin in decoders
        }
