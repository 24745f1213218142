"""Streams of events (HTML Living Standard, 9.2.6), read as their schema describes them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation
from understudy.server.bodies.writing import EVENT
from understudy.source import json_value

_LINE_END: Final = re.compile("\r\n|\r|\n")


def violations(text: str, content: Node, schemas: Schemas) -> list[Violation]:
    """What is wrong with a stream of events, each by each, where its Media Type Object describes them."""
    item = content.get("itemSchema")
    if item is None:
        return []
    names, is_valid = set(schemas.properties(item)), schemas.validator(item).is_valid
    are_whole = "data" in names and names <= {*EVENT}
    found: list[Violation] = []
    for index, fields in enumerate(_events(text)):
        among = [*_readings(fields, are_whole=are_whole)]
        event = next(filter(is_valid, among), among[0])
        found += [violation.below(index) for violation in schemas.violations(item, event)]
    return found


def _events(text: str) -> Iterator[dict[str, Any]]:
    """The fields of each event; comments, and fields that there are not, are passed over."""
    fields: dict[str, Any] = {}
    for line in (*_LINE_END.split(text.removeprefix("\ufeff")), ""):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line and fields:
            yield fields
            fields = {}
        elif name == "retry":
            fields |= {name: int(value)} if value.isdecimal() and value.isascii() else {}
        elif name in EVENT:
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and name in fields else value


def _readings(fields: dict[str, Any], *, are_whole: bool) -> Iterator[Any]:
    """What an event may mean: itself with its data, or what that says; as a text, or in JSON."""
    data = fields.get("data", "")
    if are_whole:
        yield fields
    with suppress(ValueError):
        yield {**fields, "data": json_value(data)} if are_whole else json_value(data)
    if not are_whole:
        yield data
