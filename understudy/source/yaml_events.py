"""YAML 1.2 as events, by PyYAML's parser and the core schema."""

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import yaml

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
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
_COLLECTION_TAGS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def _plain(text: str) -> Any:
    """A plain scalar's value by YAML 1.2's core schema."""
    if text and text[0] not in _FIRST_OF_PLAIN:
        return text
    for pattern, value in _CORE_SCHEMA:
        if pattern.match(text):
            return value(text)
    return text


def yaml_events(text: str) -> Iterator[Event]:
    """The events of a YAML text. Raises yaml.YAMLError for bad syntax, Refused for what JSON cannot say."""
    documents = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        assert event.start_mark is not None
        line, column = event.start_mark.line, event.start_mark.column
        if isinstance(event, yaml.ScalarEvent):
            yield Event("=", line, column, event.value, _scalar(event, line, column), event.anchor)
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag not in _COLLECTION_TAGS:
                raise Refused(line, column, f"unknown tag {event.tag}: JSON has no such value")
            kind = "{" if isinstance(event, yaml.MappingStartEvent) else "["
            yield Event(kind, line, column, anchor=event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            yield Event("}" if isinstance(event, yaml.MappingEndEvent) else "]", line, column)
        elif isinstance(event, yaml.AliasEvent):
            yield Event("*", line, column, event.anchor or "")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Refused(line, column, "a second document begins here: one is expected")


def _scalar(event: yaml.ScalarEvent, line: int, column: int) -> Any:
    text: str = event.value
    if event.tag in _TEXT_TAGS or (event.tag is None and not event.implicit[0]):
        return text
    try:
        value = _plain(text)
    except ValueError:
        raise Refused(line, column, "a number of more than 4,300 digits") from None
    if isinstance(value, float) and not isfinite(value):
        raise Refused(line, column, f"{text} is no JSON number: quote it if text is meant")
    if event.tag is not None and not (event.tag in _TAGS and isinstance(value, _TAGS[event.tag])):
        raise Refused(line, column, f"unknown tag {event.tag} here: JSON has no such value")
    return value
