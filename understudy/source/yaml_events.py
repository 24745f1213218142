"""YAML 1.2 as events, by PyYAML's parser and the core schema."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from understudy.errors import did_you_mean
from understudy.source.events import Event, Refused
from understudy.source.scalars import Tags, plain

_TAGS: Mapping[str, tuple[type, ...]] = {
    "tag:yaml.org,2002:null": (type(None),),
    "tag:yaml.org,2002:bool": (bool,),
    "tag:yaml.org,2002:int": (int,),
    "tag:yaml.org,2002:float": (float, int),
}
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")


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
