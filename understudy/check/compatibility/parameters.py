"""Parameters of two versions of an operation."""

from collections.abc import Iterator

from understudy.check.compatibility.changes import Change, deepest, deprecated, schema_of
from understudy.check.compatibility.schemas import SchemaChanges
from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape

_OF_QUERIES = {"form", "spaceDelimited", "pipeDelimited", "deepObject"}
"""Styles in which one text is written as `name=text`."""

_Key = tuple[str, str | int]


class Parameters:
    """Compares what is sent beside a body."""

    def __init__(self, schemas: SchemaChanges, old: Contract, new: Contract) -> None:
        self._schemas, self._old, self._new = schemas, old, new

    def changes(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Those that are gone, new, or others."""
        before, now, name = by_key(old), by_key(new), str(new)
        for key, parameter in before.items():
            if key in now:
                yield from self._changed(parameter, now[key], name)
            else:
                what = f"{called(parameter)} is gone: who sends it is not heard"
                at = new.node.get("parameters") or new.node
                yield Change("compat/parameter-removed", at, parameter.node, what, name)
        for key, parameter in now.items():
            if key not in before:
                code = "compat/parameter-required" if parameter.required else "compat/parameter-added"
                manner = "new, and asked for" if parameter.required else "new"
                yield Change(code, parameter.node, old.node, f"{called(parameter)} is {manner}", name)

    def _changed(self, old: Parameter, new: Parameter, operation: str) -> Iterator[Change]:
        if not (new.node.value and old.node.value):
            return  # of what was or is declared nowhere, nobody knows what it takes
        name = called(new)
        if new.required and not old.required:
            at = deepest(new.node, ("required",))
            yield Change("compat/parameter-required", at, old.node, f"{name} is asked for now", operation)
        if old.required and not new.required:
            what = f"{name} need not be sent any more"
            yield Change("compat/request-widened", new.node, deepest(old.node, ("required",)), what, operation)
        yield from deprecated(old.node, new.node, name, operation)
        now, before = (each.schema or schema_of(each.node) for each in (new, old))
        yield from written(old, new, self._old.schemas, self._new.schemas, label=name, operation=operation)
        are_texts = not (new.media_type or old.media_type)
        self._schemas.sent(now, before, name, operation, are_texts=are_texts)


def by_key(operation: Operation) -> dict[_Key, Parameter]:
    """By what makes them the same: in a path their place, since their names are nobody's business."""
    found: dict[_Key, Parameter] = {}
    for parameter in operation.parameters:
        name: str | int = parameter.name
        if parameter.location == "path":
            name = operation.path_names.index(parameter.name) if parameter.name in operation.path_names else name
        elif parameter.location == "header":
            name = parameter.name.lower()
        found[parameter.location, name] = parameter
    return found


def called(parameter: Parameter) -> str:
    """A parameter in words."""
    return f"{parameter.location} parameter {parameter.name!r}"


def written(
    old: Parameter, new: Parameter, before: Schemas, now: Schemas, *, label: str, operation: str
) -> Iterator[Change]:
    """Whether a parameter, or a field that is written as one, is written otherwise than it was."""
    shapes = [Shape(each.schema or schema_of(each.node), of) for each, of in ((new, now), (old, before))]
    if (how := _form(new)) != (was := _form(old)) and not _is_same(new, old, shapes):
        what = f"{label} is written otherwise: {how}, and was {was}"
        yield Change("compat/parameter-form", new.node, old.node, what, operation)


def _is_same(new: Parameter, old: Parameter, shapes: list[Shape]) -> bool:
    """Whether two forms put the same on the wire (OpenAPI 3.1, 4.8.12.3).

    What is one text is not exploded, and an array in a path or a header is the same either way.
    """
    if new.media_type or old.media_type:
        return False
    if all(shape.is_one_text for shape in shapes):
        return new.style == old.style or {new.style, old.style} <= _OF_QUERIES
    return new.style == old.style == "simple" and not any(shape.is_object for shape in shapes)


def _form(parameter: Parameter) -> str:
    """How a value is written on the wire."""
    if parameter.media_type:
        return f"as {parameter.media_type}"
    return f"in the style {parameter.style}{', exploded' if parameter.explode else ''}"
