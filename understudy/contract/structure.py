"""Whether a document has the structure of an OpenAPI document, by the schema that the OpenAPI Initiative publishes."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

import jsonschema_rs
from msgspec.structs import replace

from understudy.contract import habits, patterns
from understudy.contract.dialects import Dialect, JsonSchema
from understudy.contract.document import Node
from understudy.contract.harmless import is_harmless
from understudy.contract.violations import Violation, violations
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding
from understudy.source import Pointer, pointer_parts

_URI = "file:///structure"
_LISTED = re.compile(r"\^\(([a-z|]+)\)\$")
"""A pattern of names that is a list of them, as that of methods in 3.0."""


@cache
def _published(dialect: Dialect) -> tuple[JsonSchema, jsonschema_rs.Registry]:
    schema = {key: value for key, value in dialect.structure().items() if key not in ("$id", "id")}
    return schema, jsonschema_rs.Registry([(_URI, schema)], draft=dialect.draft)


@cache
def _validator(dialect: Dialect, kind: str) -> jsonschema_rs.Validator:
    schema, registry = _published(dialect)
    holder = "$defs" if "$defs" in schema else "definitions"
    part = "" if kind == "openapi" else f"/{holder}/{dialect.definitions[kind]}"
    return dialect.validator({"$ref": f"{_URI}#{part}"}, registry=registry, validate_formats=True, offline=True)


def findings(dialect: Dialect, kind: str, node: Node) -> Iterator[Finding]:
    """What is wrong with the structure of one object and all that it holds; references are not followed."""
    schema, _ = _published(dialect)
    found = violations(_validator(dialect, kind).iter_errors(node.value), node.value)
    among = _Among(found, schema)
    for violation in found:
        if not among.follows(violation):
            at, message = _worded(violation, schema, node.value, is_3_0=dialect.is_3_0)
            said = node.source.finding((*node.pointer, *at), message, "contract/structure")
            yield replace(said, is_harmless=is_harmless(violation, node))


class _Among:
    """Violations of one object, of which there may be thousands: some only follow from others that are said.

    What a broken part says of its fields is not heard, and they then seem unexpected; what is of the wrong type is none
    of the values listed either; where something is missing, alternatives cannot be told apart.
    """

    def __init__(self, found: list[Violation], schema: JsonSchema) -> None:
        self._found, self._schema = found, schema
        self._at: dict[Pointer, list[Violation]] = {}
        for violation in found:
            self._at.setdefault(violation.pointer, []).append(violation)

    def follows(self, violation: Violation) -> bool:
        """Whether a violation is no news."""
        same = self._at[violation.pointer]
        match violation.keyword:
            case "unevaluatedProperties":
                return violation.pointer[:-1] in self._broken and _is_expected(violation, self._schema)
            case "type":
                return any(each.keyword == "enum" for each in same)
            case "not":
                return any(each.keyword == "type" for each in same)
            case "oneOf" if _is_ambiguous(violation):
                return not all(map(_is_ambiguous, same))
        return False

    @cached_property
    def _broken(self) -> set[Pointer]:
        """Where something is wrong, there or below, that is no field which only seems unexpected."""
        said = {each.pointer for each in self._found if not _is_expected(each, self._schema)}
        return {pointer[:length] for pointer in said for length in range(len(pointer) + 1)}


def _is_expected(violation: Violation, schema: JsonSchema) -> bool:
    is_unexpected = violation.keyword == "unevaluatedProperties"
    return is_unexpected and violation.pointer[-1] in _expected(schema, violation.location)


def _is_ambiguous(violation: Violation) -> bool:
    return violation.keyword == "oneOf" and "more than one" in violation.message


def _worded(violation: Violation, schema: JsonSchema, value: Any, *, is_3_0: bool) -> tuple[Pointer, str]:
    """Where a violation is said, and how."""
    at, message, hint = violation.pointer, violation.message, ""
    if violation.keyword in ("additionalProperties", "unevaluatedProperties"):
        name, expected = str(at[-1]), _expected(schema, violation.location)
        habit = habits.field(at, expected, is_3_0=is_3_0)
        hint = f"; {habit}" if habit else "" if name in expected else did_you_mean(name, expected)
        return at, f"{message}{hint}"
    if violation.keyword == "uniqueItems":
        index = _again(violation.instance)
        return (*at, index), f"{quoted(violation.instance[index])} stands here before: once is enough"
    if violation.keyword == "propertyNames":
        name = violation.facts["error"].instance
        if at[-1:] == ("additionalOperations",) and name.isalpha():
            message = f"{name} has a field of its own: it is written as {name.lower()!r}, beside this one"
        return (*at, name), message
    if at[-1:] == ("parameters",) and violation.keyword in ("not", "contains"):  # OpenAPI 3.2, 4.12.1
        listed = [each.get("in") if isinstance(each, dict) else None for each in violation.instance]
        index = len(listed) - 1 - listed[::-1].index("querystring")
        return (
            *at,
            index,
        ), "a parameter in 'querystring' is the whole query: there is none beside it, nor one in 'query'"
    if excluding := _excluding(violation, schema):
        return (*at, excluding[-1]), f"{' and '.join(map(repr, excluding))} exclude each other: only one may be given"
    if violation.keyword == "format" and (read := patterns.meant(str(violation.instance))):
        hint = f"it is read as {quoted(read)}" if at[-1:] == ("pattern",) else ""
    elif violation.keyword == "required":
        hint = habits.missing(violation.facts["property"])
    else:
        hint = habits.value(at, reached := _reached(value, at), is_3_0=is_3_0)
        if not hint and message.endswith('of type "string"') and isinstance(reached, int | float):
            hint = "in quotes it is"
    return at, f"{message}; {hint}" if hint and "did you mean" not in message else message


def _again(elements: list[Any]) -> int:
    """The first element of a list that is there before."""
    return next(index for index, element in enumerate(elements) if element in elements[:index])


def _excluding(violation: Violation, schema: JsonSchema) -> list[str]:
    """The members of which only one may be given, if it is that."""
    if violation.keyword == "not":
        return list(violation.facts["schema"].get("required", ()))
    if not _is_ambiguous(violation):
        return []
    branches = _at(schema, pointer_parts((violation.location or "").partition("#")[2]))
    wanted = [branch.get("required", ()) for branch in branches]
    return [names[0] for names in wanted if len(names) == 1 and names[0] in violation.instance]


def _reached(value: Any, at: Pointer) -> Any:
    for part in at:
        value = value[part]
    return value


def _at(schema: Any, parts: list[str]) -> Any:
    for part in parts:
        schema = schema[int(part)] if isinstance(schema, list) else schema.get(part, {})
    return schema


def forget() -> None:
    """Drop what a document is read with, a megabyte; another document has it made again."""
    _validator.cache_clear()
    _published.cache_clear()


def _expected(schema: JsonSchema, location: str | None) -> list[str]:
    """The names of the properties that are known where the keyword at this location stands."""
    found: dict[str, None] = {}
    waiting = [_at(schema, pointer_parts((location or "").partition("#")[2])[:-1])]
    while waiting:
        beside = waiting.pop()
        found |= dict.fromkeys(beside.get("properties", ()))
        listed = filter(None, map(_LISTED.fullmatch, beside.get("patternProperties", ())))
        found |= dict.fromkeys(name for each in listed for name in each[1].split("|"))
        if beside.get("$ref", "").startswith("#/"):
            waiting.append(_at(schema, pointer_parts(beside["$ref"][1:])))
        waiting += [*beside.get("allOf", ()), *beside.get("dependentSchemas", {}).values()]
        waiting += [beside[keyword] for keyword in ("then", "else") if keyword in beside]
    return list(found)
