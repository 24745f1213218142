"""What schemas describe, read as it is written: nothing is judged, and nothing compiled."""

from collections.abc import Collection, Iterator

from understudy.contract.document import Document, Identity, Node


class Described:
    """The Schema Objects of one document, with what they are made of."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def document(self) -> Document:
        """The document that they are in."""
        return self._document

    def resolve(self, schema: Node) -> Node:
        """The schema that a chain of `$ref`s ends at."""
        return self._document.resolve(schema)

    def follow(self, schema: Node) -> Node:
        """The schema that this one's `$ref` leads to."""
        return self._document.follow(schema.source, schema.value["$ref"], schema.pointer)

    def alternatives(self, schema: Node, without: Collection[Identity] = ()) -> Iterator[Node]:
        """The schema itself and what it is made of by `$ref`, `allOf`, `anyOf` and `oneOf`, outermost first.

        What is only in some of it that it is taken `without`, is not among that.
        """
        waiting, seen = [schema], set()
        while waiting:
            node = waiting.pop(0)
            key = node.identity
            if key in seen or key in without or not isinstance(node.value, dict):
                continue
            seen.add(key)
            yield node
            if "$ref" in node.value:
                waiting.append(self.follow(node))
            for keyword in ("allOf", "anyOf", "oneOf"):
                part = node.get(keyword)
                waiting.extend(part.elements() if part else ())

    def together(self, schema: Node) -> Iterator[Node]:
        """A schema with what holds wherever it does: by `$ref` and `allOf`, outermost first."""
        waiting, seen = [schema], set[Identity]()
        while waiting:
            node = waiting.pop(0)
            if node.identity in seen or not isinstance(node.value, dict):
                continue
            seen.add(node.identity)
            yield node
            if "$ref" in node.value:
                waiting.append(self.follow(node))
            part = node.get("allOf")
            waiting.extend(part.elements() if part else ())

    def allows(self, schema: Node, kind: str) -> bool:
        """Whether a value of a type may satisfy a schema, as far as the types say that are declared in it."""
        for part in self.together(schema):
            declared = part.value.get("type")
            kinds = declared if isinstance(declared, list) else [declared]
            if declared is not None and kind not in kinds:
                return False
        return True

    def required(self, schema: Node, without: Collection[Identity] = ()) -> set[str]:
        """The properties that a schema requires, itself or in what it is made of."""
        listed = [part.value.get("required") for part in self.alternatives(schema, without)]
        return {name for names in listed if isinstance(names, list) for name in names}

    def properties(self, schema: Node, without: Collection[Identity] = ()) -> dict[str, Node]:
        """The properties that a schema names, itself or in what it is made of; the outermost of equal names."""
        found: dict[str, Node] = {}
        for part in self.alternatives(schema, without):
            for name, node in declared.items() if (declared := part.get("properties")) else ():
                found.setdefault(name, node)
        return found
