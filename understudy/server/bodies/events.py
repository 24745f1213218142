"""Streams of events (HTML Living Standard, 9.2.6), read as their schema describes them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.contract.violations import Violation
from understudy.server.bodies.writing import EVENT
from understudy.source import json_value

_LINE_END: Final = re.compile("\r\n|\r|\n")

_UNSAID: Final = frozenset({"id", "retry"})
"""Fields of what makes no event by itself, and is kept for the next connection (HTML Living Standard, 9.2.6)."""

_DIGITS: Final = re.compile("[0-9]{1,9}")


def violations(text: str, content: Node, schemas: Schemas) -> list[Violation]:
    """What is wrong with a stream of events, each by each, where its Media Type Object describes them."""
    item = content.get("itemSchema")
    if item is None:
        return []
    shape, is_valid = Shape(item, schemas), schemas.validator(item).is_valid
    are_whole = {*shape.names} <= {*EVENT} and bool(shape.names)
    unsaid = set() if are_whole and shape.names.keys() <= _UNSAID else _UNSAID
    found: list[Violation] = []
    for index, fields in enumerate(fields for fields in _events(text) if not fields.keys() <= unsaid):
        whole, data = [*_whole(fields, shape)], [*_said(fields.get("data", ""))]
        among = [*whole, *data] if are_whole else [*data, *whole]
        event = next(filter(is_valid, among), among[0])
        found += [violation.below(index) for violation in schemas.violations(item, event)]
    return found


def _events(text: str) -> Iterator[dict[str, str]]:
    """The fields of each event; comments, and fields that there are not, are passed over."""
    fields: dict[str, str] = {}
    for line in (*_LINE_END.split(text.removeprefix("\ufeff")), ""):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line and fields:
            yield fields
            fields = {}
        elif name == "data" and name in fields:
            fields[name] += f"\n{value}"
        elif name in EVENT and (name != "retry" or _DIGITS.fullmatch(value)):
            fields[name] = value


def _whole(fields: Mapping[str, str], shape: Shape) -> Iterator[dict[str, Any]]:
    """What an event may mean with all of its fields: its data a text, or in JSON."""
    read = {name: text if name == "data" else shape.member(name).primitive(text) for name, text in fields.items()}
    yield from ({**read, "data": said} for said in reversed([*_said(fields["data"])])) if "data" in fields else [read]


def _said(data: str) -> Iterator[Any]:
    """What data may say: what is in JSON there, or a text."""
    with suppress(ValueError):
        yield json_value(data)
    yield data
