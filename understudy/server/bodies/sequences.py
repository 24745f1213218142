"""Bodies that are a sequence of JSON values, one to a line or behind a mark: read as that, and judged each by each."""

import re
from collections.abc import Iterator
from typing import Any, Final

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation
from understudy.server.bodies import events
from understudy.source import json_value

_LINE_END: Final = re.compile("\r?\n")
_MARK: Final = "\x1e"
"""What stands before each value (RFC 7464, 2.2)."""


def violations(text: str, media_type: media.MediaType, content: Node, schemas: Schemas) -> list[Violation]:
    """What is wrong with a sequence, or with a stream of events, as its Media Type Object describes it.

    Raises ValueError for what is none.

    A schema is that of all values as an array (OpenAPI 3.2, 4.14.3), or, as it was written before there was an
    `itemSchema`, of each. What is described as a text is one.
    """
    if not media_type.is_sequence:
        return events.violations(text, content, schemas)
    item, whole = content.get("itemSchema"), content.get("schema")
    is_array = whole is not None and schemas.allows(whole, "array")
    if item is None and whole is not None and not is_array and schemas.allows(whole, "string"):
        return []
    values = list(_values(text, media_type))
    found = schemas.violations(whole, values) if whole and is_array else []
    for schema in [item, None if is_array else whole]:
        found += [
            violation.below(index)
            for index, value in enumerate(values)
            if schema
            for violation in schemas.violations(schema, value)
        ]
    return found


def _values(text: str, media_type: media.MediaType) -> Iterator[Any]:
    if media_type.is_lines:
        parts = _LINE_END.split(text.removeprefix("\ufeff"))
    else:
        before, *parts = text.split(_MARK)
        if before.strip():
            raise ValueError("value 0 has no record separator before it")
    for index, part in enumerate(part for part in parts if part.strip()):
        try:
            yield json_value(part)
        except ValueError as error:
            raise ValueError(f"value {index} is not JSON: {error}") from None
