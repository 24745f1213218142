"""What schemas say of how their values look in XML (OpenAPI 3.1, 4.8.26; 3.2, 4.26)."""

import re
from collections.abc import Mapping
from typing import Any

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas

_TYPES = ("element", "attribute", "text", "cdata", "none")

_LETTERS = (
    r"A-Za-z_\xc0-\xd6\xd8-\xf6\xf8-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0388-\u038a\u038e-\u03a1\u03a3-\u03ce"
    r"\u0401-\u040c\u040e-\u044f\u0451-\u045c\u05d0-\u05ea\u0621-\u063a\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
)
"""What a name may begin with, as every parser has it: the first editions knew fewer letters (XML 1.0, 4th ed., B)."""

_NAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9.-]*")


class Hints:
    """The `xml` objects of schemas, and what is called how where there are none."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def of(self, schema: Node | None) -> Mapping[str, Any]:
        """What a schema, or what it is made of, says of its XML; the outermost first."""
        found: dict[str, Any] = {}
        for part in self._schemas.alternatives(schema) if schema else ():
            said = part.value.get("xml")
            found = {**said, **found} if isinstance(said, dict) else found
        return found

    def node_type(self, schema: Node | None, *, is_array: bool = False) -> str:
        """What a value is: an element, an attribute, a text, or, as an array, its items alone (3.2, 4.26)."""
        said = self.of(schema)
        if (named := said.get("nodeType")) in _TYPES:
            return "text" if named == "cdata" else str(named)  # which says the same
        if said.get("attribute"):
            return "attribute"
        return "none" if is_array and not said.get("wrapped") else "element"

    def called(self, schema: Node | None) -> str:
        """What a component is called that a schema is, or is made of."""
        parts = self._schemas.alternatives(schema) if schema else ()
        names = (part.pointer[-1] for part in parts if part.pointer[:-1] == ("components", "schemas"))
        return name_of(str(next(names, "")))

    def roots(self, schema: Node) -> list[str]:
        """What a document's root may be called, where a schema says that: as it does itself, or as its components."""
        parts = list(self._schemas.alternatives(schema))
        hints = [named for part in parts if isinstance(named := part.value.get("xml"), dict)]
        said = [str(named["name"]) for named in hints if "name" in named]
        called = [str(part.pointer[-1]) for part in parts if part.pointer[:-1] == ("components", "schemas")]
        # What is before a colon is a prefix, though nobody should say it so.
        bare = [name.rpartition(":")[2] for name in said]
        return list(dict.fromkeys(filter(None, map(name_of, [*said, *bare, *called])))) if said else []

    def items(self, schema: Node | None) -> Node | None:
        """The schema of an array's items."""
        parts = self._schemas.alternatives(schema) if schema else ()
        return next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)

    def first(self, schema: Node | None) -> list[Node]:
        """The schemas of an array's first items, each in its place (JSON Schema 2020-12, 10.3.1.1)."""
        parts = self._schemas.alternatives(schema) if schema else ()
        return [node for part in parts if (listed := part.get("prefixItems")) for node in listed.elements()]

    def member(self, name: str, schema: Node) -> tuple[str, Node | None]:
        """What the elements of a member are called that is no wrapped array, and the schema of each."""
        own = name_of(str(self.of(schema).get("name") or name))
        items = self.items(schema)
        return (name_of(str(self.of(items).get("name") or "")) or own, items) if items else (own, None)


def name_of(text: str) -> str:
    """What of a name XML can have; nothing where there is nothing."""
    found = "_".join(_NAME.findall(text))
    return found if found[:3].lower() != "xml" else f"_{found}"
