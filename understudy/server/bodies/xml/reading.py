"""XML as the value that its schema means."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, repeat
from typing import Any
from xml.parsers import expat

from msgspec import Struct, field

from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.contract.ways import Without
from understudy.errors import quoted
from understudy.server.bodies.xml.hints import Hints, name_of
from understudy.source.building import DEEPEST

_MOST = 100_000
"""Elements of one document: each takes as much memory and time as a hundred of its bytes."""


class Element(Struct):
    """An element, its names without their prefixes: which one a client takes for a namespace is its own affair."""

    name: str
    attributes: Mapping[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of its text that is not in an element within."""
        return "".join(self.texts)


class Reader:
    """Reads documents as values of a schema, of which it remembers what it has once seen."""

    def __init__(self, schema: Node, schemas: Schemas) -> None:
        self._schemas, self._hints = schemas, Hints(schemas)
        self._known: dict[tuple[Identity | None, Without], _Kind] = {}
        self._whole, self._names = self._kind(schema), self._hints.roots(schema)

    @property
    def is_structured(self) -> bool:
        """Whether the schema says what is in a document; of another one nobody knows how it is meant."""
        kind = self._whole
        return bool(kind.shape.names or kind.items or kind.first or kind.additional)

    def value(self, sent: str | bytes) -> Any:
        """The value of a document, of which bytes say themselves how they are encoded. Raises ValueError."""
        root = _root(sent)
        if self._names and root.name not in self._names:
            raise ValueError(f"it is {quoted(root.name)}, and not {' or '.join(map(quoted, self._names))}")
        return self._value(root, self._whole)

    def _kind(self, schema: Node | None) -> "_Kind":
        key = schema.identity if schema else None, frozenset[Identity]()
        if key not in self._known:
            self._known[key] = _Kind(Shape(schema, self._schemas), self._schemas, self._hints)
        return self._known[key]

    def _meant(self, element: Element, kind: "_Kind") -> "_Kind":
        """The same with the one of its alternatives that is meant, as far as what is in an element says so."""
        shape = kind.shape.meant(partial(kind.texts_of, element))
        if shape is kind.shape:
            return kind
        key = shape.schema.identity if shape.schema else None, shape.without
        if key not in self._known:
            self._known[key] = _Kind(shape, self._schemas, self._hints)
        return self._known[key]

    def _value(self, element: Element, kind: "_Kind") -> Any:
        shape, text = kind.shape, element.text
        if element.attributes.get("nil") in ("true", "1"):
            return None  # XML Schema Part 1, 2.6.2
        is_bare = not (element.children or kind.texts or kind.attributes.keys() & element.attributes.keys())
        if is_bare and (text.strip() or shape.is_one_text):
            return shape.primitive(text if not shape.types or "string" in shape.types else text.strip())
        if is_bare:
            return shape.or_null([] if shape.is_array else {})
        if shape.is_array:
            schemas = chain(kind.first, repeat(kind.items))
            return [self._value(*each) for each in zip(element.children, map(self._kind, schemas), strict=False)]
        kind = self._meant(element, kind)
        return {
            **self._attributes(element, kind),
            **self._members(element, kind),
            **dict(self._texts(element, kind)),
        }

    def _texts(self, element: Element, kind: "_Kind") -> Iterator[tuple[str, Any]]:
        """The member that an element's text is; one that is not there is nothing, unless it may be empty."""
        text = element.text.strip() if element.children else element.text
        for key, member in kind.texts.items():
            value = self._kind(member).shape.primitive(text)
            if text or self._schemas.validator(member).is_valid(value):
                yield key, value

    def _attributes(self, element: Element, kind: "_Kind") -> dict[str, Any]:
        declared = ((name, kind.attributes.get(name), text) for name, text in element.attributes.items())
        return {
            member[0]: self._kind(member[1]).shape.primitive(text) for _, member, text in declared if member is not None
        }

    def _members(self, element: Element, kind: "_Kind") -> dict[str, Any]:
        given: dict[str, list[Element]] = {}
        for child in element.children:
            given.setdefault(child.name, []).append(child)
        found: dict[str, Any] = {}
        for name, elements in given.items():
            if name in kind.elsewhere and name not in kind.elements:
                continue
            key, schema, is_repeated = kind.elements.get(name, (name, kind.additional, len(elements) > 1))
            values = [self._value(each, self._kind(schema)) for each in elements]
            found[key] = values if is_repeated else values[-1]
        return {**{key: [] for key in kind.lists if key not in found}, **found}


class _Kind:
    """What a schema says of an element: what its attributes are, and the elements in it.

    By their names in XML: the member's own name, the schema of one of them, and whether several make an array.
    """

    def __init__(self, shape: Shape, schemas: Schemas, hints: Hints) -> None:
        schema = shape.schema
        self.shape, self.items, self.first = shape, hints.items(schema), hints.first(schema)
        self.additional = next(
            (
                part.child("additionalProperties")
                for part in (schemas.alternatives(schema, shape.without) if schema else ())
                if isinstance(part.value.get("additionalProperties"), dict)
            ),
            None,
        )
        self.attributes: dict[str, tuple[str, Node]] = {}
        self.elements: dict[str, tuple[str, Node, bool]] = {}
        self.texts: dict[str, Node] = {}
        self.lists: list[str] = []
        """Members that are there though nothing of them is sent: arrays that have to be, with nothing around them."""
        required = schemas.required(schema, shape.without) if schema else ()
        self.elsewhere: set[str] = set()
        """Members that no element is."""
        for key, member in self.shape.names.items():
            said = hints.of(member)
            own, items = hints.member(key, member)
            node_type = hints.node_type(member, is_array=items is not None)
            if node_type in ("attribute", "text"):
                self.elsewhere.add(key)
            if node_type == "attribute":
                self.attributes[name_of(str(said.get("name") or key))] = key, member
            elif node_type == "text":
                self.texts[key] = member
            elif node_type == "none" and items:
                self.elements[own] = key, items, True
                if key in required and schemas.validator(member).is_valid([]):
                    self.lists.append(key)
            else:
                self.elements[name_of(str(said.get("name") or key))] = key, member, False

    def texts_of(self, element: Element) -> dict[str, str]:
        """The texts of the members that an element has."""
        sent = {self.elements.get(each.name, (each.name,))[0]: each.text for each in element.children}
        said = {self.attributes[name][0]: text for name, text in element.attributes.items() if name in self.attributes}
        return {**sent, **said}


def _root(sent: str | bytes) -> Element:
    """The outermost element of a document. Raises ValueError for what is none.

    What declares anything of a document type itself is refused: whoever wants entities expanded wants nothing good.
    One that it only names is not looked for.
    """
    outermost = Element("", {})
    around, size = [outermost], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal size
        if len(around) > DEEPEST:
            raise ValueError(f"nested more than {DEEPEST} levels deep")
        size += 1
        if size > _MOST:
            raise ValueError(f"more than {_MOST:,} elements")
        own = {_local(key): value for key, value in attributes.items() if not key.startswith("xmlns:")}
        element = Element(_local(name), own)
        around[-1].children.append(element)
        around.append(element)

    def end(name: str) -> None:  # noqa: ARG001 - it is that of the innermost
        around.pop()

    def text(data: str) -> None:
        around[-1].texts.append(data)

    def document_type(*declared: Any) -> None:
        if declared[-1]:
            raise ValueError("it declares a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, document_type
    try:
        parser.Parse(sent, True)  # noqa: FBT003 - it takes no names
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None
    return outermost.children[0]


def _local(name: str) -> str:
    return name.rpartition(":")[2]
