"""The schemas that a contract has for errors, for those of which it says nothing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.server.bodies import kinds


def error_schemas(operations: tuple[Operation, ...]) -> tuple[Mapping[int, list[Any]], list[Any]]:
    """By status, and all of them, the most used first; each with its media type."""
    used: dict[int | None, Counter[tuple[str, str, int]]] = {}
    nodes: dict[tuple[str, str, int], tuple[str, Node]] = {}
    for operation in operations:
        for key, response in operation.responses.items():
            if not key.startswith(("4", "5", "default")):
                continue
            for name, media_type in response.body.content.items():
                schema = media_type.get("schema")
                if schema is None or not kinds.is_json(name):
                    continue
                reference = schema.get("$ref")
                identity = (name, str(reference.value if reference else schema.pointer), id(schema.source))
                nodes.setdefault(identity, (media.concrete(name), schema))
                for status in (int(key) if key.isdigit() else None, None):
                    used.setdefault(status, Counter())[identity] += 1
    ranked = {status: [nodes[name] for name, _ in counter.most_common()] for status, counter in used.items()}
    anywhere = ranked.pop(None, [])
    return {status: schemas for status, schemas in ranked.items() if status}, anywhere
