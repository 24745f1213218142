"""The forms in which a collection's records are sent and shown: bare, in an envelope, in a list."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from understudy.contract.document import Node
from understudy.contract.operations import Operation, Response
from understudy.contract.resources import Resource, Role, called, known_by
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.samples.known import around, knowing, member_of
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.project.matching import Path, is_same, is_wrapper, places
from understudy.server.lists import Aim, Owning, aims, example_of, needed, place, put_at, value_at
from understudy.server.resources import uploads
from understudy.server.resources.examples import Examples
from understudy.server.resources.keys import Names
from understudy.server.resources.linking import Linking
from understudy.server.resources.showable import Showable
from understudy.server.resources.spelling import Spelling
from understudy.state.fixtures import Record

_SCALARS = (str, int, float, bool)
_FORMS = ("type", "anyOf", "oneOf")
"""Keywords that a value of another form does not satisfy."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Forms:
    """What the schemas of a collection's operations make of its records."""

    def __init__(
        self,
        resource: Resource,
        schemas: Schemas,
        samples: Samples,
        fixed: Node | None = None,
        *,
        lists: Sequence[Operation] = (),
        links: Linking | None = None,
    ) -> None:
        """`schemas` are those of answers, `fixed` is that of the records where a file says what they are.

        Other `lists` show parts of the collection; `links` are those in its records, where no file says them.
        """
        self.resource, self.schemas, self._samples = resource, schemas, samples
        self._is_fixed, self.links = fixed is not None, links
        self.item, self.member = self._listed()
        self.record = fixed or self._record()
        self.properties = schemas.properties(self.record) if self.record else {}
        self.envelope = self._envelope()
        self.owning = Owning(schemas, resource.path, self.properties)
        self.examples = Examples(resource, schemas, self._read, self.member, lists)
        self._aims: dict[str, Mapping[Path, Aim]] = {}
        self.names = Names(resource, samples, self.fits)
        self._spelling = Spelling(self.properties, self.fits)
        self._shown = Showable(schemas, [self.record] if self.record else [])

    def _good(self, role: Role) -> Node | None:
        operation = self.resource.operations.get(role)
        return operation.good_schema if operation else None

    def _listed(self) -> tuple[Node | None, Path]:
        """The schema of the records in a list, and where the list lies in an object: one or two members deep."""
        schema = self._good(Role.LIST)
        found = place(self.schemas, schema) if schema else None
        return found if found and self.schemas.allows(found[0], "object") else (None, ())

    def _record(self) -> Node | None:
        """The schema of a record, which is an object: what is read, or what of it is what is listed."""
        good = map(self._good, (Role.READ, Role.CREATE, Role.REPLACE, Role.UPDATE))
        shown = next(filter(None, good), None)
        if shown is None or not self.schemas.allows(shown, "object"):
            return self.item
        if self.item is not None and (
            is_same(self.schemas, shown, self.item) or places(self.schemas, shown, self.item)
        ):
            return self.item
        name = self._wrapped(shown)
        return self.schemas.properties(shown)[name] if name else shown

    def _wrapped(self, shown: Node) -> str:
        """The member of what is read in which the record is; an empty text where that says the record's key itself."""
        known = self.schemas.properties(shown)
        if self.key_member(known):
            return ""
        found = [name for name in known if is_wrapper(name, self.resource.path)]
        named = [name for name in found if self.key_member(self.schemas.properties(known[name]))]
        return named[0] if len(named) == 1 else ""

    def _envelope(self) -> Path:
        """Where the record is in what is read."""
        shown = self._good(Role.READ) or self._good(Role.CREATE)
        return self._place(shown) if shown else ()

    def _place(self, schema: Node) -> Path:
        """Where in an object the record is; nowhere in it where it is the whole."""
        if self.record is None or is_same(self.schemas, schema, self.record):
            return ()
        name = self._wrapped(schema)
        return next(iter(places(self.schemas, schema, self.record)), (name,) if name else ())

    def shows(self, schema: Node) -> bool:
        """Whether what a schema describes is a record, or has one in it."""
        record = self.record
        return record is not None and (is_same(self.schemas, schema, record) or bool(self._place(schema)))

    def holds(self, record: Record) -> bool:
        """Whether a record is one."""
        return not self.violations(record)

    def violations(self, record: Record) -> list[Violation]:
        """Everything that keeps a record from being one."""
        return self.schemas.violations(self.record, record) if self.record else []

    def made(self, seed: str, known: Mapping[str, Any]) -> Record:
        """A record that nobody wrote. Raises Unsatisfied; an empty one where no schema is known."""
        if self.examples.read is not None:
            record = knowing(deepcopy(self.examples.read), self._of(known), self.holds)
            return self.owned(record, known)
        return self._sample(seed, known)

    def drawn(self, seed: str, known: Mapping[str, Any]) -> Record:
        """The same without what the contract gives as examples, as far as there is one. Raises Unsatisfied."""
        try:
            return self._sample(seed, known, given=False)
        except Unsatisfied:
            return self.made(seed, known)

    def _sample(self, seed: str, known: Mapping[str, Any], *, given: bool = True) -> Record:
        value = self._samples.sample(self.record, seed, self._of(known), given=given) if self.record else {}
        record = self.owned(value, known) if isinstance(value, dict) else {}
        return record if self.resource.key[-1] in known else self._named(record, seed)

    def _named(self, record: Record, seed: str) -> Record:
        """A record that is called as its path may call it, if it can be."""
        member = self.key_member(record)
        if member is None or self.names.may_be(record[member]):
            return record
        others = ({**record, member: name} for name in self.names.others(seed))
        return next(filter(self.holds, others), record)

    def owned(self, record: Record, known: Mapping[str, Any]) -> Record:
        """A record that says whose it is, as far as it can."""
        return self.owning.told(record, known, self.holds)

    def _of(self, known: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is known of a record, where its own key may not be."""
        if self.resource.key[-1] not in known:
            return around(known, self.properties)
        return known_by(self.resource.path, self.owning.own(known))

    def _read(self, shown: Any) -> Record | None:
        """The record in an example of what is read, if it is one."""
        record = self.bare(shown) if isinstance(shown, dict) and self.record else None
        return record if record is not None and self.holds(record) else None

    def completed(self, record: Record, seed: str, known: Mapping[str, Any]) -> Record:
        """A record of which this much is said, with what else it has to have. Raises Unsatisfied."""
        if self.holds(record):
            return deepcopy(record)
        scalars = {name: value for name, value in record.items() if isinstance(value, _SCALARS)}
        return self.made(seed, {**scalars, **known})

    @cached_property
    def kinds(self) -> list[Node]:
        """The alternatives that a record has, if it may be of several kinds."""
        parts = self.schemas.alternatives(self.record) if self.record else ()
        kinds = (kind for part in parts for kind in part.listed("oneOf", "anyOf"))
        return [kind for kind in kinds if self.schemas.properties(kind)]

    def aims(self, operation: Operation) -> Mapping[Path, Aim]:
        """What the parameters of an operation ask of the records."""
        if operation.name not in self._aims:
            self._aims[operation.name] = aims(operation, self.schemas, self.item or self.record)
        return self._aims[operation.name]

    def sent(self, body: Any) -> Record:
        """The record that a request brings, without what only an answer shows, and without files."""
        if not isinstance(body, dict):
            return {}
        known = uploads.without(self._shown.of(self._spelling.of(self.bare(body))))
        of_file = {name: value for name, value in uploads.of_file(body, self.properties) if self._may_say(name, value)}
        return of_file | {
            name: value
            for name, value in known.items()
            if not self.is_marked(name, "readOnly") and not self.is_marked(name, "writeOnly")
        }

    def _may_say(self, name: str, value: Any) -> bool:
        return not self.is_marked(name, "writeOnly") and self.fits(self.properties[name], value)

    def bare(self, body: dict[str, Any]) -> dict[str, Any]:
        """A record without its envelope, if it is in one."""
        inner = value_at(body, self.envelope)
        return inner if isinstance(inner, dict) else body

    def where(self, body: Any) -> Path:
        """Where the record stands in a request with this body."""
        is_bare = not isinstance(body, dict) or self.bare(body) is body
        return ("body",) if is_bare else ("body", *self.envelope)

    def is_marked(self, name: str, keyword: str) -> bool:
        """Whether a member is `readOnly`, or `writeOnly`."""
        node = self.properties.get(name)
        return node is not None and any(part.value.get(keyword) is True for part in self.schemas.alternatives(node))

    def is_of_another_form(self, record: Record, name: str, value: Any) -> bool:
        """Whether a value is not of the type that a member of a record has, or of none of those that it may have."""
        own = self.schemas.violations(self.properties[name], value) if name in self.properties else []
        found = [*own, *(each for each in self.violations({**record, name: value}) if each.pointer[:1] == (name,))]
        return any(violation.keyword in _FORMS for violation in found)

    def is_required(self, name: str) -> bool:
        """Whether a record has to have a member."""
        return self.record is not None and name in self.schemas.required(self.record)

    def shown(
        self, response: Response | None, schema: Node | None, record: Record, seed: str, key: Mapping[str, Any]
    ) -> Any:
        """A record with this key as a response shows it in one of its schemas; MISSING where it does not."""
        return (
            MISSING if schema is None else self.dressed(schema, record, seed, key, example_of(response, self.schemas))
        )

    def dressed(
        self, schema: Node, record: Record, seed: str, key: Mapping[str, Any] = _NOTHING, example: Any = MISSING
    ) -> Any:
        """A record as a schema would have it: as it is, in an envelope, or as far as they have members in common.

        What names it may be called there as in the `key`; what else is in the envelope is as in an `example`.
        """
        fits, place = partial(self.fits, schema), self._place(schema)
        try:
            found = next(filter(fits, self._candidates(schema, record, seed, key, example, place=place)), MISSING)
        except Unsatisfied:
            return MISSING
        if found is MISSING or self.links is None or not self.links.spots(schema, place):
            return found
        member = self.key_member(record)
        named = {**key, self.resource.key[-1]: record[member]} if member else key
        return self.links.linked(schema, place, found, named, fits)

    def _candidates(
        self, schema: Node, record: Record, seed: str, key: Mapping[str, Any], example: Any, *, place: Path
    ) -> Iterator[Any]:
        """What may show a record, the likeliest first. Raises Unsatisfied."""
        if place:
            yield from (put_at(whole, place, record) for whole in self._wholes(schema, place, seed, example))
        else:
            known = self.schemas.properties(schema)
            yield record
            yield {name: value for name, value in record.items() if name in known}
            scalars = {name: value for name, value in record.items() if isinstance(value, _SCALARS)}
            yield self._samples.sample(schema, seed, {**scalars, **self.owning.own(key)})

    def _wholes(self, schema: Node, place: Path, seed: str, example: Any) -> Iterator[dict[str, Any]]:
        """What a record may lie in, at this place in it, the likeliest first. Raises Unsatisfied."""
        if isinstance(example, dict):
            yield example
        made = self._samples.sample(schema, seed, {})
        is_lean = self._is_fixed and isinstance(made, dict)
        least = needed(self.schemas, schema, made, place, is_list=False) if is_lean else made
        yield from (whole for whole in (least, made) if isinstance(whole, dict))

    def whole(self, schema: Node, seed: str) -> Any:
        """What a record, or a list of them, lies in. Raises Unsatisfied."""
        return self._samples.sample(schema, seed, {})

    def key_member(self, record: Mapping[str, Any]) -> str | None:
        """The member of a record that says the last part of its key."""
        names = (self.resource.key[-1], called(self.resource.path)[1])
        return next((found for name in names if name and (found := member_of(name, record))), None)

    def naming(self, record: Record) -> list[str]:
        """The members of a record that say what names it, or whose it is."""
        last = self.key_member(record)
        others = (member_of(name, record, is_last=False) for name in self.resource.key[:-1])
        return [name for name in (*others, *self.owning.among(record), last) if name is not None]

    def fits(self, schema: Node, body: Any) -> bool:
        """Whether a body is what a schema describes."""
        return not self.schemas.violations(schema, body)
