"""Bodies in a media type that is not JSON's, as the contract describes it."""

from collections.abc import Mapping
from typing import Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.server.bodies.writing import describes_events, written


def described(
    value: Any, media_type: media.MediaType, sent_as: str, content: Mapping[str, Node], schemas: Schemas
) -> tuple[bytes, str]:
    """A value in a media type that it is to be sent as, and that text, to which a boundary may come.

    Of the `content` of a response, the media range counts that describes it. Raises TypeError and ValueError for what
    cannot be written.
    """
    declared = content.get(media.describing(content, media_type) or "")
    schema, item = (declared.get("schema"), declared.get("itemSchema")) if declared else (None, None)
    if media_type.type == "multipart" and declared and not isinstance(value, str | bytes):
        from understudy.server.bodies.parts import multipart  # noqa: PLC0415 - few contracts have such bodies

        value, sent_as = multipart(value, media_type, declared, schemas)
    elif media_type.subtype == "x-www-form-urlencoded" and declared and isinstance(value, dict):
        from understudy.server.bodies.urlencoded import urlencoded  # noqa: PLC0415 - few contracts have such bodies

        value = urlencoded(value, declared)
    are_events = item is not None or (media_type.is_streamed and describes_events(schema, schemas))
    return written(value, media_type, schema, schemas, are_events=are_events), sent_as
