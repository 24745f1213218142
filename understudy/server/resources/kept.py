"""The operations of a collection, each as what it does with the records that a session remembers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from connexion.context import scope

from understudy.answers import Answer
from understudy.contract.operations import Operation, Response
from understudy.contract.resources import Role
from understudy.contract.samples import Unsatisfied
from understudy.contract.schemas import MISSING
from understudy.contract.violations import Violation
from understudy.errors import RecordInvalid, RecordNotFound
from understudy.server.answering.preconditions import is_creation
from understudy.server.answering.recorded import by_name
from understudy.server.exchange import Exchange
from understudy.server.lists import whole_example
from understudy.server.requests import InvalidRequest
from understudy.server.resources.above import Above, Below
from understudy.server.resources.acting import Acting
from understudy.server.resources.beside import Beside
from understudy.server.resources.clearing import Clearing
from understudy.server.resources.creating import Creating
from understudy.server.resources.forms import Forms
from understudy.server.resources.listing import Listing
from understudy.server.resources.locating import location
from understudy.server.resources.merging import merged
from understudy.server.resources.removing import Removing
from understudy.server.resources.sending import is_patch, meant, schema_shown, told
from understudy.server.resources.several import Severals
from understudy.server.resources.shelves import Shelf, Taken
from understudy.server.resources.writing import composed, repaired, stamped
from understudy.state.fixtures import Record
from understudy.state.moments import written
from understudy.state.records import current
from understudy.state.view import View

Function = Callable[..., Awaitable[Any]]

_REFUSING = (422, 400)
"""The statuses with which a change is refused that a record cannot hold."""


class Kept:
    """One collection."""

    def __init__(self, forms: Forms, shelf: Shelf, source: str, seed: str, below: Below) -> None:
        self.forms, self.shelf, self.source, self.seed, self.below = forms, shelf, source, seed, below
        self._creating, self._several = Creating(forms, shelf, below), Severals(forms)
        self.acting, self.beside = Acting(forms), Beside(forms)

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
            Role.TELL: Kept._tell,
            Role.REMOVE: Kept._remove,
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
                if operation.declares(404) or self.shelf.is_written(view, self.named(operation, given)):
                    raise
                if role is Role.DELETE:
                    with view.session.lock:
                        self.shelf.clear(view, self.named(operation, given))  # who is told so finds none
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
        other = None if seed is None else Kept(self.forms, self.shelf.seeded(seed), self.source, seed, self.below)
        value = answer(other or self)
        if value is not MISSING and self.shelf.is_made_up:
            exchange.apply("seed")
            exchange.seed = self.seed if seed is None else seed
        return value

    def named(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a path says, as the key of the collection calls it."""
        named, key = by_name(operation, given, "path"), self.forms.resource.key
        if operation.path_names == key[: len(operation.path_names)]:
            return named
        return dict(zip(key, map(named.get, operation.path_names), strict=False))

    def _read(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = self.named(operation, given)
        if not self.shelf.is_touched(view, key) and self.forms.examples.of(Role.READ) is not MISSING:
            return MISSING
        return self._shown(operation, self.shelf.get(view, key), key)

    def _create(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        body, around, (status, response) = given.get("body"), self.named(operation, given), operation.success
        several = self._several.of(operation)
        if several and (bodies := several.records(body)) is not None:
            usual = self._several.usual(operation)
            sent = ({**usual, **self.forms.sent(each)} for each in bodies)
            made = self._creating.all(operation, view, around, sent)
            return _answer(status, response, self._several.body(operation, made, f"{self.seed} {operation}"))
        if isinstance(body, list) or operation is not self.forms.resource.operations.get(Role.CREATE):
            return MISSING  # of which nobody knows what it creates
        one = {**meant(self.forms, operation), **self.forms.sent(body)}
        record, key = self._creating.one(operation, view, around, one)
        where = location(self.forms.resource, self.forms.schemas, operation, key)
        return _answer(status, response, self._shown(operation, record, key), where)

    def _replace(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        keys, listed = self._meant(operation, given)
        if listed is not None:
            usual = self._several.usual(operation)
            bodies = [{**usual, **each} for each in listed]
            return self._written(operation, view, keys, bodies, lambda *of: self._put(*of)[0])
        if not keys:
            return MISSING
        [key] = keys
        code = Exchange.of(scope).preferences.code
        is_new = code == HTTPStatus.CREATED or (is_creation(scope) and not self.shelf.is_known(view, key))
        record, is_new = self._put(operation, view, key, given.get("body"), is_new=is_new)
        is_told_new = is_new and code in (None, HTTPStatus.CREATED)
        status, response = (201, _created(operation)) if is_told_new else (204, _replaced(operation))
        answer = response and _answer(status, response, self._shown(operation, record, key, response))
        return answer if isinstance(answer, Answer) else self._shown(operation, record, key)

    def _put(
        self, operation: Operation, view: View, key: Mapping[str, Any], body: Any, *, is_new: bool = False
    ) -> tuple[Record, bool]:
        """A record that is in the place of another one by now, and whether it is a new one."""
        try:
            before = self.shelf.get(view, key)
        except RecordNotFound:
            before, is_new = self.forms.made(f"{self.seed} {key!r}", key), True
        naming = self.forms.naming(before)
        said = {**meant(self.forms, operation), **self.forms.sent(body), **{name: before[name] for name in naming}}
        record = composed(self.forms, before, said, naming)
        record = self._creating.beginning.begun(record, said) if is_new else record
        record = stamped(self.forms, record, written(view.now), created=is_new)
        record = self.shelf.put(view, key, record)
        if is_new:
            self.below.clear(view, key)
        return record, is_new

    def _update(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        keys, listed = self._meant(operation, given)
        if listed is not None:
            return self._written(operation, view, keys, listed, self._updated)
        if not keys:
            return MISSING
        [key] = keys
        return self._shown(operation, self._updated(operation, view, key, given.get("body")), key)

    def _meant(
        self, operation: Operation, given: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]] | None]:
        """The keys of the records that a request is about, and what its body lists of them; None where it is no list.

        There are no keys where nobody knows all of them.
        """
        body, is_one = given.get("body"), self.forms.resource.key[-1] in operation.path_names
        several = None if is_one else self._several.of(operation)
        listed = several.records(body) if several else None
        bodies = [body] if listed is None else listed
        keys = [key for each in bodies if (key := self._whose(operation, {**given, "body": each})) is not None]
        return (keys, listed) if len(keys) == len(bodies) else ([], None)

    def _written(
        self,
        operation: Operation,
        view: View,
        keys: Sequence[Mapping[str, Any]],
        bodies: Sequence[Any],
        write: Callable[[Operation, View, Mapping[str, Any], Any], Record],
    ) -> Any:
        """What is answered to several that are written, or to none of them."""
        with view.session.all_or_nothing():
            made = [(write(operation, view, key, body), key) for key, body in zip(keys, bodies, strict=True)]
        return _answer(*operation.success, self._several.body(operation, made, f"{self.seed} {operation}"))

    def _updated(self, operation: Operation, view: View, key: Mapping[str, Any], body: Any) -> Record:
        """A record as it is after a change. Raises RecordInvalid for one that it may not have."""
        before = self.shelf.get(view, key)
        named = {name: before[name] for name in self.forms.naming(before)}
        if not isinstance(body, list):
            change, where = {**self.forms.sent(body), **named}, self.forms.where(body)
            may_refuse = any(map(operation.declares, _REFUSING))
            own, seed = told(self.forms, operation), f"{self.seed} {key!r}"
            record = merged(self.forms, before, change, own, where if may_refuse else None, seed=seed)
        elif is_patch(self.forms, operation):
            record = repaired(self.forms, before, body, named)
        else:
            return before  # of which nobody knows what it changes
        return self.shelf.put(view, key, stamped(self.forms, record, written(view.now), created=False))

    def _whose(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """The key of a record that a path names, or the body where the path is that of all; None where neither does."""
        key = self.named(operation, given)
        last = self.forms.resource.key[-1]
        if last in key:
            return key
        body = given.get("body")
        record = self.forms.bare(body) if isinstance(body, dict) else {}
        member = self.forms.key_member(record)
        return {**key, last: record[member]} if member else None

    def _delete(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = self.named(operation, given)
        record = self.shelf.get(view, key)
        self.shelf.delete(view, key)
        self.below.clear(view, key)
        _, response = operation.success
        return self._shown(operation, record, key) if response and response.body.content else None

    def _act(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        key = self.named(operation, given)
        is_given = not self.shelf.is_touched(view, key) and whole_example(operation, self.forms.schemas) is not MISSING
        before, (_, response) = self.shelf.get(view, key), operation.success
        record = self.acting.acted(operation, before, written(view.now), given.get("body"))
        record = before if record is before else self.shelf.put(view, key, record)
        if response and not response.body.content:
            return None
        return self._shown(operation, record, key) if self.acting.shows(operation) and not is_given else MISSING

    def _clear(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        around, asked = self.named(operation, given), by_name(operation, given, "query")
        clearing = Clearing(self.forms, self.shelf, self.below)
        clearing.clear(operation, view, around, scope["query_string"].decode("latin-1"), asked)
        return MISSING  # what is said of that is as the contract has it

    def _remove(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        around, seed = self.named(operation, given), f"{self.seed} {operation}"
        return Removing(self.forms, self.shelf, self.below).remove(operation, view, around, given.get("body"), seed)

    def _list(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        query = by_name(operation, given, "query")
        return Listing(self.forms, self.shelf, self.seed).list(operation, view, self.named(operation, given), query)

    def _tell(self, operation: Operation, view: View, given: Mapping[str, Any]) -> Any:
        around, query = self.named(operation, given), by_name(operation, given, "query")
        if not self.shelf.is_touched(view, around) and whole_example(operation, self.forms.schemas) is not MISSING:
            return MISSING
        listing = Listing(self.forms, self.shelf, self.seed)
        return self.beside.told(operation, listing, view, around, query)

    def _shown(
        self, operation: Operation, record: Record, key: Mapping[str, Any], response: Response | None = None
    ) -> Any:
        """A record in the good answer of an operation, or in another one."""
        response = response or operation.success[1]
        return self.forms.shown(response, schema_shown(response), record, f"{self.seed} {operation} {key!r}", key)


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
