"""What an Example Object shows (OpenAPI 3.1, 4.8.19; 3.2, 4.19)."""

from typing import Any, Final

from understudy.contract.document import Node

SERIALIZED: Final = "serializedValue"


def shown(example: Node) -> Node | None:
    """What an example shows, as it is written rather than as data; None where that stands elsewhere."""
    return example.get("value") or example.get(SERIALIZED) or example.get("dataValue")


def data(example: Node) -> Node | None:
    """What an example shows as data; None where it is written alone, or stands elsewhere."""
    return example.get("value") or example.get("dataValue")


def as_body(found: Node) -> Any:
    """What is shown, as a body: a value, or the bytes of one that is written already."""
    return found.value.encode() if found.pointer[-1] == SERIALIZED else found.value
