"""Style: how things are called."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.objects import paths
from understudy.errors import quoted
from understudy.findings import Finding

_CASES = {
    "snake_case": re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"),
    "camelCase": re.compile(r"[a-z]+[a-z0-9]*[A-Z][A-Za-z0-9]*"),
    "kebab-case": re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"),
    "PascalCase": re.compile(r"[A-Z][A-Za-z0-9]*"),
    "UPPER_CASE": re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"),
}
"""Ways to write a name of more than one word; one word in small letters fits all but the last two."""

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PASCAL = _CASES["PascalCase"]
_PARAMETER = re.compile(r"\{[^{}]*\}")
_MARKS = "_$@"
"""What may stand before a name that means something special."""


def operation_id(subject: Subject) -> Iterator[Finding]:
    """Each operation has a name, by which code is made for it."""
    for name, operation in subject.operations:
        if "operationId" not in operation.value:
            yield operation.finding(f"{name} has no operationId", "style/operation-id")


def operation_id_case(subject: Subject) -> Iterator[Finding]:
    """The names of operations are written alike, as most of them are."""
    nodes = (operation.get("operationId") for _, operation in subject.operations)
    named = ((str(node.value), node) for node in nodes if node)
    yield from _unlike(named, "operationIds", "style/operation-id-case")


def property_case(subject: Subject) -> Iterator[Finding]:
    """The names of properties are written alike, as most of them are."""
    declared = (schema.get("properties") for schema in subject.of("schema"))
    named = (member for properties in declared if properties for member in properties.items())
    yield from _unlike(named, "properties", "style/property-case")


def schema_case(subject: Subject) -> Iterator[Finding]:
    """The names of schemas are written in PascalCase, as those of types are."""
    components = subject.root.get("components")
    schemas = components.get("schemas") if components else None
    for name, schema in schemas.items() if schemas else ():
        if not _PASCAL.fullmatch(name):
            yield schema.finding(f"the schema {quoted(name)} is not written in PascalCase", "style/schema-case")


def path_case(subject: Subject) -> Iterator[Finding]:
    """The words of a path are written in kebab-case, as addresses are."""
    for path, node, _ in paths(subject.contract.document, subject.root):
        literal = _PARAMETER.sub(".", path)
        wrong = [part for segment in literal.split("/") for part in re.split(r"[.:~@]", segment) if _is_odd(part)]
        if wrong:
            yield node.finding(f"{quoted(wrong[0])} in the path is not written in kebab-case", "style/path-case")


def trailing_slash(subject: Subject) -> Iterator[Finding]:
    """A path does not end in a slash: /a and /a/ are two resources, and clients mix them up."""
    for path, node, _ in paths(subject.contract.document, subject.root):
        if path.endswith("/") and path != "/":
            yield node.finding(f"the path {quoted(path)} ends in a slash", "style/trailing-slash")


def _is_odd(part: str) -> bool:
    return bool(part.strip("-")) and not _KEBAB.fullmatch(part.strip("-"))


def _unlike(named: Iterable[tuple[str, Node]], what: str, code: str) -> Iterator[Finding]:
    """Those that are not written as most are."""
    found = [(name, _case(name), node) for name, node in named]
    counted = Counter(case for _, case, _ in found if case is not None)
    usual = next((case for case, _ in counted.most_common(1)), None)
    for name, case, node in found:
        if case not in (None, usual):
            yield node.finding(f"{quoted(name)} is {case}; most {what} here are {usual}", code)


def _case(name: str) -> str | None:
    """How a name is written; None where that cannot be said, or is something special."""
    bare = name.strip(_MARKS)
    return next((case for case, pattern in _CASES.items() if pattern.fullmatch(bare)), None)
