"""Values that name a record in a path."""

from typing import Any


def is_key(value: Any) -> bool:
    """Whether a value can be asked for in a path."""
    return isinstance(value, str | int | float) and value != ""


def text_of(value: Any) -> str:
    """A part of a key as a path has it; 7.0 is the integer 7 (JSON Schema Core 2020-12, 4.2.3)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else repr(value)
