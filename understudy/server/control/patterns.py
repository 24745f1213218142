"""Patterns by which exchanges are found: values that are equal, and texts in which `*` stands for anything."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from understudy.source import json_value
from understudy.state.journal import Entry


def matches(pattern: Mapping[str, Any], entry: Entry) -> bool:
    """Whether an exchange is as a pattern of the control API asks for: all that it names holds."""
    path, _, query = entry.target.partition("?")
    facts: Mapping[str, Callable[[Any], bool]] = {
        "method": lambda wanted: wanted.upper() == entry.method.upper(),
        "path": lambda wanted: like(wanted, path),
        "operation": lambda wanted: wanted == entry.operation,
        "status": lambda wanted: wanted == entry.status,
        "violations": lambda wanted: wanted == bool(entry.violations),
        "query": lambda wanted: _has(wanted, parse_qsl(query, keep_blank_values=True)),
        "headers": lambda wanted: _has(_lower(wanted), [(name.lower(), text) for name, text in entry.request.headers]),
        "body": lambda wanted: _carries(wanted, entry),
    }
    return all(holds(pattern[name]) for name, holds in facts.items() if name in pattern)


def like(pattern: str, text: str) -> bool:
    """Whether a text is as a pattern says, in which `*` stands for any run of characters; never going back."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *between, last = rest
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or end < len(first):
        return False
    at = len(first)
    for part in between:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def within(wanted: Any, value: Any) -> bool:
    """Whether a value is the wanted one, and each object in it has at least the wanted one's members."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(
            name in value and within(member, value[name]) for name, member in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(value, list) and len(wanted) == len(value) and all(map(within, wanted, value))
    return (type(wanted) is type(value) and bool(wanted == value)) or (
        _number(wanted) and _number(value) and wanted == value
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has(wanted: Mapping[str, str | None], pairs: Iterable[tuple[str, str]]) -> bool:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return all(
        name not in values if text is None else any(like(text, value) for value in values.get(name, ()))
        for name, text in wanted.items()
    )


def _lower(wanted: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name.lower(): text for name, text in wanted.items()}


def _carries(wanted: Any, entry: Entry) -> bool:
    try:
        return within(wanted, json_value(entry.request.body))
    except ValueError:
        return False
