"""Keywords by what they ask of a value."""

from collections.abc import Iterable, Mapping
from typing import Final

DELICATE: Final = (
    *("not", "oneOf", "if", "dependentSchemas", "contains", "unevaluatedProperties", "unevaluatedItems"),
    *("patternProperties", "propertyNames", "maxProperties", "dependentRequired"),
)
"""Keywords that speak of a value as a whole."""

_TELLING: Final = frozenset(
    (
        *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "nullable"),
        *("xml", "externalDocs", "discriminator", "$comment", "$ref", "allOf", "$defs", "definitions", "$schema"),
        *("$id", "$anchor", "$dynamicAnchor", "$dynamicRef"),
    )
)
"""Keywords that say nothing of the value by themselves."""

PLAIN: Final[Mapping[str, frozenset[str]]] = {
    "boolean": frozenset(("type",)),
    "string": frozenset(("type", "minLength", "maxLength")),
    "integer": frozenset(("type", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
    "number": frozenset(("type", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
}
"""By types the keywords that are met by the way in which a value is made."""


def asking(keywords: Iterable[str]) -> frozenset[str]:
    """Those that ask something of a value."""
    return frozenset(keyword for keyword in {*keywords} - _TELLING if not keyword.startswith("x-"))
