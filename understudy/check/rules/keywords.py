"""Keywords of schemas that say nothing: misspelt ones, ones of other types, formats that are none."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from understudy.check.subject import Subject
from understudy.errors import LONGEST_QUOTE, quoted
from understudy.findings import Finding

_OF_TYPES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("maxLength", "minLength", "pattern"), frozenset({"string"})),
    **dict.fromkeys(
        ("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"), frozenset({"number", "integer"})
    ),
    **dict.fromkeys(
        ("items", "prefixItems", "maxItems", "minItems", "uniqueItems", "contains", "maxContains", "minContains"),
        frozenset({"array"}),
    ),
    **dict.fromkeys(
        ("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "maxProperties"),
        frozenset({"object"}),
    ),
    **dict.fromkeys(("minProperties", "dependentRequired", "dependentSchemas"), frozenset({"object"})),
}
"""Keywords that say something of values of these types alone (JSON Schema Validation 2020-12, 6)."""

_KNOWN = frozenset(
    (
        *_OF_TYPES,
        *("type", "enum", "const", "format", "title", "description", "default", "deprecated", "readOnly", "writeOnly"),
        *("example", "examples", "discriminator", "xml", "externalDocs", "nullable", "allOf", "anyOf", "oneOf", "not"),
        *("if", "then", "else", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType"),
        *("contentSchema", "definitions", "dependencies", "additionalItems"),
    )
)
"""Keywords of OpenAPI, of JSON Schema 2020-12, and of its earlier drafts."""

_FORMATS = frozenset(
    (
        *("base64url", "binary", "byte", "char", "commonmark", "date", "date-time", "decimal", "decimal128", "double"),
        *("double-int", "duration", "email", "float", "hostname", "html", "http-date", "idn-email", "idn-hostname"),
        *("int8", "int16", "int32", "int64", "ipv4", "ipv6", "iri", "iri-reference", "json-pointer", "media-range"),
        *("password", "regex", "relative-json-pointer", "time", "uint8", "uint16", "uint32", "uint64", "uri"),
        *("uri-reference", "uri-template", "uuid"),
    )
)
"""The formats of OpenAPI's registry (spec.openapis.org/registry/format), save those of structured fields."""

_ALIKE = 0.75
"""How much of a keyword has to be that of a known one, as difflib measures it; any other may be somebody's own."""

_ALIKE_FORMAT = 0.85


def unknown(subject: Subject) -> Iterator[Finding]:
    """What is nearly a keyword, or is a schema among the keywords.

    Since 3.1 a schema may have any (JSON Schema 2020-12, 6.5); in 3.0 none of them belongs there.
    """
    for schema in () if subject.is_3_0 else subject.of("schema"):
        for name, node in schema.items():
            if name not in _KNOWN and not name.startswith(("x-", "$")):
                if near := _near(name, _KNOWN, _ALIKE):
                    message = f"{quoted(name)} is no keyword, and says nothing: did you mean {near!r}?"
                    yield node.finding(message, "contract/unknown-keyword")
                elif isinstance(node.value, dict) and ("type" in node.value or "$ref" in node.value):
                    message = f"{quoted(name)} is no keyword, and says nothing: is it one of the `properties`?"
                    yield node.finding(message, "contract/unknown-keyword")


def idle(subject: Subject) -> Iterator[Finding]:
    """What speaks of values of another type than a schema has says nothing; what is wrong in itself is said already."""
    said = {(found.place.file, found.pointer) for found in subject.parts.findings}
    for schema in subject.of("schema"):
        declared = schema.value.get("type")
        types = {name for name in (declared if isinstance(declared, list) else [declared]) if isinstance(name, str)}
        for name, node in schema.items() if types else ():
            if _OF_TYPES.get(name, types).isdisjoint(types) and (node.source.file, node.pointer) not in said:
                message = f"`{name}` says nothing of {_listed(types)}: it is for {_listed(_OF_TYPES[name])}"
                yield node.finding(message, "contract/idle-keyword")


def formats(subject: Subject) -> Iterator[Finding]:
    """What is nearly the name of a format is none, and nothing is held against it."""
    for schema in subject.of("schema"):
        node = schema.get("format")
        if node is None or not isinstance(node.value, str) or node.value in _FORMATS:
            continue
        plain = {"int": "int32"} | {_plain(name): name for name in sorted(_FORMATS)}  # int8 is nearer, and hardly meant
        word = _plain(node.value)
        if word.rstrip("0123456789") in plain and word not in plain:
            continue  # a kind of one, such as `uuid4`
        if near := plain.get(word) or plain.get(_near(word, frozenset(plain), _ALIKE_FORMAT)):
            message = f"nothing is held against the format {quoted(node.value)}: did you mean {near!r}?"
            yield node.finding(message, "contract/format")


def _near(name: str, known: frozenset[str], cutoff: float) -> str:
    lower = {each.lower(): each for each in sorted(known)}
    word = name.lower()
    near = [word] if word in lower else get_close_matches(word[:LONGEST_QUOTE], list(lower), n=1, cutoff=cutoff)
    return lower[near[0]] if near else ""


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _listed(types: Any) -> str:
    return " or ".join(f"{'an' if name[0] in 'aio' else 'a'} {name}" for name in sorted(types))
