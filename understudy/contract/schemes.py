"""The security schemes that requirements ask for: by the names of components, or by URIs (OpenAPI 3.2, 4.30)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from understudy.contract.document import Document, Node
from understudy.errors import MockError

_NEEDED = {"apiKey": ("in", "name"), "http": ("scheme",), "mutualTLS": (), "oauth2": ("flows",), "openIdConnect": ()}
"""Fields without which nothing can be asked for, by the type of a scheme."""


def declared(root: Node) -> dict[str, Node]:
    """The components, by their names."""
    components = root.get("components")
    schemes = components.get("securitySchemes") if components else None
    return dict(schemes.items()) if schemes else {}


def referred(document: Document, holder: Node, name: str) -> Node | None:
    """The scheme that a name in a requirement leads to as a URI; None where it is none, or leads to something else.

    One that has neither a path of several segments nor a fragment is a component's, whether there is such or not.
    """
    if not (_knows_uris(document) and ("/" in name or "#" in name)):
        return None
    with suppress(MockError):
        found = document.resolve(document.follow(holder.source, name))
        return found if _is_scheme(found.value) else None
    return None


def by_uri(document: Document, holders: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """All schemes that are asked for by URIs in these objects, by those."""
    for holder in holders if _knows_uris(document) else ():
        for name in asked(holder):
            if node := referred(document, holder, name):
                yield name, node


def asked(holder: Node) -> Iterator[str]:
    """The names in the requirements of an operation, or of a document."""
    required = holder.value.get("security") if isinstance(holder.value, dict) else None
    for requirement in required if isinstance(required, list) else ():
        yield from requirement if isinstance(requirement, dict) else ()


def _knows_uris(document: Document) -> bool:
    return str(document.root.value.get("openapi")) >= "3.2"


def _is_scheme(value: Any) -> bool:
    needed = _NEEDED.get(str(value.get("type"))) if isinstance(value, dict) else None
    return needed is not None and all(isinstance(value.get(name), dict if name == "flows" else str) for name in needed)
