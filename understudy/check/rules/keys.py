"""Keys by which a request finds a record: those that none can have, and collections that none finds anything in."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from understudy.check.rules.answering import fixtures, has_handler
from understudy.check.subject import Subject
from understudy.contract.decoding import Decoder
from understudy.contract.operations import Operation
from understudy.contract.resources import bare
from understudy.errors import quoted
from understudy.findings import Finding
from understudy.project import Match, carriers, finds
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key


def unmet(subject: Subject) -> Iterator[Finding]:
    """Keys that the path parameters which carry them refuse, in all operations that may find the record.

    Those that the record's own schema refuses too are not said twice.
    """
    said = {(found.place.file, found.pointer) for found in subject.parts.findings}
    for collection in subject.parts.collections:
        carried = {part: _carriers(subject, collection, part) for part in collection.key}
        for fixture in _by_key(subject, collection):
            source = fixture.source or collection.source
            for part, value in zip(collection.key, fixture.key, strict=True):
                pointer = (*fixture.pointer, part)
                reason = _refusal(carried[part], value)
                if reason and (source.file, pointer) not in said:
                    message = f"{fixture.name}: no request can have this {part} in its path: {reason}"
                    found = source.finding(pointer, message, "fixture/unmet-key")
                    yield found.beside(carried[part][0].parameter.node.place, "the parameter")


def _by_key(subject: Subject, collection: Collection) -> Iterable[Fixture]:
    """The records of a collection, and of those in scenarios the ones that have keys of their own."""
    found: dict[Key, Fixture] = {}
    for fixture in fixtures(subject, collection):
        found.setdefault(fixture.key, fixture)
    return found.values()


def _carriers(subject: Subject, collection: Collection, part: str) -> list[Decoder]:
    """The path parameters by which a handler, or the engine itself, may look for a record."""
    found = []
    for operation in subject.contract.operations:
        is_made_of = any(each is collection for each, _ in subject.made_of[operation])
        if is_made_of or has_handler(subject, operation):
            name = carriers(collection.key, operation).get(part)
            found += [each for each in operation.parameters if each.location == "path" and each.name == name]
    return [Decoder(parameter, subject.contract.schemas.requests) for parameter in found]


def _refusal(carriers: Iterable[Decoder], value: Any) -> str | None:
    """Why a request can have a value in none of these places, as the first of them says; None where it can."""
    first: str | None = None
    for decoder in carriers:
        if (reason := _why_not(decoder, value)) is None:
            return None
        first = first or reason
    return first


def _why_not(decoder: Decoder, value: Any) -> str | None:
    text = value if isinstance(value, str) else json.dumps(value)
    if not text:
        return "a part of a path is not empty"
    read, violations = decoder.decode([(quote(decoder.parameter.name, safe=""), quote(text, safe=""))])
    if violations:
        return violations[0].message
    return None if read == value else f"it is read as {quoted(read)}, which is another value than {quoted(value)}"


def unreachable(subject: Subject) -> Iterator[Finding]:
    """Collections whose records nothing answers with. Where there is a handler, it may read any."""
    operations = subject.contract.operations
    handlers = subject.parts.handlers
    if handlers is None or handlers.found or any(operation.broken for operation in operations):
        return
    for collection in subject.parts.collections:
        schema = subject.parts.schemas.get(collection.name)
        if schema is None or not any(fixtures(subject, collection)):
            continue
        made_of = [
            (operation, match)
            for operation in operations
            for each, match in subject.made_of[operation]
            if each is collection
        ]
        if why := _why_never(collection, made_of):
            found = collection.source.finding(("collection",), why, "fixture/unreachable")
            yield found.beside(schema.place, "the schema of its records")


def _why_never(collection: Collection, made_of: list[tuple[Operation, Match]]) -> str | None:
    if not made_of:
        return (
            f"no operation answers with a record of {collection.name}: none has their schema in its good answer, "
            f"or their key, {', '.join(collection.key)}, in its parameters"
        )
    lone = [operation for operation, match in made_of if not match.is_list]
    ends = [operation for operation in lone if bare(operation.path).endswith("}")]
    is_listed = len(lone) < len(made_of)
    if any(finds(collection.key, operation) for operation in lone) or (is_listed and not ends):
        return None
    operation = (ends or lone)[0]
    named = ", ".join(name for _, name in operation.arguments.values() if name) or "none"
    return (
        f"no request finds a record of {collection.name} by its key, {', '.join(collection.key)}: "
        f"the parameters of {operation} are {named}"
    )
