"""What an operation below a record does to it, whose path says that: `POST /orders/{id}/cancel`."""

from collections.abc import Iterator
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.resources import bare
from understudy.contract.samples.names import words
from understudy.project.matching import is_same, places
from understudy.server.lists.members import FLAG, MOMENT, about, kind
from understudy.server.resources.forms import Forms
from understudy.server.resources.telling import IS, STATES
from understudy.server.resources.writing import stamped
from understudy.state.fixtures import Record

_COPYING = {"copy", "clone", "duplicate", "fork"}
_IRREGULAR = {"pay": "paid", "send": "sent", "hold": "held", "activate": "active", "reopen": "open"}


class Acting:
    """What is done to the records of a collection by such operations."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    def shows(self, operation: Operation) -> bool:
        """Whether its answer is the record, and not another one."""
        schema, record, (status, _) = operation.good_schema, self._forms.record, operation.success
        if schema is None or record is None or status == 201 or _verb(operation) in _COPYING:  # noqa: PLR2004
            return False
        return is_same(self._forms.schemas, schema, record) or len(places(self._forms.schemas, schema, record)) == 1

    def acts(self, operation: Operation) -> bool:
        """Whether it does anything to a record, or shows it."""
        return self.shows(operation) or bool(self._changes(operation, ""))

    def acted(self, operation: Operation, record: Record, now: str, body: Any) -> Record:
        """A record to which that has been done, as far as it can be; members may be sent, or the one the path names."""
        sent = self._forms.sent(body) if self.shows(operation) else {}
        is_all, verb = operation.method in ("PUT", "PATCH"), words(_verb(operation))
        own = self._forms.properties.keys() - {*self._forms.naming(record)}
        meant = {name: value for name, value in sent.items() if name in own and (is_all or words(name) == verb)}
        before = record
        for name, value in {**self._changes(operation, now), **meant}.items():
            record = changed if self._forms.holds(changed := {**record, name: value}) else record
        return before if record == before else stamped(self._forms, record, now, created=False)

    def _changes(self, operation: Operation, now: str) -> Record:
        verb, is_undone = _verb(operation), operation.method == "DELETE"
        if verb.startswith("un"):
            verb, is_undone = verb.removeprefix("un"), not is_undone
        return dict(self._changed(_done(verb), now, is_undone=is_undone))

    def _changed(self, done: set[str], now: str, *, is_undone: bool) -> Iterator[tuple[str, Any]]:
        schemas = self._forms.schemas
        for name, node in self._forms.properties.items():
            spelled, is_kind = words(name), kind(schemas, node)
            if is_kind == FLAG and len(said := [word for word in spelled if word not in IS]) == 1 and said[0] in done:
                yield name, not is_undone
            elif is_kind == MOMENT and len(spelled) > 1 and len(about(spelled)) == 1 and about(spelled)[0] in done:
                yield name, None if is_undone else now
            elif STATES & {*spelled[-1:]} and not is_undone:
                known = [each for part in schemas.alternatives(node) for each in part.value.get("enum") or ()]
                meant = [each for each in known if isinstance(each, str) and each.lower() in done]
                yield from ((name, each) for each in meant if len(meant) == 1)


def _verb(operation: Operation) -> str:
    """What the last segment of a path says is to be done."""
    return bare(operation.path).rpartition("/")[2].lower()


def _done(verb: str) -> set[str]:
    """What is said of something to which that has been done."""
    found = {verb, f"{verb}d", f"{verb}ed", f"{verb}{verb[-1:]}ed", _IRREGULAR.get(verb, verb)}
    return found | ({f"{verb[:-1]}ied"} if verb.endswith("y") else set())
