"""Types as other languages call them: what is meant is beyond doubt, and stands in their place once they were found."""

from collections.abc import Iterable, Mapping
from typing import Any

from understudy.contract import patterns
from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Document
from understudy.contract.violations import Violation
from understudy.findings import Finding

_MEANT: Mapping[str, JsonSchema] = {
    **{name: {"type": name} for name in ("array", "boolean", "integer", "null", "number", "object", "string")},
    **{name: {"type": "integer"} for name in ("int", "long")},
    **{name: {"type": "number"} for name in ("double", "float")},
    **{name: {"type": "object"} for name in ("dict", "map")},
    **{name: {"type": "string", "format": "date-time"} for name in ("date-time", "datetime")},
    **{name: {"type": "string", "format": name} for name in ("date", "uuid")},
    "any": {},
    "bool": {"type": "boolean"},
    "file": {"type": "string", "format": "binary"},
    "list": {"type": "array"},
    "none": {"type": "null"},
    "str": {"type": "string"},
}
"""What a schema says in the place of a type that there is not, in lower case."""

_ANY = "leave `type` out"


_LOCATIONS = ("#/$defs/simpleTypes/enum", "#/definitions/Schema/properties/type/enum")
"""Where the types that there are stand in JSON Schema 2020-12, and in the published schema of OpenAPI 3.0."""


def hint(written: Any) -> str:
    """What to write in the place of a type that there is not; nothing where nobody knows what is meant."""
    said = _MEANT.get(str(written).lower())
    if written is None:
        return "the type is the text 'null', in quotes"
    if said is None:
        return ""
    return "it is " + " with ".join(f"`{keyword}: {value}`" for keyword, value in said.items()) if said else _ANY


def is_meant(violation: Violation) -> bool:
    """Whether what is violated is that a type is one, by what leaves no doubt about which is meant."""
    names = violation.instance if isinstance(violation.instance, list) else [violation.instance]
    is_known = all(map(hint, names))
    is_blank = violation.instance is None and violation.pointer[-1:] == ("type",)  # which somebody may have forgotten
    return (violation.location or "").endswith(_LOCATIONS) and is_known and not is_blank


def read_as_meant(document: Document, findings: Iterable[Finding]) -> None:
    """Read the schemas of a document, whose text stays as it is, as if types and patterns that were found were right.

    So nothing else has to ask what a type might be, of however many schemas.
    """
    files = {source.file: source for source in document.sources.values()}
    for finding in findings:
        *around, last = finding.pointer or ("",)
        if isinstance(last, int):
            *around, last = around
        if finding.is_harmless and last in ("type", "pattern"):
            schema = files[finding.place.file].value
            for part in around:
                schema = schema[part]
            if last == "type":
                _put(schema)
            else:
                schema["pattern"] = patterns.meant(schema["pattern"]) or schema["pattern"]


def _put(schema: dict[str, Any]) -> None:
    written = schema.pop("type", "any")
    names = written if isinstance(written, list) else [written]
    said = [_MEANT.get(str(name).lower(), {"type": name}) for name in names]
    if all(said):
        types = [each["type"] for each in said]
        different = [each for at, each in enumerate(types) if each not in types[:at]]
        more = {keyword: value for each in said for keyword, value in each.items()}
        schema |= more | schema | {"type": different if names is written else types[0]}
