"""Answers that nobody gave: refusals and bodies made up, with the headers that a status comes with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from starlette.types import Scope

from understudy.contract import media
from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation, Response
from understudy.contract.samples import Unsatisfied
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation
from understudy.errors import RecordNotFound, Refusal
from understudy.server.answering.offers import Made, Offer, Offers
from understudy.server.answering.outgoing import outgoing
from understudy.server.answering.recorded import Recorded, by_name
from understudy.server.answering.seeds import Seeds
from understudy.server.bodies import kinds
from understudy.server.bodies.described import described
from understudy.server.bodies.writing import fixed
from understudy.server.exchange import Exchange
from understudy.server.lists import ABSENT, Shown, list_headers, lone_headers
from understudy.server.refusing.refusals import Refusals, fitting
from understudy.server.requests import InvalidRequest
from understudy.server.responses import BrokenAnswer, NotOffered
from understudy.server.sent import BODILESS, Given
from understudy.source import json_value
from understudy.state.view import View

Records = Mapping[str, tuple[Recorded, ...]]

_STREAMED = 3
"""Values in a body that is a sequence of them."""

_TEXT = "text"
"""What a body says of which nothing is known but that it is no JSON."""

ERRORS = 400
"""The first status of an answer that refuses."""

_SENTENCES = {
    400: "The request cannot be understood",
    401: "Credentials are missing, or they are no longer good",
    403: "These credentials do not permit this",
    404: "There is no such thing here",
    409: "This is not possible in the state that the resource is in",
    429: "Too many requests; try again later",
    500: "Something went wrong, and it is not your fault",
    502: "A service behind this one did not answer",
    503: "The service is not available; try again later",
    504: "A service behind this one took too long to answer",
}

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Asked(Struct, eq=False):
    """What is to be answered in an exchange: an operation, with a status and the response declared for it.

    `given` are the arguments of its function, `accept` is what the client accepts.
    """

    operation: Operation
    status: int
    response: Response
    given: Mapping[str, Any]
    scope: Scope
    exchange: Exchange
    accept: str | None

    @property
    def is_good(self) -> bool:
        """Whether this is the answer that comes unasked."""
        return self.response is self.operation.success[1]

    @property
    def view(self) -> View:
        """What it sees of what is remembered."""
        view = self.exchange.view
        assert view is not None
        return view


class Making:
    """Makes up answers for a project's operations."""

    def __init__(self, schemas: Schemas, refusals: Refusals, records: Records, seed: str) -> None:
        """`records` is what each operation answers by its name, `seed` what is made up follows from."""
        self._schemas, self._refusals, self._records = schemas, refusals, records
        self._lists = Shown(schemas)
        self.offers = Offers(schemas, refusals)
        self._seeds = Seeds(seed, self._lists)
        self._given: dict[tuple[str, int, str], Given] = {}

    def answer(
        self,
        asked: Asked,
        body: Any,
        media_type: str | None = None,
        *,
        headers: Mapping[str, str] = _NO_HEADERS,
        judged: Identity | None = None,
    ) -> Made:
        """An answer that no handler gave, with the headers that its status comes with and its response declares.

        Where it is in JSON as it is, the body has been `judged` by this schema, if by any.
        """
        operation, status, response = asked.operation, asked.status, asked.response
        usual = None if headers else self.offers.headers[asked.accept, operation, status, response, media_type]
        if usual is not None:
            return Made(status, body, usual, judged)
        said = headers or lone_headers(response, body, self._schemas)
        headers = {name: text for name, text in said.items() if text != ABSENT}
        headers |= self.offers.of_status(operation, status, response)
        if response.headers:
            headers |= self._refusals.declared.missing(response, {**said, **headers}, self._seed_of(asked))
        content = response.body.content
        if status in BODILESS or not content:
            return Made(status, headers=headers)
        sent_as, parsed = self.offers.sent_as(asked.accept, response, media_type)
        if parsed and not parsed.is_json:
            body, sent_as = described(body, parsed, sent_as, content, self._schemas)
            judged = None
        return Made(status, body, {"Content-Type": sent_as, **headers}, judged)

    def shown(
        self, asked: Asked, body: Any, media_type: str, *, is_given: bool = False, judged: Identity | None = None
    ) -> Made:
        """An answer with that part of a list which is asked for.

        What is given as an example is shown as it is where there is no query, or all of it is asked for.
        """
        operation, found = asked.operation, None
        is_whole = is_given and not asked.scope["query_string"]
        if not is_whole and asked.is_good and self._lists.names(operation) and isinstance(body, list | dict):
            query = by_name(operation, asked.given, "query")
            schema = asked.response.body.content[media_type].get("schema")
            found = self._lists.part(asked.scope, operation, query, schema, body)
        if found is None or (is_given and len(found[1].shown) == found[1].count):
            return self.answer(asked, body, media_type, judged=judged)
        body, part = found
        return self.answer(asked, body, media_type, headers=list_headers(asked.response, part, self._schemas))

    def given(self, asked: Asked, body: Any, offer: Offer) -> Made | Given:
        """The same of what is given as an example, written once where a request can make no difference to it."""
        if offer.sent_as != offer.name or asked.response.headers or asked.scope["query_string"]:
            return self.shown(asked, body, offer.name, is_given=True)
        identity = asked.operation.name, asked.status, offer.name
        if identity not in self._given:
            answer = self.answer(asked, body, offer.name)
            self._given[identity] = Given(outgoing(asked.operation, answer, asked.scope, self._schemas, is_own=False))
        return self._given[identity]

    def refusal(self, asked: Asked, accept: str | None = None) -> Made | None:
        """A refusal with this status, in the contract's words for it; None where it has none."""
        operation, status = asked.operation, asked.status
        error: Exception = Refusal(status, _SENTENCES.get(status, "As asked for"))
        if status == 404 and (parts := self._missing(asked)):  # noqa: PLR2004
            error = RecordNotFound(*parts)
        elif status == fitting((422, 400), operation):
            parameter = next(iter(operation.parameters), None)
            where = (parameter.location, parameter.name) if parameter else ("body",)
            types = {"types": ["string"]} if parameter else {"types": ["object"]}
            error = InvalidRequest([Violation("type", where, "not of the right type", facts=types)], (status,))
        worded = self._refusals.worded(error, operation, accept or asked.accept, asked.exchange)
        return worded and self.answer(asked, worded.body, worded.headers.get("Content-Type"))

    def _missing(self, asked: Asked) -> tuple[str, str, Any] | None:
        """The collection, the last part of its key, and the value of that part in the request."""
        for found in self._records[asked.operation.name]:
            part, key = found.collection.key[-1], found.key(asked.given)
            if part in key:
                return found.collection.name, part, key[part]
        return None

    def sample(self, asked: Asked) -> Made:
        """A body made up from the schema, the same for the same request or the same seed."""
        if not asked.response.body.content or asked.status in BODILESS:
            return self.answer(asked, None)
        for offer in self.offers.to[asked.accept, asked.response]:
            if offer.judged and asked.status < ERRORS:
                return self.shown(asked, self._value(asked, offer.schema), offer.name, judged=offer.judged)
            if offer.media_type:
                return self.shown(asked, self._body(asked, offer.media_type, offer), offer.name)
        declared = ", ".join(asked.response.body.content)
        message = f"{asked.operation} declares {declared} for {asked.status}: nothing can be made up of that"
        raise NotOffered(501, message)

    def _body(self, asked: Asked, media_type: media.MediaType, offer: Offer) -> Any:
        """A value for a body in a media type, or its bytes where a schema would say nothing of them."""
        schema, item = offer.schema, offer.item
        if (least := fixed(media_type)) is not None:
            return least
        if (media_type.is_streamed and (item or schema)) or (media_type.type == "multipart" and item):
            values = (self._value(asked, item or schema, f" {index}") for index in range(_STREAMED))
            first = next(values)
            return first if item is None and isinstance(first, list) else [first, *values]
        if schema is None:
            return {} if media_type.is_json else [_TEXT] if media_type.type == "multipart" else _TEXT
        value = self._value(asked, schema)
        if media_type.type == "multipart" and not isinstance(value, list | dict):
            return [value]
        if media_type.is_json and asked.status >= ERRORS and (refusal := self.refusal(asked, str(media_type))):
            return self._true(value, schema, refusal)
        return value

    def _value(self, asked: Asked, schema: Node | None, more: str = "") -> Any:
        """A value of a schema. Raises BrokenAnswer where there is none."""
        assert schema is not None
        exchange, seed = asked.exchange, self._seed_of(asked)
        known = self._seeds.known(asked.operation, asked.given)
        try:
            given = not exchange.preferences.dynamic
            value = self._refusals.samples.sample(schema, f"{seed}{more}", known, given=given)
        except Unsatisfied as unsatisfied:
            raise BrokenAnswer(asked.operation, list(unsatisfied.violations)) from unsatisfied
        if exchange.preferences.seed is not None:
            exchange.apply("seed")
        exchange.seed = seed
        return value

    def _seed_of(self, asked: Asked) -> str:
        return self._seeds.seed(asked.operation, asked.given, asked.scope["query_string"], asked.exchange)

    def _true(self, sample: Any, schema: Node, refusal: Made) -> Any:
        """An error made up, in which what the contract's own words say of this status is right."""
        if not kinds.is_json(refusal.headers.get("Content-Type", "")):
            return sample
        told = json_value(refusal.body)
        merged = {**sample, **told} if isinstance(sample, dict) and isinstance(told, dict) else told
        return next((body for body in (merged, told) if not self._schemas.violations(schema, body)), sample)
