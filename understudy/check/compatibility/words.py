"""What a gap between two versions of a schema means to those who send, and to those who read."""

import json
from typing import Any

from understudy.contract.containment import Gap
from understudy.contract.document import Node

_LONGEST = 100


def called(node: Node, otherwise: str) -> str:
    """What a schema is called: by the member that it describes, or by the component that it is."""
    pointer = node.pointer
    for index in range(len(pointer) - 1, 0, -1):
        if pointer[index - 1] == "properties":
            return repr(str(pointer[index]))
        if pointer[:2] == ("components", "schemas") and index == 2:  # noqa: PLR2004 - behind those two
            return str(pointer[index])
    return otherwise


def shown(value: Any) -> str:
    """A value as JSON, cut where it grows long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def hinted(gap: Gap, label: str, *, is_outer_new: bool) -> str:
    """What readers go by, and nothing is held against."""
    new, old = (gap.outer, gap.inner) if is_outer_new else (gap.inner, gap.outer)
    subject = called(new, label)
    if gap.keyword == "discriminator":
        return f"the alternatives of {subject} are told apart otherwise"
    return f"{subject} is marked otherwise{_values(gap, new=new, old=old)}"


def no_longer_taken(gap: Gap, label: str) -> str:
    """What a request may not hold any more. The outer schema of the gap is the new one."""
    subject, name = called(gap.outer, label), _member(gap)
    match gap.keyword:
        case "enum" | "const" if gap.lost:
            return f"{subject} no longer takes {_list(gap.lost)}"
        case "required":
            return f"{subject} asks for {name} now"
        case "properties":
            return f"{name} of {subject} is described now: before, it could be anything"
        case "additionalProperties":
            return f"{subject} no longer takes {repr(gap.lost[0]) if gap.lost else 'any other members'}"
        case "anyOf" | "oneOf":
            return f"{subject} no longer takes one of its alternatives"
        case _:
            return f"{subject} takes less than before{_values(gap, new=gap.outer, old=gap.inner)}"


def newly_answered(gap: Gap, label: str) -> str:
    """What an answer may hold now. The outer schema of the gap is the old one."""
    subject, name = called(gap.inner, label), _member(gap)
    match gap.keyword:
        case "enum" | "const" if gap.lost:
            return f"{subject} may be {_list(gap.lost)} now"
        case "required":
            return f"{name} may be missing from {subject} now"
        case "properties":
            return f"{name} of {subject} is no longer described: it may be anything"
        case "additionalProperties":
            return (
                f"{subject} may have {repr(gap.lost[0]) if gap.lost else 'other members'} now, and was closed to that"
            )
        case "anyOf" | "oneOf":
            return f"{subject} may be something now that is none of its alternatives before"
        case _:
            return f"{subject} may be more than before{_values(gap, new=gap.inner, old=gap.outer)}"


def newly_taken(gap: Gap, label: str) -> str:
    """What a request may hold now. The outer schema of the gap is the old one."""
    subject, name = called(gap.inner, label), _member(gap)
    match gap.keyword:
        case "enum" | "const" if gap.lost:
            return f"{subject} takes {_list(gap.lost)} too"
        case "required":
            return f"{name} of {subject} need not be sent any more"
        case "properties":
            return f"{name} of {subject} is no longer described: it may be sent, and nobody reads it"
        case "additionalProperties":
            return f"{subject} takes {repr(gap.lost[0]) if gap.lost else 'other members'} too"
        case "anyOf" | "oneOf":
            return f"{subject} may be another alternative too"
        case _:
            return f"{subject} takes more than before{_values(gap, new=gap.inner, old=gap.outer)}"


def no_longer_answered(gap: Gap, label: str) -> str:
    """What an answer does not hold any more. The outer schema of the gap is the new one."""
    subject, name = called(gap.outer, label), _member(gap)
    match gap.keyword:
        case "enum" | "const" if gap.lost:
            return f"{subject} is never {_list(gap.lost)} any more"
        case "required":
            return f"{name} of {subject} is always there now"
        case "properties":
            return f"{name} of {subject} is described now"
        case "additionalProperties":
            return f"{subject} never has {repr(gap.lost[0]) if gap.lost else 'other members'} any more"
        case "anyOf" | "oneOf":
            return f"{subject} is never one of its alternatives any more"
        case _:
            return f"{subject} is less than before{_values(gap, new=gap.outer, old=gap.inner)}"


def _member(gap: Gap) -> str:
    value = gap.outer.value
    if gap.keyword == "required":
        return repr(value["required"][gap.at[-1]])
    return repr(str(gap.at[-1])) if gap.at else ""


def _list(values: tuple[Any, ...]) -> str:
    return ", ".join(map(shown, values[:5])) + (" and others" if len(values) > 5 else "")  # noqa: PLR2004 - enough


def _values(gap: Gap, *, new: Node, old: Node) -> str:
    """A keyword's values, after and before, where they are short enough to say something."""
    if not gap.keyword:
        return ""
    keyword, said = gap.keyword, [_value(node, gap.keyword) for node in (new, old)]
    if keyword == "type" and said[0] == said[1]:  # of 3.0, whose `nullable` is a type (3.0.3, Schema Object)
        keyword, said = "nullable", [_value(node, "nullable") for node in (new, old)]
    if said[0] == said[1] or any(text.endswith("…") or text.startswith("{") for text in said):
        return f": its {keyword} is another"
    return f": its {keyword} is {said[0]}, and was {said[1]}"


def _value(node: Node, keyword: str) -> str:
    return shown(node.value[keyword]) if isinstance(node.value, dict) and keyword in node.value else "not set"
