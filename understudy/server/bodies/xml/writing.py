"""Values as XML."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from typing import Any
from xml.etree import ElementTree as ET

from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.server.bodies.xml.hints import Hints, name_of

_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can contain (XML 1.0, 2.2)."""


_NIL = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:nil": "true"}
"""What says that an element is null (OpenAPI 3.2, 4.26.3); an attribute that is null is left out."""


def xml(value: Any, schema: Node | None, schemas: Schemas) -> bytes:
    """A document with this value; its root is called as the schema says, or as the component is called."""
    (root,) = _Writer(schemas).elements("", value, schema)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.replace(b"\r", b"&#13;")  # which would be read as the end of a line (XML 1.0, 2.11)


class _Writer:
    """Writes elements."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas, self._hints = schemas, Hints(schemas)
        self._shapes: dict[Identity, Shape] = {}

    def elements(self, name: str, value: Any, schema: Node | None) -> Iterator[ET.Element]:
        """The elements for a member of this name: of an array each item, unless it is wrapped."""
        hints = self._hints.of(schema)
        own = name_of(str(hints.get("name") or name)) or self._hints.called(schema) or "root"
        if not isinstance(value, list):
            element = self._element(own, value, schema, hints)
            if value is None:
                element.attrib |= _NIL
            yield element
            return
        schemas = chain(self._hints.first(schema), repeat(self._hints.items(schema)))
        made = [
            element
            for item, of in zip(value, schemas, strict=False)
            for element in self.elements(self._inner(of, own if name else ""), item, of)
        ]
        if not name or self._hints.node_type(schema, is_array=True) == "element":
            wrapper = self._element(own, "", schema, hints)
            wrapper.extend(made)
            yield wrapper
        else:
            yield from made

    def _inner(self, schema: Node | None, around: str) -> str:
        """What an item is called: as its schema says, or as what is around it."""
        said = name_of(str(self._hints.of(schema).get("name") or ""))
        return said or around or self._hints.called(schema) or "item"

    def _element(self, name: str, value: Any, schema: Node | None, hints: Mapping[str, Any]) -> ET.Element:
        prefix, namespace = hints.get("prefix"), hints.get("namespace")
        element = ET.Element(f"{name_of(str(prefix))}:{name}" if prefix else name)
        if namespace:
            element.set(f"xmlns:{name_of(str(prefix))}" if prefix else "xmlns", _text(namespace))
        if not isinstance(value, dict):
            element.text = _text(value)
            return element
        members = self._members(schema, value) if schema else {}
        for key, member in value.items():
            node_type = self._hints.node_type(members.get(key))
            if node_type == "attribute" and not isinstance(member, dict | list):
                said = self._hints.of(members.get(key))
                named = {name_of(str(said.get("name") or key)) or "attribute": _text(member)}
                element.attrib |= named if member is not None else {}
            elif node_type == "text" and not isinstance(member, dict | list):
                _add(element, _text(member))
            else:
                element.extend(self.elements(name_of(key) or "member", member, members.get(key)))
        return element

    def _members(self, schema: Node, value: Mapping[str, Any]) -> Mapping[str, Node]:
        """The members that a schema names, those first of the alternative that a value is."""
        if schema.identity not in self._shapes:
            self._shapes[schema.identity] = Shape(schema, self._schemas)
        plain = (dict, list)
        told = self._shapes[schema.identity].meant(
            lambda: {key: "" if isinstance(member, plain) else _text(member) for key, member in value.items()}
        )
        return told.names


def _add(element: ET.Element, text: str) -> None:
    """Put a text behind all that is in an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSENDABLE.sub("", str(value))
