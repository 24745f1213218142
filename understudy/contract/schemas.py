"""The schemas of a document, compiled where they stand: references, recursion and lines stay what they are."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import jsonschema_rs

from understudy.contract.described import Described
from understudy.contract.dialects import Dialect, JsonSchema
from understudy.contract.discriminators import Kind, said, told_apart
from understudy.contract.document import Document, Identity, Node
from understudy.contract.identifiers import hidden
from understudy.contract.replacing import replaced
from understudy.contract.sides import ANSWER, REQUEST, without
from understudy.contract.twins import is_reference, once, twins, uncounted
from understudy.contract.validators import Validator
from understudy.contract.violations import Violation
from understudy.errors import MockError
from understudy.findings import Place


class _Missing(Enum):
    MISSING = "missing"


MISSING: Final = _Missing.MISSING
"""What there is where nothing is: JSON's null is something."""

_NAMES = {"$anchor", "$dynamicAnchor"}
_HOLDING = (dict, list)
_UNEVALUATED = "unevaluatedProperties"


def _nowhere(_uri: str) -> JsonSchema:
    """What is found where a reference leads nowhere: of a schema file, that is looked for in what nobody refers to."""
    return {"not": {}}


class Schemas(Described):
    """Validators for the Schema Objects of one document, formats asserted, compiled when the first is used."""

    def __init__(
        self,
        document: Document,
        dialect: Dialect,
        schemas: list[Node],
        broken: Iterable[Node] = (),
        others: Mapping[int, JsonSchema] = MappingProxyType({}),
    ) -> None:
        """`schemas` are all Schema Objects of the document, so that a dialect of its own can be put in their place.

        What is `broken` is left out, so that it does not keep the others from being compiled: nobody will ask for it.
        `others` stand in the place of some, by their indices.
        """
        super().__init__(document)
        self.dialect = dialect
        self.listed, self._broken = schemas, list(broken)
        self._schemas = {schema.identity: schema for schema in schemas}
        self._validators: dict[Identity, Validator] = {}
        self._standing: dict[tuple[int, str], Node | None] = {}
        self._ids = dict(document.identified())
        self._twins: dict[Identity, Node] = {}
        own = [(schema, self._own(schema, others.get(at, schema.value))) for at, schema in enumerate(schemas)]
        changes = [(schema, value) for schema, value in own if value is not schema.value]
        changes += [(schema, {}) for schema in self._broken if isinstance(schema.value, dict)]
        self._changed = {schema.identity: value for schema, value in changes}
        changes.sort(key=lambda change: len(change[0].pointer))  # the outer first: it brings its inner ones as written
        values = {uri: replaced(source, changes) for uri, source in document.sources.items()}
        self._held: dict[str, Node] = {}
        for index, schema in enumerate(schemas):
            if _NAMES.isdisjoint(schema.value):
                continue
            # A document is no schema: what names itself in it is found where a schema would have its definitions.
            uri = document.uri(schema.source)
            if schema.pointer and self.uri(schema).startswith(f"{uri}#") and isinstance(values[uri], dict):
                held = Node(schema.source, (), values[uri]).child(*schema.pointer).value
                values[uri] = {**values[uri], "$defs": {**values[uri].get("$defs", {}), f"held-{index}": held}}
                self._held[f"{uri}#/$defs/held-{index}/"] = schema
        for identified, node in hidden(self._ids.items(), dialect.keywords):
            whole = values[document.uri(node.source)]
            with suppress(KeyError, IndexError, TypeError):  # it is inside of what is left out
                values[identified] = Node(node.source, (), whole).child(*node.pointer).value
        self._values = values
        self._apart = [each for each in schemas if each.identity not in self._alike and not self._stands_for(each)]
        self._near = self._registry(self._lean())

    def __contains__(self, schema: Node) -> bool:
        """Whether this is one of the document's schemas, and not broken."""
        return schema.identity in self._schemas

    def _own(self, schema: Node, value: JsonSchema) -> JsonSchema:
        """A schema as its draft would have it; what leads into or out of one that names itself says the whole way."""
        value = self.dialect.own(value)
        if "oneOf" in value:
            value = told_apart(schema, value, self.together)
            if value["oneOf"] is schema.value["oneOf"] and (found := twins(schema, self.resolve, self.dialect)):
                self._twins |= found
                value = once(schema, value, found, self.dialect)
        if self._twins and self.twin(schema):
            return value if is_reference(value, self.dialect) else uncounted(value)
        if self._ids and isinstance(value.get("$ref"), str):
            with suppress(MockError):
                target = self.follow(schema)
                if self._is_named(schema) or self._is_named(target):
                    return {**value, "$ref": self.uri(target)}
        return value

    def _is_named(self, schema: Node) -> bool:
        """Whether a schema's URI is by a name that it, or one around it, gives itself."""
        return self.uri(schema) != self._document.uri(schema.source, schema.pointer)

    def twin(self, schema: Node) -> Node | None:
        """The alternative before this one that asks the same, and stands for both."""
        return self._twins.get(schema.identity)

    def judged(self, schema: Node) -> JsonSchema:
        """A schema as its draft would say it, on the side that this is; the schemas in it are as they are written."""
        changed: JsonSchema = self._changed.get(schema.identity, schema.value)
        return changed

    @cached_property
    def requests(self) -> "Schemas":
        """The schemas of what is sent in a request."""
        return self._side(REQUEST)

    @cached_property
    def answers(self) -> "Schemas":
        """The schemas of what comes in an answer."""
        return self._side(ANSWER)

    def _side(self, side: str) -> "Schemas":
        others = without(side, self.listed, self.properties, self.together)
        if not others:
            return self
        made = Schemas(self._document, self.dialect, self.listed, self._broken, others)
        made.__dict__["requests" if side == REQUEST else "answers"] = made
        return made

    def validator(self, schema: Node) -> Validator:
        """The validator of the schema at this node. Raises ValueError for one that does not compile."""
        key = schema.identity
        if known := self._validators.get(key):
            return known
        if first := self._twins.get(key):
            validator = self.validator(first)
        elif other := self._stands_for(schema):
            validator = self.validator(other)
        else:
            compiled, uri = self._all if key in self._schemas else None, self.uri(schema)
            if compiled:
                validator = Validator(compiled, self.uri(self._alike.get(key, schema)), uri, self._said)
            else:
                validator = Validator(self._compile([schema], self.registry), uri, uri, self._said)
        self._validators[key] = validator
        return validator

    @cached_property
    def _all(self) -> jsonschema_rs.Validator | None:
        """All schemas compiled as one; None where some do not compile."""
        with suppress(ValueError):
            return self._compile(self._apart, self._near)
        return None

    @cached_property
    def registry(self) -> jsonschema_rs.Registry:
        """All that references in schemas may lead to."""
        return self._registry(self._values)

    def _registry(self, values: Mapping[str, Any]) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry(list(values.items()), draft=self.dialect.draft, retriever=_nowhere)

    def _lean(self) -> Mapping[str, Any]:
        """The files, save those paths that no schema stands in which is compiled, and that nothing refers to.

        A validator has a copy of all that it is handed, and most paths hold nothing for it.
        """
        root, uri = self._document.root, self._document.uri(self._document.root)
        whole = self._values[uri]
        if self._ids or self._held or not isinstance(whole, dict) or not isinstance(whole.get("paths"), dict):
            return self._values
        places = [each for each in (*self._apart, *self._document.followed) if each.source is root]
        needed = [pointer[1] for pointer in (each.pointer for each in places) if ("paths",) == pointer[:1] != pointer]
        return {**self._values, uri: {**whole, "paths": {path: whole["paths"][path] for path in needed}}}

    @cached_property
    def _alike(self) -> dict[Identity, Node]:
        """For schemas that hold no others: the first that is written in the same way, of thousands of `type: string`.

        Where schemas name themselves, a violation's location is not told by where its schema stands.
        """
        found: dict[Identity, Node] = {}
        first: dict[str, Node] = {}
        for schema in self.listed if not self._ids else ():
            value = self.judged(schema) if self._changed else schema.value
            for name, member in value.items():
                if name[:1] == "$" or type(member) in _HOLDING:
                    break
            else:
                one = first.setdefault(repr(value), schema)
                if one is not schema:
                    found[schema.identity] = one
        return found

    def _stands_for(self, schema: Node) -> Node | None:
        """What a schema leads to that is a `$ref` and nothing else, if that is of its resource and compiled anyway."""
        value = schema.value
        if self._ids or not isinstance(value, dict) or len(value) != 1 or "$ref" not in value:
            return None
        key = schema.identity
        if key not in self._schemas or key in self._changed:
            return None
        reference = (id(schema.source), value["$ref"])
        if reference not in self._standing:
            self._standing[reference] = self._target(schema)
        return self._standing[reference]

    def _target(self, schema: Node) -> Node | None:
        with suppress(MockError):
            self.resolve(schema)  # which leads back to itself otherwise
            target = self.follow(schema)
            return target if target.source is schema.source and target.identity in self._schemas else None
        return None

    def broken(self) -> Iterator[tuple[Node, str]]:
        """Those of the schemas that do not compile, with the reason."""
        for schema in self.listed if self._all is None else ():
            try:
                self.validator(schema)
            except ValueError as error:
                yield schema, str(error).partition("\n")[0]

    def _compile(self, schemas: Iterable[Node], registry: jsonschema_rs.Registry) -> jsonschema_rs.Validator:
        members = {uri: {"$ref": uri} for uri in map(self.uri, schemas)}
        return self.dialect.validator(
            {"properties": members, "additionalProperties": False},  # so that a member is looked up by its name
            registry=registry,
            formats=dict(self.dialect.formats),
            validate_formats=True,
            offline=True,
        )

    def uri(self, schema: Node) -> str:
        """The URI of a schema, by the nearest name around it."""
        return self._document.canonical(schema.source, schema.pointer)

    def violations(self, schema: Node, instance: Any) -> list[Violation]:
        """Everything in which this instance does not satisfy the schema; empty if it is valid."""
        validator = self.validator(schema)
        if validator.is_valid(instance):
            return []
        return self._causes(list(dict.fromkeys(validator.violations(instance))))  # what two refer to is violated once

    def holds(self, schema: Node, instance: Any) -> bool:
        """Whether an instance satisfies a schema on one of the two sides that it may be meant for."""
        requests, answers = self.requests, self.answers
        if requests.validator(schema).is_valid(instance):
            return True
        return answers is not requests and answers.validator(schema).is_valid(instance)

    def _causes(self, found: list[Violation]) -> list[Violation]:
        """Without the members that are unevaluated for what describes them is not satisfied (Core 2020-12, 11.3)."""
        return [each for each in found if each.keyword != _UNEVALUATED or not self._follows(each, found)]

    def _follows(self, violation: Violation, found: Iterable[Violation]) -> bool:
        *around, name = violation.pointer
        within = (each for each in found if each.pointer[: len(around)] == tuple(around))
        if all(each.keyword == _UNEVALUATED and len(each.pointer) == len(violation.pointer) for each in within):
            return False
        schema = self._at((violation.location or "").rpartition("/")[0])
        return schema is not None and name in self.properties(schema)

    def place(self, violation: Violation) -> Place | None:
        """Where in the document the keyword stands that was violated."""
        node = self._at(violation.location or "")
        return node.place if node else None

    def _said(self, error: jsonschema_rs.ValidationError) -> Kind | None:
        """What an instance says of its kind, where an error is about several."""
        location, _, keyword = (error.absolute_keyword_location or "").rpartition("/")
        schema = self._at(location)
        return said(schema, keyword, error.instance, self.together) if schema else None

    def _at(self, location: str) -> Node | None:
        for held, schema in self._held.items():
            if location.startswith(held):
                location = f"{self.uri(schema)}/{location.removeprefix(held)}"
        return self._document.locate(location)

    def default(self, schema: Node) -> Any:
        """The value that a schema, or the nearest of what holds with it, gives to what was not sent; or MISSING."""
        for part in self.together(schema):
            counts = "$ref" not in part.value or self.dialect.reference_siblings
            if counts and "default" in part.value:
                return part.value["default"]
        return MISSING
