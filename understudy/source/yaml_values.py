"""YAML as values alone, in half the time that it takes to note where each stands: a text that holds is not asked."""

from sys import intern
from typing import Any

import yaml
from yaml import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from understudy.source.building import DEEPEST, LARGEST
from understudy.source.events import Refused
from understudy.source.scalars import Tags, Unusual, plain
from understudy.source.yaml_events import scalar


def yaml_value(text: str, tags: Tags) -> Any:
    """The value of a YAML text, as it would be built from its events. Raises Unusual where only they tell."""
    try:
        return _value(text, tags)
    except (yaml.YAMLError, ValueError):
        raise Unusual from None


def _value(text: str, tags: Tags) -> Any:  # noqa: C901, PLR0912 - a call for each of a million events takes its time
    document: list[Any] = []
    outer: list[Any] = []  # the collections around the one that is open
    inner: Any = document
    key: str | None = None
    size = 1
    event: Any
    for event in iter(yaml.CSafeLoader(text).get_event, None):
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor:
                raise Unusual
            if key is None and type(inner) is dict:
                key = intern(event.value)
                if key in inner or key == "<<":
                    raise Unusual
                continue
            if event.tag is None:
                value = plain(event.value) if event.implicit[0] else event.value
            elif type(value := scalar(event, tags)) is Refused:
                raise Unusual
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag is not None or len(outer) == DEEPEST or (key is None and type(inner) is dict):
                raise Unusual
            value = {} if kind is MappingStartEvent else []
            outer.append(inner)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            size += len(inner)
            inner = outer.pop()
            continue
        elif kind is yaml.AliasEvent or len(document) > 1 or size > LARGEST:
            raise Unusual
        else:  # a stream or a document begins or ends
            continue
        if key is None:
            inner.append(value)
        else:
            inner[key] = value
            key = None
        if kind is not ScalarEvent:
            inner = value
    return document[0] if document else None
