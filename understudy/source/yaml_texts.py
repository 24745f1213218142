"""YAML that is no file of a project's: a text with a value, or with what is wrong with it."""

from typing import Any

import yaml

from understudy.source.building import Builder
from understudy.source.events import Refused
from understudy.source.faults import fault
from understudy.source.yaml_events import yaml_events


def yaml_value(text: str) -> Any:
    """The value of a YAML text, which is one that JSON has too. Raises ValueError."""
    builder = Builder()
    try:
        value = builder.build(yaml_events(text))
    except yaml.MarkedYAMLError as error:
        line, column, what = fault(error, text)
        raise ValueError(_at(line, column, what)) from None
    except yaml.reader.ReaderError as error:
        raise ValueError(str(error).partition("\n")[0]) from None
    except Refused as refused:
        raise ValueError(_at(refused.line, refused.column, refused.message)) from None
    if builder.duplicates:
        key, _, again = builder.duplicates[0]
        raise ValueError(_at(*again, f"duplicate key {key!r}"))
    return value


def _at(line: int, column: int, what: str) -> str:
    return f"{what} at line {line + 1}, column {column + 1}"
