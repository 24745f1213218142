"""The operations of a collection, each as what it does with the records that a session remembers."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote

from connexion.context import scope

from understudy.answers import Answer
from understudy.contract.decoding import Decoder
from understudy.contract.document import Node
from understudy.contract.operations import Operation, Response
from understudy.contract.resources import Role
from understudy.contract.samples import Unsatisfied
from understudy.contract.schemas import MISSING
from understudy.contract.violations import Violation
from understudy.errors import RecordInvalid, RecordNotFound
from understudy.server.answering.preconditions import is_creation
from understudy.server.answering.recorded import by_name
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.lists import Page, Part, filled, list_headers, paging_names, wanted, whole_example
from understudy.server.requests import InvalidRequest
from understudy.server.resources.above import Above, Below
from understudy.server.resources.acting import Acting
from understudy.server.resources.clearing import Clearing
from understudy.server.resources.creating import Creating
from understudy.server.resources.forms import Forms
from understudy.server.resources.merging import merged
from understudy.server.resources.sending import defaults, is_patch, meant, told
from understudy.server.resources.several import Severals
from understudy.server.resources.shelves import Made, Shelf, Taken, text_of
from understudy.server.resources.writing import composed, repaired, stamped
from understudy.state.fixtures import Record
from understudy.state.moments import written
from understudy.state.records import current
from understudy.state.view import View

Function = Callable[..., Awaitable[Any]]

_REFUSING = (422, 400)
"""The statuses with which a change is refused that a record cannot hold."""

_LONGEST_LOCATION = 1_000
"""Characters of a `Location`: a client may name a record as it likes, and other servers drop what is much longer."""


class Kept:
    """One collection."""

    def __init__(self, forms: Forms, shelf: Shelf, source: str, seed: str, below: Below) -> None:
        self._forms, self.shelf, self.source, self._seed, self._below = forms, shelf, source, seed, below
        self._creating, self._several, self.acting = Creating(forms, shelf, below), Severals(forms), Acting(forms)

    def function(self, role: Role, operation: Operation, above: Above) -> Function:
        """What an operation of this role does. It answers MISSING where its contract allows nothing of that."""
        do = {
            Role.LIST: Kept._list,
            Role.CREATE: Kept._create,
            Role.CLEAR: Kept._clear,
            Role.READ: Kept._read,
            Role.REPLACE: Kept._replace,
            Role.UPDATE: Kept._update,
            Role.DELETE: Kept._delete,
            Role.ACT: Kept._act,
        }[role]

        async def kept(**given: Any) -> Any:
            view = current.get()
            if (read := Exchange.of(scope).told) is not MISSING:
                given["body"] = read
            try:
                with view.session.lock:
                    above.check(view, by_name(operation, given, "path"))
                    return self._seeded(lambda kept: do(kept, operation, view, given))
            except Unsatisfied:
                return MISSING  # who makes up an answer instead says why there is none
            except RecordNotFound:
                if operation.declares(404) or self.shelf.is_written(view, by_name(operation, given, "path")):
                    raise
                if role is Role.DELETE:
                    with view.session.lock:
                        self.shelf.clear(view, by_name(operation, given, "path"))  # who is told so finds none
                return MISSING
            except RecordInvalid as invalid:
                found = [Violation("fixture", ("body",), problem) for problem in invalid.problems]
                is_conflict = isinstance(invalid, Taken) and operation.declares(HTTPStatus.CONFLICT)
                raise InvalidRequest(found, (409,) if is_conflict else (409, 422, 400)) from None

        return kept

    def _seeded(self, answer: Callable[["Kept"], Any]) -> Any:
        """What is answered with the seed that was asked for; the one that was used is told."""
        exchange = Exchange.of(scope)
        seed = exchange.preferences.seed
        other = None if seed is None else Kept(self._forms, self.shelf.seeded(seed), self.source, seed, self._below)
        value = answer(other or self)
        if value is not MISSING and isinstance(self.shelf, Made):
            exchange.apply("seed")
            exchange.seed = self._seed if seed is None else seed
        return value

    def _read(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = by_name(operation, given, "path")
        if not self.shelf.is_touched(view, key) and self._forms.example(Role.READ) is not MISSING:
            return MISSING
        return self._shown(operation, self.shelf.get(view, key), key)

    def _create(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        body, around, (status, response) = given.get("body"), by_name(operation, given, "path"), operation.success
        several = self._several.of(operation)
        if several and (bodies := several.records(body)) is not None:
            usual = defaults(self._forms, several.each)
            sent = ({**usual, **self._forms.sent(each)} for each in bodies)
            made = self._creating.all(operation, view, around, sent)
            return _answer(status, response, self._several.body(operation, made, f"{self._seed} {operation}"))
        if isinstance(body, list) or operation is not self._forms.resource.operations.get(Role.CREATE):
            return MISSING  # of which nobody knows what it creates
        one = {**meant(self._forms, operation), **self._forms.sent(body)}
        record, key = self._creating.one(operation, view, around, one)
        return _answer(status, response, self._shown(operation, record, key), self._location(operation, key))

    def _replace(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = self._whose(operation, given)
        if key is None:
            return MISSING
        code = Exchange.of(scope).preferences.code
        is_new = code == HTTPStatus.CREATED or (is_creation(scope) and not self.shelf.is_known(view, key))
        try:
            before = self.shelf.get(view, key)
        except RecordNotFound:
            before, is_new = self._forms.made(f"{self._seed} {key!r}", key), True
        sent = self._forms.sent(given.get("body"))
        naming = self._forms.naming(before)
        said = {**meant(self._forms, operation), **sent, **{name: before[name] for name in naming}}
        record = composed(self._forms, before, said, naming)
        record = self._creating.beginning.begun(record, said) if is_new else record
        record = stamped(self._forms, record, written(view.now), created=is_new)
        record = self.shelf.put(view, key, record)
        if is_new:
            self._below.clear(view, key)
        is_told_new = is_new and code in (None, HTTPStatus.CREATED)
        status, response = (201, _created(operation)) if is_told_new else (204, _replaced(operation))
        answer = response and _answer(status, response, self._shown(operation, record, key, response))
        return answer if isinstance(answer, Answer) else self._shown(operation, record, key)

    def _update(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        body, is_one = given.get("body"), self._forms.resource.key[-1] in operation.path_names
        several = None if is_one else self._several.of(operation)
        listed = several.records(body) if several else None
        bodies = [body] if listed is None else listed
        keys = [key for each in bodies if (key := self._whose(operation, {**given, "body": each})) is not None]
        if len(keys) < len(bodies):
            return MISSING  # of which nobody knows whose it is
        if listed is None:
            [key] = keys
            return self._shown(operation, self._updated(operation, view, key, body), key)
        with view.session.all_or_nothing():
            made = [(self._updated(operation, view, key, each), key) for key, each in zip(keys, listed, strict=True)]
        return _answer(*operation.success, self._several.body(operation, made, f"{self._seed} {operation}"))

    def _updated(self, operation: Operation, view: View, key: Mapping[str, Any], body: Any) -> Record:
        """A record as it is after a change. Raises RecordInvalid for one that it may not have."""
        before = self.shelf.get(view, key)
        named = {name: before[name] for name in self._forms.naming(before)}
        if not isinstance(body, list):
            change, where = {**self._forms.sent(body), **named}, self._forms.where(body)
            may_refuse = any(map(operation.declares, _REFUSING))
            own, seed = told(self._forms, operation), f"{self._seed} {key!r}"
            record = merged(self._forms, before, change, own, where if may_refuse else None, seed=seed)
        elif is_patch(self._forms, operation):
            record = repaired(self._forms, before, body, named)
        else:
            return before  # of which nobody knows what it changes
        return self.shelf.put(view, key, stamped(self._forms, record, written(view.now), created=False))

    def _whose(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """The key of a record that a path names, or the body where the path is that of all; None where neither does."""
        key = by_name(operation, given, "path")
        last = self._forms.resource.key[-1]
        if last in key:
            return key
        body = given.get("body")
        record = self._forms.bare(body) if isinstance(body, dict) else {}
        member = self._forms.key_member(record)
        return {**key, last: record[member]} if member else None

    def _delete(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = by_name(operation, given, "path")
        record = self.shelf.get(view, key)
        self.shelf.delete(view, key)
        self._below.clear(view, key)
        _, response = operation.success
        return self._shown(operation, record, key) if response and response.body.content else None

    def _act(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        named = by_name(operation, given, "path")
        key = dict(zip(self._forms.resource.key, map(named.get, operation.path_names), strict=True))
        is_given = not self.shelf.is_touched(view, key) and whole_example(operation, self._forms.schemas) is not MISSING
        before, (_, response) = self.shelf.get(view, key), operation.success
        record = self.acting.acted(operation, before, written(view.now), given.get("body"))
        record = before if record is before else self.shelf.put(view, key, record)
        if response and not response.body.content:
            return None
        return self._shown(operation, record, key) if self.acting.shows(operation) and not is_given else MISSING

    def _clear(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        around, asked = by_name(operation, given, "path"), by_name(operation, given, "query")
        clearing = Clearing(self._forms, self.shelf, self._below)
        clearing.clear(operation, view, around, scope["query_string"].decode("latin-1"), asked)
        return MISSING  # what is said of that is as the contract has it

    def _list(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        forms, schema = self._forms, _schema(operation.success[1])
        if schema is None or forms.item is None:
            return MISSING
        around, query = by_name(operation, given, "path"), by_name(operation, given, "query")
        is_touched = self.shelf.is_touched(view, around)
        if not scope["query_string"] and not is_touched and forms.example(Role.LIST) is not MISSING:
            return MISSING
        filters = {name: value for name, value in query.items() if name not in paging_names(operation)}
        known = self.shelf.all(view, around)
        # Before anybody has written anything, no text is known to be there that somebody may look for.
        records = wanted(filters, known, lambda record: record, forms.aims(operation), searched=is_touched)
        dressed = [(self._last(record), forms.dressed(forms.item, record, self._seed)) for record in records]
        listed = [(key, record) for key, record in dressed if record is not MISSING]
        page = Page.asked(operation, query, forms.schemas, [key for key, _ in listed])
        part = Part.asked(scope, page, [record for _, record in listed])
        fits = partial(forms.fits, schema)
        if forms.member:
            body = filled(self._whole(schema, f"{self._seed} {operation} {around!r}"), forms.member, part, fits)
        else:
            body = part.shown if fits(part.shown) else MISSING
        if body is MISSING:
            return MISSING
        status, response = operation.success
        return Answer(status, body, list_headers(response, part, forms.schemas))

    def _last(self, record: Record) -> Any:
        """What names a record among those of a list; None where it does not say."""
        member = self._forms.key_member(record)
        return record[member] if member else None

    def _whole(self, schema: Node, seed: str) -> dict[str, Any]:
        """What a list lies in."""
        value = self._forms.whole(schema, seed)
        return dict(value) if isinstance(value, dict) else {}

    def _shown(
        self, operation: Operation, record: Record, key: Mapping[str, Any], response: Response | None = None
    ) -> Any:
        """A record in the good answer of an operation, or in another one."""
        response = response or operation.success[1]
        return self._forms.shown(response, _schema(response), record, f"{self._seed} {operation} {key!r}", key)

    def _location(self, operation: Operation, key: Mapping[str, Any]) -> str | None:
        """Where a record can be read: as a path, or as a whole URL where the contract wants that."""
        exchange, path = Exchange.of(scope), self._forms.resource.path
        for name in self._forms.resource.key:
            path = path.replace("{" + name + "}", quote(text_of(key.get(name)), safe=""))
        base = unquote(exchange.path.rsplit("/", operation.path.count("/"))[0])
        path = f"{exchange.prefix}{quote(base) if base in operation.bases else ''}{path}"
        if len(path) > _LONGEST_LOCATION:
            return None
        whole = f"{scope['scheme']}://{header(scope, 'host') or 'localhost'}{path}"
        _, response = operation.success
        declared = [h for h in (response.headers if response else ()) if h.name.lower() == "location"]
        for text in (path, whole):
            if all(not Decoder(h.parameter, self._forms.schemas).decode([(h.name, text)])[1] for h in declared):
                return text
        return None


def _schema(response: Response | None) -> Node | None:
    """The schema of the JSON that a response is, in the media type that the client likes best."""
    call = Exchange.of(scope).call
    return response.json_schema_as(call.media_type if call else None) if response else None


def _created(operation: Operation) -> Response | None:
    """What is declared for a record that was not there before (RFC 9110, 9.3.4); errors alone go by `default`."""
    return operation.responses.get("201") or operation.responses.get("2XX")


def _replaced(operation: Operation) -> Response | None:
    """What is declared for a record that was there before, where the usual answer is that to a new one (ibid.)."""
    return operation.responses.get("204") if operation.success[0] == HTTPStatus.CREATED else None


def _answer(status: int, response: Response | None, body: Any, location: str | None = None) -> Any:
    """An answer with a body, or without one if none is declared; MISSING where one is that there is not."""
    if body is MISSING and response and response.body.content:
        return MISSING
    return Answer(status, None if body is MISSING else body, {"Location": location} if location else {})
