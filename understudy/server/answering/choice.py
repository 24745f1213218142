"""The answer that a request asks for, where it prefers one to that which it would get."""

import re
from collections.abc import Awaitable, Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace
from starlette.types import Scope

from understudy.answers import Answer
from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.examples import as_body, shown
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING
from understudy.errors import RecordNotFound, Refusal, not_among, quoted
from understudy.project import Project
from understudy.server.answering.made import ERRORS, Asked, Making
from understudy.server.answering.offers import Offer
from understudy.server.answering.pairs import Pair, named, pairs
from understudy.server.answering.recorded import ByOperation
from understudy.server.bodies import kinds
from understudy.server.bodies.judging import is_right
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.refusing.refusals import Refusals
from understudy.server.requests import InvalidRequest
from understudy.server.responses import FINAL, NotOffered
from understudy.server.sent import Given

Usual = Callable[[], Awaitable[Any]]
"""What answers where nothing else is preferred."""

_STATUS = {"status", "statuscode", "httpstatus", "httpcode", "code"}
"""What errors call the status that they repeat, without case and punctuation."""


class Choice:
    """Chooses what an operation answers, among what its contract and its fixtures have."""

    def __init__(self, project: Project, refusals: Refusals, seed: str) -> None:
        self._contract, self._schemas = project.contract, project.contract.schemas.answers
        self.recorded = ByOperation(project, refusals.samples, seed)
        self.declared = refusals.declared
        self._examples: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._pairs: dict[str, tuple[Pair, ...]] = {}
        self._making = Making(self._schemas, refusals, self.recorded, seed)
        self._shown = kinds.by_field(self._to_show)

    async def answer(
        self,
        operation: Operation,
        exchange: Exchange,
        scope: Scope,
        given: Mapping[str, Any],
        usual: Usual | None,
        *,
        is_own: bool = False,
        others: Container[int] = (),
    ) -> Any:
        """What the request prefers, in the terms of a handler; what `usual` answers where it prefers nothing else.

        Without anybody who answers, it is what the contract gives as an example, or made up. `is_own` says that a
        handler answers: it knows what headers it sends. `others` are statuses that `usual` answers with
        beside the best one, where they are asked for.

        Raises NotOffered, a 404 that lists what there is, for a status, an example or a stage that there is not.
        """
        wishes = exchange.preferences
        status, response = operation.success
        if wishes.code is not None:
            status, response = self._status(operation, wishes.code)
            exchange.apply("code")
        if response is None and usual is None:
            status, response = _first(operation)
        if response is None:
            assert usual is not None
            return await _alone(operation, exchange, usual)
        asked = Asked(operation, status, response, given, scope, exchange, header(scope, "accept"))
        if wishes.example is not None:
            return self._example(asked, wishes.example)
        if wishes.dynamic is not None:
            exchange.apply("dynamic")
            if wishes.dynamic:
                return self._making.sample(asked)
        if usual and (wishes.code is None or status == operation.success[0] or status in others):
            value = await self._usual(asked, usual, is_own=is_own)
            if value is not MISSING:
                return value
        if wishes.code is None and (pair := self._pair(operation, given)):
            return self._example(replace(asked, status=pair.status, response=pair.response), pair.name)
        return self._declared(asked)

    def _pair(self, operation: Operation, given: Mapping[str, Any]) -> Pair | None:
        """The example that goes with a request, if that is as one of the document's own."""
        known = self._pairs.get(operation.name)
        if known is None:
            known = self._pairs[operation.name] = pairs(operation, self._contract.document, self._is_right)
        return next((pair for pair in known if pair.fits(given)), None) if known else None

    async def _usual(self, asked: Asked, usual: Usual, *, is_own: bool) -> Any:
        """What is answered anyway, if it is what was asked for; else MISSING."""
        code = asked.exchange.preferences.code
        try:
            value = await usual()
        except (RecordNotFound, Refusal, InvalidRequest):
            if code is None:
                raise
            return MISSING
        if value is MISSING:
            return MISSING
        if code is not None:
            status = value.status if isinstance(value, Answer) else asked.operation.success[0]
            if status != asked.status:
                return MISSING
        _check_stage(asked.exchange)
        if is_own:
            return value
        told = value if isinstance(value, Answer) else Answer(asked.status, value)
        if told.status != asked.status and (response := asked.operation.response(told.status)):
            asked = replace(asked, status=told.status, response=response)
        return self._making.answer(asked, told.body, headers=told.headers)

    @staticmethod
    def _status(operation: Operation, code: int) -> tuple[int, Response]:
        """The status that is asked for, and what is declared for it."""
        if code in FINAL and (response := operation.response(code)):
            return code, response
        declared = [status for status in operation.responses if not status.startswith("1")]
        why = f"{operation} declares no {code:03}" if code in FINAL else f"{code:03} is no status of an answer"
        message = f"{why}. There are: {', '.join(declared) or 'none'}"
        raise NotOffered(404, message, details={"declared": declared})

    def _example(self, asked: Asked, name: str) -> Answer:
        """The named example of a response, else the record of that name; where no status is asked for, of any."""
        known: list[str] = []
        for each in [asked, *_elsewhere(asked)]:
            answer, names = self._example_of(each, name)
            if answer is not None:
                asked.exchange.apply("example")
                if each.is_good:
                    _check_stage(asked.exchange)
                return answer
            known += names
        of = (
            f"{asked.operation}" if asked.exchange.preferences.code is None else f"{asked.operation} for {asked.status}"
        )
        raise _no_example(of, name, known)

    def _example_of(self, asked: Asked, name: str) -> tuple[Answer | None, list[str]]:
        """The example or record of this name, if a response has it, and the names that it has."""
        known: list[str] = []
        answer: Answer | None = None
        for offer in self._making.offers.to[asked.accept, asked.response]:
            examples = dict(self._named(offer.content))
            if answer is None and name in examples:
                answer = self._making.answer(asked, as_body(examples[name]), offer.name)
            known += examples
        for found in self.recorded[asked.operation.name] if asked.is_good else ():
            fixtures = {fixture.name: fixture for fixture in asked.view.fixtures(found.collection)}
            if answer is None and name in fixtures:
                answer = self._making.answer(asked, found.body(asked.view.read(found.collection, fixtures[name])))
            known += fixtures
        return answer, known

    def _named(self, content: Node) -> Iterator[tuple[str, Node]]:
        """The examples of a media type by name, those that stand in the document."""
        for name, node in named(self._contract.document, content):
            if found := shown(node):
                yield name, found

    def _declared(self, asked: Asked) -> Answer | Given:
        """An answer with a status that nobody gave: a record, an example, or what its schema describes."""
        if asked.is_good:
            if self.recorded[asked.operation.name] and (body := self._any_record(asked)) is not None:
                return self._making.answer(asked, body)
            if asked.exchange.preferences.stage is not None:
                _check_stage(asked.exchange)
        if found := self._shown[asked.accept, asked.operation, asked.status, asked.response]:
            return self._making.given(asked, *found)
        return (self._making.refusal(asked) if asked.status >= ERRORS else None) or self._making.sample(asked)

    def _to_show(
        self, accept: str | None, operation: Operation, status: int, response: Response
    ) -> tuple[Any, Offer] | None:
        """The body that an example shows, with the media type that it is for, if there is one that a client takes."""
        examples = self._given(operation, status, response)
        offered = self._making.offers.to[accept, response] if examples else ()
        # Who takes whatever there is gets what somebody wrote.
        is_open = kinds.is_open(accept)
        for offer in offered if is_open else offered[:1]:
            if offer.name in examples and not (is_open and _is_another(offer.name, response)):
                return examples[offer.name], offer
        return None

    def _given(self, operation: Operation, status: int, response: Response) -> Mapping[str, Any]:
        """By each media type of a response the body that an example of it shows, if there is any."""
        identity = operation.name, status
        if identity not in self._examples:
            content = response.body.content.items()
            found = ((name, self._first_of(name, node, status)) for name, node in content)
            self._examples[identity] = {name: example for name, example in found if example is not MISSING}
        return self._examples[identity]

    def _first_of(self, name: str, content: Node, status: int) -> Any:
        """The first example of a status that holds: what breaks its schema was said at the start, and is not sent."""
        nodes = (content.get("example"), *(node for _, node in self._named(content)))
        bodies = (as_body(node) for node in nodes if node)
        of_status = (each for each in bodies if not (status >= ERRORS and _contradicts(each, status)))
        return next((each for each in of_status if self._is_right(name, content, each)), MISSING)

    def _is_right(self, name: str, content: Node, body: Any) -> bool:
        """Whether a body is as the object that describes it says."""
        return is_right(name, content, body, self._schemas)

    def _any_record(self, asked: Asked) -> Any:
        """The first record that there is, under the key that was asked for where it can be; None where there is none.

        Where a stage is asked for, it is the first that has it.
        """
        view = asked.view
        stages: list[str] = []
        for found in self.recorded[asked.operation.name]:
            for fixture in view.fixtures(found.collection):
                if view.stage is None or view.wanted(fixture):
                    record = view.read(found.collection, fixture)
                    asked.exchange.apply("stage")
                    schema = asked.operation.good_schema
                    body = found.body(record | found.key(asked.given))
                    fits = schema is None or not self._schemas.violations(schema, body)
                    return body if fits else found.body(record)
                stages += fixture.lifecycle.names
        if view.stage is not None and stages:
            raise _no_stage(view.stage, stages)
        return None


def _is_another(name: str, response: Response) -> bool:
    """Whether what a range is usually sent as is described by another media type, which an example of it may break."""
    return "*" in name and kinds.describing(response.body.content, media.concrete(name)) != name


def _first(operation: Operation) -> tuple[int, Response]:
    """The first status that is declared, where none is good. Raises NotOffered where none is declared at all."""
    for key, response in operation.responses.items():
        if not key.startswith("1"):
            return int(key.replace("XX", "00")), response
    raise NotOffered(501, f"{operation} declares no answer")


def _elsewhere(asked: Asked) -> Iterator[Asked]:
    """The other statuses that an operation may answer with, for whom any is right."""
    for key, response in asked.operation.responses.items() if asked.exchange.preferences.code is None else ():
        status = key.replace("XX", "00")
        if response is not asked.response and status.isdigit() and int(status) in FINAL:
            yield replace(asked, status=int(status), response=response)


async def _alone(operation: Operation, exchange: Exchange, usual: Usual) -> Any:
    """What is answered where nothing good is declared, so that nothing else can be chosen."""
    if (name := exchange.preferences.example) is not None:
        raise _no_example(f"{operation}", name, ())
    value = await usual()
    _check_stage(exchange)
    return value


def _check_stage(exchange: Exchange) -> None:
    """Raises NotOffered where a stage was asked for that no record of the answer has."""
    view = exchange.view
    assert view is not None
    if view.stage is None:
        return
    if view.stage not in view.stages:
        raise _no_stage(view.stage, view.stages)
    exchange.apply("stage")


def _no_stage(name: str, known: Iterable[str]) -> NotOffered:
    return _unknown(f"No record of this answer has a stage called {quoted(name)}", name, known)


def _no_example(of: str, name: str, known: Iterable[str]) -> NotOffered:
    return _unknown(f"No example of {of} is called {quoted(name)}", name, known)


def _unknown(sentence: str, name: str, known: Iterable[str]) -> NotOffered:
    names = list(dict.fromkeys(known))
    return NotOffered(404, f"{sentence}{not_among(name, names)}", details={"known": names})


def _contradicts(example: Any, status: int) -> bool:
    """Whether an example of an error is one of another status, which it repeats."""
    return isinstance(example, dict) and any(
        _contradicts(told, status)
        or (re.sub(r"[^a-z]", "", name.lower()) in _STATUS and type(told) is int and told in FINAL and told != status)
        for name, told in example.items()
    )
