"""A document that holds, as one value: what a mock may ask of the contract it stands in for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from understudy.contract import soundness, structure
from understudy.contract.dialects import Dialect, dialect_of
from understudy.contract.document import Document, Node
from understudy.contract.objects import Visit, Walk
from understudy.contract.operations import Operation, operations
from understudy.contract.paths import Router
from understudy.contract.schemas import Schemas
from understudy.errors import ProjectError, quoted
from understudy.findings import Finding
from understudy.source import read


@dataclass(frozen=True, eq=False)
class Contract:
    """An OpenAPI document that holds."""

    document: Document
    schemas: Schemas
    operations: tuple[Operation, ...]
    router: Router
    security_schemes: Mapping[str, Mapping[str, Any]]

    @property
    def title(self) -> str:
        """What the API calls itself."""
        title: str = self.document.root.value["info"]["title"]
        return title


def load(path: Path, file: str) -> Contract:
    """Read the document at `path`, called `file` in findings, and all that it refers to.

    Raises ProjectError with every finding, in the order of their places.
    """
    document = Document(read(path, file))
    root = Node(document.root, (), document.root.value)
    dialect = _dialect(root)
    walk = Walk(document, dialect)
    visits = list(walk)
    found = walk.findings + _structure(document, dialect, root, visits)
    if found:
        raise ProjectError(sorted(set(found)))
    try:
        schemas = Schemas(document, dialect, [visit.node for visit in visits if visit.kind == "schema"])
    except ValueError as error:
        raise ProjectError([root.finding(f"an identifier in a schema is no URI: {error}", "contract/schema")]) from None
    if found := list(soundness.findings(document, visits, schemas)):
        raise ProjectError(sorted(set(found)))
    declared = tuple(operations(document))
    schemes = root.value.get("components", {}).get("securitySchemes", {})
    return Contract(
        document,
        schemas,
        declared,
        Router(_paths(root, declared)),
        {name: document.resolve(root.child("components", "securitySchemes", name)).value for name in schemes},
    )


def _dialect(root: Node) -> Dialect:
    value = root.value
    if not isinstance(value, dict):
        raise ProjectError([root.finding("not an OpenAPI document: an object is expected", "contract/version")])
    if "swagger" in value:
        message = (
            "Swagger 2.0 is not understood: convert it to OpenAPI 3 first, for instance with `npx swagger2openapi`"
        )
        raise ProjectError([root.child("swagger").finding(message, "contract/version")])
    version = value.get("openapi")
    if isinstance(version, float):
        message = f"the version is the number {version}: quote it and say it whole, as '{version}.0'"
        raise ProjectError([root.child("openapi").finding(message, "contract/version")])
    if not isinstance(version, str):
        message = "not an OpenAPI document: the field 'openapi' with its version is missing"
        raise ProjectError([root.finding(message, "contract/version")])
    if not (dialect := dialect_of(version)):
        message = f"OpenAPI {quoted(version)} is not understood: 3.0.x and 3.1.x are"
        raise ProjectError([root.child("openapi").finding(message, "contract/version")])
    return dialect


def _structure(document: Document, dialect: Dialect, root: Node, visits: list[Visit]) -> list[Finding]:
    """Findings in the structure of the root document and of every object elsewhere that a reference led to."""
    found = list(structure.findings(dialect, "openapi", root))
    for visit in visits:
        elsewhere = visit.node.source is not document.root or visit.node.pointer[:1] not in (
            ("paths",),
            ("components",),
        )
        if visit.referred and elsewhere and visit.kind in dialect.definitions:
            found += structure.findings(dialect, visit.kind, visit.node)
    return found


def _paths(root: Node, declared: tuple[Operation, ...]) -> list[tuple[str, dict[str, Operation]]]:
    """Path templates with the operations of each by method: below each server's base path, then below none."""
    items: dict[str, dict[str, Operation]] = {}
    for operation in declared:
        items.setdefault(operation.path, {})[operation.method] = operation
    bases = [_base_path(server) for server in root.value.get("servers", [])]
    return [(base + path, item) for base in dict.fromkeys([*bases, ""]) for path, item in items.items()]


def _base_path(server: Mapping[str, Any]) -> str:
    """The path of a server's URL, its variables at their defaults (OpenAPI 3.1, 4.8.5)."""
    url = server["url"]
    for name, variable in server.get("variables", {}).items():
        url = url.replace("{" + name + "}", variable["default"])
    try:
        path = unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return ""
    return f"/{path}" if path else ""
