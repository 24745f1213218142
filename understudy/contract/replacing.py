"""Files with some of their schemas changed."""

from contextlib import suppress
from copy import copy
from typing import Any

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Node
from understudy.source import Source


def replaced(source: Source, changes: list[tuple[Node, JsonSchema]]) -> Any:
    """A file's value with schemas put in the place of others; what did not change is shared with it."""
    root = copy(source.value)
    copied = {id(root): root}
    for schema, value in changes:
        if schema.source is not source:
            continue
        with suppress(KeyError, IndexError, TypeError):  # of what is left out, the inside is too
            target = root
            for part in schema.pointer:
                if id(target[part]) not in copied:
                    target[part] = copy(target[part])
                    copied[id(target[part])] = target[part]
                target = target[part]
            for gone in target.keys() - value.keys():
                del target[gone]
            target |= value
    return root
