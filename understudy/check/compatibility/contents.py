"""What a body of a media type is described by: as a whole, and value by value where it is a sequence."""

from collections.abc import Iterator

from understudy.check.compatibility.changes import schema_of
from understudy.contract import media
from understudy.contract.contract import Contract
from understudy.contract.document import Node

Compared = tuple[Node, Node, str]
"""A schema, what it was, and what to call a value of it."""


def compared(
    new: tuple[Contract, Node], old: tuple[Contract, Node], media_range: str, label: str
) -> Iterator[Compared]:
    """The schemas of two versions of a Media Type Object that say the same thing of a body."""
    now, before = _item(*new, media_range), _item(*old, media_range)
    yield _whole(new[1], now), _whole(old[1], before), label
    if now or before:
        yield now or _anything(new[1]), before or _anything(old[1]), f"an item of {label}"


def _item(contract: Contract, content: Node, media_range: str) -> Node | None:
    """The schema of each value (OpenAPI 3.2, 4.14.3), which was written as that of all before there was another one."""
    if item := content.get("itemSchema"):
        return item
    schema, media_type, schemas = content.get("schema"), media.parse(media_range), contract.schemas
    is_each = schema and not (schemas.allows(schema, "array") or schemas.allows(schema, "string"))
    return schema if is_each and media_type and media_type.is_sequence else None


def _whole(content: Node, item: Node | None) -> Node:
    return _anything(content) if item and item.pointer[-1] == "schema" else schema_of(content)


def _anything(content: Node) -> Node:
    return Node(content.source, content.pointer, {})
