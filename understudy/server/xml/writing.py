"""Values as XML, in the way that a schema's `xml` objects say (OpenAPI 3.1, 4.8.26)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can contain (XML 1.0, 2.2)."""


def xml(value: Any, schema: Node | None, schemas: Schemas) -> bytes:
    """A document with this value; its root is called as the schema says, or as the component is called."""
    (root,) = _Writer(schemas).elements("", value, schema)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


class _Writer:
    """Writes elements."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def _hints(self, schema: Node | None) -> Mapping[str, Any]:
        """What a schema, or what it is made of, says of its XML; the outermost first."""
        found: dict[str, Any] = {}
        for part in self._schemas.alternatives(schema) if schema else ():
            said = part.value.get("xml")
            found = {**said, **found} if isinstance(said, dict) else found
        return found

    def _called(self, schema: Node | None) -> str:
        """What a component is called that a schema is, or is made of."""
        parts = self._schemas.alternatives(schema) if schema else ()
        names = (part.pointer[-1] for part in parts if part.pointer[:-1] == ("components", "schemas"))
        return _name(str(next(names, "")))

    def elements(self, name: str, value: Any, schema: Node | None) -> Iterator[ET.Element]:
        """The elements for a member of this name: of an array each item, unless it is wrapped."""
        hints = self._hints(schema)
        own = _name(str(hints.get("name") or name)) or self._called(schema) or "root"
        if not isinstance(value, list):
            yield self._element(own, value, schema, hints)
            return
        items = self._items(schema)
        inner = _name(str(self._hints(items).get("name") or "")) or (own if name else self._called(items) or "item")
        made = [element for item in value for element in self.elements(inner, item, items)]
        if hints.get("wrapped") or not name:
            wrapper = self._element(own, None, schema, hints)
            wrapper.extend(made)
            yield wrapper
        else:
            yield from made

    def _element(self, name: str, value: Any, schema: Node | None, hints: Mapping[str, Any]) -> ET.Element:
        prefix, namespace = hints.get("prefix"), hints.get("namespace")
        element = ET.Element(f"{_name(str(prefix))}:{name}" if prefix else name)
        if namespace:
            element.set(f"xmlns:{_name(str(prefix))}" if prefix else "xmlns", _text(namespace))
        if not isinstance(value, dict):
            element.text = _text(value)
            return element
        members = self._schemas.properties(schema) if schema else {}
        for key, member in value.items():
            said = self._hints(members.get(key))
            if said.get("attribute") and not isinstance(member, dict | list):
                element.set(_name(str(said.get("name") or key)) or "attribute", _text(member))
            else:
                element.extend(self.elements(_name(key) or "member", member, members.get(key)))
        return element

    def _items(self, schema: Node | None) -> Node | None:
        parts = self._schemas.alternatives(schema) if schema else ()
        return next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)


def _name(text: str) -> str:
    """What of a name XML can have; nothing where there is nothing."""
    found = "_".join(_NAME.findall(text))
    return found if found[:3].lower() != "xml" else f"_{found}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSENDABLE.sub("", str(value))
