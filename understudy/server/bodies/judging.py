"""Whether a body that a document shows is as that says; it may be written already."""

from typing import Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import MISSING, Schemas
from understudy.server.bodies.reading import judged_text
from understudy.server.bodies.writing import written
from understudy.source import json_value


def is_right(name: str, content: Node, body: Any, schemas: Schemas) -> bool:
    """Whether a body is as the object of a media type says, as far as that says anything of it."""
    schema, media_type = content.get("schema"), media.parse(name)
    try:
        if media_type and media_type.is_sequence:
            return _is_sequence(media_type, content, body, schemas)
        if media_type and media_type.is_streamed and isinstance(body, list) and (item := content.get("itemSchema")):
            return not any(schemas.violations(item, event) for event in body)
        return schema is None or media_type is None or _holds(media_type, schema, body, schemas)
    except ValueError:
        return False


def _is_sequence(media_type: media.MediaType, content: Node, body: Any, schemas: Schemas) -> bool:
    from understudy.server.bodies import sequences  # noqa: PLC0415 - few contracts have such bodies

    text = written(body, media_type, None, schemas).decode()
    return not sequences.violations(text, media_type, content, schemas)


def _holds(media_type: media.MediaType, schema: Node, body: Any, schemas: Schemas) -> bool:
    if media_type.is_json:
        value = json_value(body) if isinstance(body, bytes) else body
    elif media_type.type == "text":
        value = judged_text(
            written(body, media_type, schema, schemas).decode(media_type.charset), media_type, schema, schemas
        )
    else:
        return True
    return value is MISSING or not schemas.violations(schema, value)
