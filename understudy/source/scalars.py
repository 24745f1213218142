"""What a scalar of YAML 1.2 means, by the core schema. Here nobody needs a parser, which takes long to import."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
from typing import Any

_CORE_SCHEMA = (  # YAML 1.2.2, section 10.3.2
    (re.compile(r"(?:null|Null|NULL|~|)\Z"), lambda _: None),
    (re.compile(r"(?:true|True|TRUE)\Z"), lambda _: True),
    (re.compile(r"(?:false|False|FALSE)\Z"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+\Z"), int),
    (re.compile(r"0o[0-7]+\Z"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"), float),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"), lambda text: float(text.replace(".", ""))),
)
_FIRST_OF_PLAIN = frozenset("nN~tTfF+-.0123456789")
_MOST_BITS = 14_284
"""Of an integer that Python will write with at most 4,300 digits."""


@lru_cache(4096)  # the keys of a document are few, and most of them begin as a number or a boolean might
def plain(text: str) -> Any:
    """A plain scalar's value by YAML 1.2's core schema. Raises ValueError, with the reason, where JSON has none."""
    if text and text[0] not in _FIRST_OF_PLAIN:
        return text
    meaning = next((meaning for pattern, meaning in _CORE_SCHEMA if pattern.match(text)), str)
    try:
        value = meaning(text)
    except ValueError:
        value = 10**5000
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise ValueError("a number of more than 4,300 digits")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{text} is no JSON number: quote it if text is meant")
    return value


Tags = Mapping[str, Callable[[str], Any]]
"""What texts mean behind tags of one's own. Each raises ValueError, with what is expected, for one without meaning."""


class Unusual(Exception):
    """Something in a text is anchored, merged, given twice or not to be had: events say what, and where."""
