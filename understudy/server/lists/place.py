"""Where in an answer a list is that the answer is about."""

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.project.matching import by_depth
from understudy.server.lists.part import Path


def place(schemas: Schemas, schema: Node) -> tuple[Node, Path] | None:
    """The schema of what is listed, and where the list lies: it is the answer, or one or two members deep in it.

    Lists of objects are looked for first; None where there are several as deep as each other, or none.
    """
    if item := _items(schemas, schema):
        return item, ()
    plain: tuple[Node, Path] | None = None
    for lists in by_depth(schemas, schema):
        found = [(item, path) for path, node in lists.items() if (item := _items(schemas, node))]
        objects = [each for each in found if schemas.allows(each[0], "object")]
        if objects:
            return objects[0] if len(objects) == 1 else None
        plain = plain or (found[0] if len(found) == 1 else None)
    return plain


def _items(schemas: Schemas, schema: Node) -> Node | None:
    parts = schemas.alternatives(schema)
    return next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)
