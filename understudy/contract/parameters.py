"""Parameters as they are declared (OpenAPI 3.1, 4.8.12), with what is written as they are: headers, fields of forms."""

from typing import Any, Literal

from msgspec import Struct

from understudy.contract.document import Document, Node

_STYLES = {"path": "simple", "query": "form", "querystring": "form", "header": "simple", "cookie": "form"}


class Parameter(Struct, frozen=True, eq=False):
    """One parameter of an operation. `media_type` is set where `content` describes its value, as is `described`."""

    name: str
    location: Literal["path", "query", "querystring", "header", "cookie"]
    required: bool
    style: str
    explode: bool
    schema: Node | None
    media_type: str | None
    node: Node
    described: Node | None = None

    @classmethod
    def read(cls, node: Node, document: Document) -> "Parameter":
        """The parameter that a Parameter Object declares; the object's structure has been checked."""
        return cls._declared(node, node.value["name"], node.value["in"], document)

    @classmethod
    def header(cls, name: str, node: Node, document: Document) -> "Parameter":
        """The same of a Header Object, which is a header parameter without `name` and `in` (4.8.21)."""
        return cls._declared(node, name, "header", document)

    @classmethod
    def form(cls, node: Node) -> "Parameter":
        """A form's fields together, which are written as an exploded object in a query is (4.8.14.4)."""
        return cls("", "query", False, "form", True, node.get("schema"), None, node)  # noqa: FBT003 - in their order

    @classmethod
    def part(cls, name: str, node: Node) -> "Parameter":
        """What stands in a path and is declared nowhere: its node is empty, where the operation is that lacks it."""
        nothing = Node(node.source, node.pointer, {})
        return cls(name, "path", True, "simple", False, None, None, nothing)  # noqa: FBT003 - in their order

    @classmethod
    def field(cls, name: str, encoding: Node, schema: Node | None, style: str | None = None) -> "Parameter":
        """A field of a form, written as a parameter in a query is (4.8.15.1.2), in a style or as its encoding says."""
        style = style or encoding.value.get("style", "form")
        explode = encoding.value.get("explode", style == "form")
        return cls(name, "query", False, style, explode, schema, None, encoding)  # noqa: FBT003 - in their order

    @classmethod
    def _declared(cls, node: Node, name: str, location: Any, document: Document) -> "Parameter":
        declared = node.value
        style = declared.get("style", _STYLES[location])
        content = next(iter(node.child("content").items()), None) if "content" in declared else None
        described = document.resolve(content[1]) if content else None
        return cls(
            name=name,
            location=location,
            required=declared.get("required", False) or location == "path",
            style=style,
            explode=declared.get("explode", style in ("form", "cookie")),
            schema=described.get("schema") if described else node.get("schema"),
            media_type=content[0] if content else None,
            node=node,
            described=described,
        )
