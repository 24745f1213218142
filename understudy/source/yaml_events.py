"""YAML 1.2 as events, by PyYAML's parser and the core schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import Any

import yaml

from understudy.errors import did_you_mean
from understudy.source.events import Event, Refused

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
_TAGS: Mapping[str, tuple[type, ...]] = {
    "tag:yaml.org,2002:null": (type(None),),
    "tag:yaml.org,2002:bool": (bool,),
    "tag:yaml.org,2002:int": (int,),
    "tag:yaml.org,2002:float": (float, int),
}
_MOST_BITS = 14_284
"""Of an integer that Python will write with at most 4,300 digits."""

_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")


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


def yaml_events(text: str, tags: Tags = MappingProxyType({})) -> Iterator[Event]:
    """The events of a YAML text. Raises yaml.YAMLError for bad syntax, Refused for what JSON cannot say."""
    documents = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        assert event.start_mark is not None
        line, column = event.start_mark.line, event.start_mark.column
        if isinstance(event, yaml.ScalarEvent):
            is_merge = event.value == "<<" and event.tag is None and event.implicit[0]
            yield Event("<" if is_merge else "=", line, column, event.value, scalar(event, tags), event.anchor)
        elif isinstance(event, yaml.CollectionStartEvent):
            kind, tag = ("{", "map") if isinstance(event, yaml.MappingStartEvent) else ("[", "seq")
            if event.tag not in (None, "!", f"tag:yaml.org,2002:{tag}"):
                raise Refused(line, column, f"unknown tag {event.tag} here: JSON has no such value")
            yield Event(kind, line, column, anchor=event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            yield Event("}" if isinstance(event, yaml.MappingEndEvent) else "]", line, column)
        elif isinstance(event, yaml.AliasEvent):
            yield Event("*", line, column, event.anchor or "")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Refused(line, column, "a second document begins here: one is expected")


def scalar(event: yaml.ScalarEvent, tags: Tags) -> Any:
    """What a scalar means; a Refused where JSON has no such value."""
    text: str = event.value
    if event.tag in _TEXT_TAGS or (event.tag is None and not event.implicit[0]):
        return text
    assert event.start_mark is not None
    place = (event.start_mark.line, event.start_mark.column)
    try:
        value = (tags.get(event.tag or "") or plain)(text)
    except ValueError as error:
        return Refused(*place, str(error))
    if event.tag is not None and event.tag not in tags and type(value) not in _TAGS.get(event.tag, ()):
        hint = did_you_mean(event.tag, list(tags))
        return Refused(*place, f"unknown tag {event.tag} here: JSON has no such value{hint}")
    return value
