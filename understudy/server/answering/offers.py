"""What a response may be sent as, and what is the same in all answers that are sent so: found out once."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from understudy.answers import Answer
from understudy.contract import media
from understudy.contract.document import Identity, Node
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import Schemas
from understudy.server.bodies import kinds
from understudy.server.bodies.ranges import concrete
from understudy.server.bodies.writing import fixed
from understudy.server.refusing.refusals import Refusals
from understudy.server.responses import preferred
from understudy.server.sent import BODILESS


class Offer(Struct, frozen=True, eq=False):
    """A media type of a response: as it is declared, as it is sent, what that says, and what describes it.

    Where what is sent is a value of the schema, and nothing else, it is `judged` by that.
    """

    name: str
    sent_as: str
    media_type: media.MediaType | None
    content: Node
    schema: Node | None
    item: Node | None
    judged: Identity | None


class Made(Answer, frozen=True):
    """An answer that nobody gave. Its body was `judged` by a schema when it was made, if it is known by which."""

    judged: Identity | None = None


class Offers:
    """The media types of responses, and the headers that their answers come with."""

    def __init__(self, schemas: Schemas, refusals: Refusals) -> None:
        self._schemas, self._refusals = schemas, refusals
        self.to: kinds.ByField[Sequence[Offer]] = kinds.by_field(self._to)
        self.headers: kinds.ByField[Mapping[str, str] | None] = kinds.by_field(self._headers)

    def _to(self, accept: str | None, response: Response) -> Sequence[Offer]:
        """Those of a response, the one first that the client likes best."""
        return [self._offer(name, content, accept) for name, content in preferred(response, accept)]

    def _offer(self, name: str, content: Node, accept: str | None) -> Offer:
        sent_as, schema = concrete(name, content, accept, self._schemas), content.get("schema")
        media_type = media.parse(sent_as)
        is_value = media_type is not None and media_type.is_json and fixed(media_type) is None
        judged = schema.identity if schema and is_value else None
        return Offer(name, sent_as, media_type, content, schema, content.get("itemSchema"), judged)

    def sent_as(self, accept: str | None, response: Response, name: str | None) -> tuple[str, media.MediaType | None]:
        """The media type to send where this one is declared, or the best of all; any other is what has been chosen."""
        for offer in self.to[accept, response]:
            if name is None or offer.name == name:
                return offer.sent_as, offer.media_type
        assert name is not None
        return name, media.parse(name)

    def of_status(self, operation: Operation, status: int, response: Response) -> dict[str, str]:
        """The headers that a status comes with, whoever asks."""
        headers: dict[str, str] = {}
        if status == 401:  # noqa: PLR2004 - it says what to bring (RFC 9110, 15.5.2)
            headers["WWW-Authenticate"] = self._refusals.challenges(operation)
        if status in (429, 503):
            later = response.header("retry-after")
            if later is None or self._refusals.declared.held(later, "1"):
                headers["Retry-After"] = "1"
        return headers

    def _headers(
        self, accept: str | None, operation: Operation, status: int, response: Response, name: str | None
    ) -> Mapping[str, str] | None:
        """The headers of an answer in JSON where they are the same for every body; else None."""
        if response.headers or status in BODILESS or not response.body.content:
            return None
        sent_as, parsed = self.sent_as(accept, response, name)
        is_json = parsed is None or parsed.is_json
        return {"Content-Type": sent_as, **self.of_status(operation, status, response)} if is_json else None
