"""The schemas of a document as pure JSON Schema 2020-12: what asserts something, and nothing else."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Literal

from msgspec import Struct

from understudy.contract.containment import expressions
from understudy.contract.dialects import BOUNDS, DIALECTS, JsonSchema
from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.source import pointer_text

Plainly = JsonSchema
"""A schema that stands alone: in 2020-12, with whatever it refers to in its own `$defs`."""

APPLICATORS: Mapping[str, str] = {
    keyword: shape
    for keyword, shape in DIALECTS[0].keywords.items()
    if keyword not in ("$defs", "definitions", "contentSchema")
}
"""Keywords that hold schemas which have a say: `schema`, `[schema]` or `{schema}`."""

_ASSERTING = {
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains"),
    *("maxProperties", "minProperties", "required", "dependentRequired", "format", "$ref", "$dynamicRef"),
    *APPLICATORS,
}
_UNHEARD = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
"""Keywords that say nothing without another."""

_MOST = 600
"""Schemas that one is made of at most, to be asked of as a whole."""


class Alternative(Struct, frozen=True, eq=False):
    """One of several: its schema, as a plain one too, and the values of a discriminator that mean it."""

    node: Node
    whole: Plainly | None
    names: frozenset[str] | None = None


class Plain:
    """Reads the schemas of one document, on one side of it, as plain ones."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._own: dict[Identity, JsonSchema | Literal[False]] = {}
        self._whole: dict[Identity, Plainly | None] = {}
        self._targets: dict[Identity, Node] = {}
        self.too_large: set[Identity] = set()
        """Schemas that are known to be, and with them whatever leads there."""

    def own(self, node: Node) -> JsonSchema | Literal[False]:
        """What a schema says itself, the schemas in it as they are written; False for what nothing satisfies."""
        key = node.identity
        if key not in self._own:
            self._own[key] = self._plain(node)
        return self._own[key]

    def _plain(self, node: Node) -> JsonSchema | Literal[False]:
        if not isinstance(node.value, dict):
            return {} if node.value is not False else False
        if "$ref" in node.value and not self._schemas.dialect.reference_siblings:
            return {"$ref": node.value["$ref"]}
        judged = self._schemas.judged(node)
        known = _ASSERTING - (APPLICATORS.keys() - self._schemas.dialect.keywords.keys())
        own = {keyword: value for keyword, value in judged.items() if keyword in known}
        if own.get("allOf") == []:
            del own["allOf"]  # which 3.0 allows, and no draft since
        own |= {keyword: node.value[keyword] for keyword in ("oneOf", "$ref") if keyword in own}  # as written
        for keyword, needed in _UNHEARD.items():
            if needed not in own:
                own.pop(keyword, None)
        if own.get("format") in BOUNDS:
            del own["format"]  # it stands in the bounds
        if marked := _marked(node.value):
            own["format"] = marked
        return _spelt(_bounded(own))

    def shape(self, node: Node) -> Shape:
        """How a value of a schema is read where it is sent as a text."""
        return Shape(node, self._schemas)

    def alternatives(self, node: Node, keyword: str) -> list[Alternative]:
        """Those that a keyword lists, each with the names that tell it from the others, if any do."""
        told = self.told_apart(node) if keyword == "oneOf" else []
        found = []
        for index, child in enumerate(self.children(node, keyword)):
            bundle = _Bundle(self)
            plain = bundle.plain(child)
            if told:
                plain = {"allOf": [plain, told[index]]}
            names = next(iter(told[index]["properties"].values())).get("enum") if told else None
            found.append(Alternative(child, bundle.closed(plain), None if names is None else frozenset(names)))
        return found

    def told_apart(self, node: Node) -> list[JsonSchema]:
        """What tells the alternatives of a `oneOf` apart by its discriminator; nothing where they do so themselves."""
        written = node.value["oneOf"]
        judged = self._schemas.judged(node).get("oneOf", written)
        is_told = judged is not written and False not in judged
        return [alternative["allOf"][1] for alternative in judged] if is_told else []

    def resolve(self, node: Node) -> Node:
        """The schema that says something, behind references that stand alone."""
        while isinstance(own := self.own(node), dict) and own.keys() == {"$ref"}:
            node = self.target(node)
        return node

    def target(self, node: Node) -> Node:
        """What a schema's `$ref` leads to."""
        key = node.identity
        if key not in self._targets:
            self._targets[key] = self._schemas.follow(node)
        return self._targets[key]

    def parts(self, node: Node) -> Iterator[Node]:
        """A schema with all that holds wherever it does: by `$ref` and `allOf`."""
        waiting, seen = [node], set[Identity]()
        while waiting:
            node = waiting.pop(0)
            own = self.own(node)
            if node.identity in seen:
                continue
            seen.add(node.identity)
            yield node
            if isinstance(own, dict):
                waiting += [self.target(node)] if "$ref" in own else []
                waiting += self.children(node, "allOf")

    def saying(self, node: Node, keyword: str) -> Iterator[tuple[Node, Any]]:
        """The parts in which a keyword stands, with its value."""
        for part in self.parts(node):
            own = self.own(part)
            if isinstance(own, dict) and keyword in own:
                yield part, own[keyword]

    def children(self, node: Node, keyword: str) -> list[Node]:
        """The schemas that a keyword holds."""
        return list(self.members(node, keyword).values())

    def members(self, node: Node, keyword: str) -> dict[str | int, Node]:
        """The schemas that a keyword holds, by their names or indices; by none where it is one."""
        own = self.own(node)
        child = node.get(keyword) if isinstance(own, dict) and keyword in own else None
        if child is None:
            return {}
        match APPLICATORS[keyword][0]:
            case "[":
                return {index: each for index, each in enumerate(child.elements()) if not self._schemas.twin(each)}
            case "{":
                return dict(child.items())
            case _:
                return {"": child}

    def whole(self, node: Node) -> Plainly | None:
        """A schema that stands alone. None for one that is too large, or is different from place to place."""
        key = node.identity
        if key not in self._whole:
            self._whole[key] = self.fragment(node, None)
            if self._whole[key] is None:
                self.too_large.add(key)
        return self._whole[key]

    def fragment(self, node: Node, keywords: Mapping[str, Any] | None) -> Plainly | None:
        """Some keywords of a schema alone, all of them if left out; a value of True stands for the schema's own."""
        bundle = _Bundle(self)
        value = bundle.plain(node, None if keywords is None else {name for name in keywords if keywords[name] is True})
        return bundle.closed({**value, **{name: own for name, own in (keywords or {}).items() if own is not True}})

    def member(self, node: Node, keyword: str, name: str) -> Plainly | None:
        """What a schema says of one member alone."""
        bundle = _Bundle(self)
        return bundle.closed({keyword: {name: bundle.plain(node.child(keyword, name))}})


def _marked(value: JsonSchema) -> str | None:
    """The format of 3.0 for what 3.1 marks by the encoding or the media type of a text (3.1, 4.8.14.2), or else so."""
    if value.get("format") == "base64" or (value.get("contentEncoding") == "base64" and "format" not in value):
        return "byte"
    is_binary = value.get("contentMediaType") == "application/octet-stream"
    return "binary" if is_binary and not {"contentEncoding", "format"} & value.keys() else None


def _bounded(own: JsonSchema) -> JsonSchema:
    """What a schema says with its bounds as numbers: in 3.0 whether they are exclusive is a switch beside them."""
    for bound in ("Minimum", "Maximum"):
        if isinstance(is_exclusive := own.get(f"exclusive{bound}"), bool):
            del own[f"exclusive{bound}"]
            if is_exclusive and bound.lower() in own:
                own[f"exclusive{bound}"] = own.pop(bound.lower())
    return own


def _spelt(own: JsonSchema) -> JsonSchema:
    """What a schema says with its expression as others spell it; one that all texts match says nothing."""
    if isinstance(own.get("pattern"), str):
        own["pattern"] = expressions.spelt(own["pattern"])
        if own["pattern"] in expressions.ALL:
            del own["pattern"]
    return own


class _Bundle:
    """Puts what a schema refers to into its own definitions."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._names: dict[Identity, str] = {}
        self._waiting: list[tuple[str, Node]] = []
        self._count = 0
        self._is_open = False

    def plain(self, node: Node, keywords: AbstractSet[str] | None = None) -> JsonSchema:
        """A schema, or some keywords of it, in which references lead to definitions that are still to be made."""
        self._count += 1
        own = self._plain.own(node)
        if not isinstance(own, dict):
            return {"not": {}}
        made = {keyword: value for keyword, value in own.items() if keywords is None or keyword in keywords}
        if self._count > _MOST:
            return {}
        if "$dynamicRef" in made:
            self._is_open = True
        if "$ref" in made:
            made["$ref"] = f"#/$defs/{self._name(self._plain.target(node))}"
        for keyword in APPLICATORS.keys() & made.keys():
            members = {name: self.plain(child) for name, child in self._plain.members(node, keyword).items()}
            if keyword == "oneOf" and (told := self._plain.told_apart(node)):
                members = {index: {"allOf": [branch, told[index]]} for index, branch in enumerate(members.values())}
            shape = APPLICATORS[keyword][0]
            made[keyword] = members if shape == "{" else list(members.values()) if shape == "[" else members[""]
        return made

    def _name(self, target: Node) -> str:
        key = target.identity
        if key in self._plain.too_large:
            self._count = _MOST + 1
        if key not in self._names:
            said = f"{target.source.path.name}{pointer_text(target.pointer)}"
            name = "".join(character if character.isalnum() else "-" for character in said)
            self._names[key] = name if name not in self._names.values() else f"{name}-{len(self._names)}"
            self._waiting.append((self._names[key], target))
        return self._names[key]

    def closed(self, value: JsonSchema) -> Plainly | None:
        """A schema with the definitions that it refers to; None where that cannot be, or would be too large."""
        defined: JsonSchema = {}
        while self._waiting:
            name, node = self._waiting.pop()
            defined[name] = self.plain(node)
        if self._is_open or self._count > _MOST:
            return None
        return {**value, "$defs": defined} if defined else value
