"""Discriminators: what their mappings lead to."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding


def dangling(subject: Subject) -> Iterator[Finding]:
    """A mapping leads to schemas, by their names or by references (OpenAPI 3.1, 4.8.25)."""
    components = subject.root.get("components")
    schemas = components.get("schemas") if components else None
    known = [name for name, _ in schemas.items()] if schemas else []
    for _, given, target in mapped(subject):
        if target is None and ":" not in given.value:  # which is elsewhere: nobody looks there
            name = given.value.removeprefix("#/components/schemas/")
            message = f"the mapping leads to no schema: there is no {quoted(name)}{did_you_mean(name, known)}"
            yield given.finding(message, "contract/discriminator")


def unmet(subject: Subject) -> Iterator[Finding]:
    """What tells alternatives apart is a property of each of them (OpenAPI 3.1, 4.8.25).

    One that says nothing of its properties may have any.
    """
    for schema in subject.of("schema"):
        discriminator = schema.get("discriminator")
        name = discriminator.get("propertyName") if discriminator else None
        if name is None or not isinstance(name.value, str):
            continue
        listed = [schema.get(keyword) for keyword in ("oneOf", "anyOf")]
        alternatives = [each for node in listed if node for each in node.elements()] or [schema]
        shared = [key for key, _ in node.items()] if (node := schema.get("properties")) else []
        for alternative in alternatives:
            known = [*own, *shared] if (own := subject.properties(alternative)) else []
            if known and name.value not in known:
                message = f"{_called(alternative)} has no property {quoted(name.value)}"
                finding = name.finding(f"{message}{did_you_mean(name.value, known)}", "contract/discriminator-property")
                yield finding.beside(alternative.place, "the alternative")


def _called(alternative: Node) -> str:
    """What an alternative is called in the document."""
    reference = alternative.value.get("$ref")
    if isinstance(reference, str):
        return quoted(reference.rpartition("/")[2])
    last = alternative.pointer[-1] if alternative.pointer else ""
    return quoted(last) if isinstance(last, str) else "an alternative"


def mapped(subject: Subject) -> Iterator[tuple[Node, Node, Node | None]]:
    """The schemas with a mapping, each with a value in it and what that leads to, if it leads anywhere."""
    for schema in subject.of("schema"):
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if discriminator else None
        default = discriminator.get("defaultMapping") if discriminator else None
        listed = [given for _, given in mapping.items()] if mapping else []
        for given in [*listed, *([default] if default else [])]:
            if isinstance(given.value, str):
                yield schema, given, _target(subject, schema, given.value)


def _target(subject: Subject, schema: Node, value: str) -> Node | None:
    """A name is one in the components of this file, or of the document; what looks like a reference is tried as one."""
    named, is_reference = f"#/components/schemas/{value}", "#" in value
    ways = [(schema.source, named), (subject.root.source, named)]
    ways.insert(0 if is_reference else len(ways), (schema.source, value))
    for source, reference in ways:
        try:
            return subject.contract.document.follow(source, reference)
        except MockError:
            continue
    return None
