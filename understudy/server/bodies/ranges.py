"""A media type for an answer of which a range is declared: `*/*` says that it may be anything."""

from typing import Final

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.server.bodies import kinds
from understudy.server.bodies.writing import fixed

_HTML: Final = "text/html"
_STRUCTURED: Final = ("object", "array")


def concrete(name: str, content: Node, accept: str | None, schemas: Schemas) -> str:
    """The media type to send where one, or a range, is declared with this content (RFC 9110, 12.5.1).

    Of a range it is what the client likes best of that which such a value is written in: a text is no JSON, an object
    no picture. Where it takes nothing of that, it is what it asks for, whatever becomes of it.
    """
    usual = media.concrete(name)
    if usual == name or kinds.is_open(accept):
        return usual
    wanted = media.weighted(accept)
    within = [found for each, _ in wanted if (found := _within(name, each)) is not None]
    offers = [each for each in (*within, media.parse(usual)) if each and each.type != "multipart"]
    is_page = any(each.essence == _HTML for each, _ in wanted)
    natural = [each for each in offers if _is_natural(each, content, schemas, is_page=is_page)]
    best = media.liked(wanted, natural) or media.liked(wanted, offers)
    return str(best) if best else usual


def _within(name: str, wanted: media.MediaType) -> media.MediaType | None:
    """The media type that a client wants, or is usual among those that it wants, if that is in a declared range."""
    declared = media.parse(name)
    found = media.parse(media.concrete(wanted.essence))
    return found if declared and found and declared.match(found) else None


def _is_natural(media_type: media.MediaType, content: Node, schemas: Schemas, *, is_page: bool) -> bool:
    """Whether what is described is usually written so. Browsers, which want a page, take XML for want of one."""
    if media_type.is_json:
        return True
    schema, example = content.get("schema"), content.get("example")
    parts = list(schemas.alternatives(schema)) if schema else []
    types = {kind for part in parts for kind in _types(part)}
    is_known = fixed(media_type) is not None
    if media_type.is_xml and not is_known:
        return not is_page and bool(schema) and not types.isdisjoint(_STRUCTURED)
    if media_type.type != "text" and not is_known:
        return False
    is_free = not (schema and schema.value) and (example is None or isinstance(example.value, str))
    return is_free or "string" in types


def _types(part: Node) -> list[str]:
    declared = part.value.get("type", "object" if "properties" in part.value else [])
    return declared if isinstance(declared, list) else [declared]
