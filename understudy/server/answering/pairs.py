"""Examples in pairs: who asks as an example of the request does is answered with the example of the same name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from understudy.contract.document import Document, Node
from understudy.contract.examples import SERIALIZED, as_body, data, shown
from understudy.contract.operations import Operation, Response
from understudy.contract.resources import called
from understudy.contract.samples.values import canonical
from understudy.contract.schemas import MISSING
from understudy.server.bodies import kinds
from understudy.source import json_value

Holds = Callable[[str, Node, Any], bool]
"""Whether a body of a media type is as the object that describes it says."""


class Pair(Struct, frozen=True, eq=False):
    """An example of a response, and by the arguments that show it in a request what each of them may be."""

    name: str
    status: int
    response: Response
    asked: Mapping[str, list[Any]]

    def fits(self, given: Mapping[str, Any]) -> bool:
        """Whether a request with these arguments is as the example shows."""
        return all(name in given and _is_among(given[name], values) for name, values in self.asked.items())


def _is_among(value: Any, values: Iterable[Any]) -> bool:
    """Whether a value is one of those of examples; to Python alone `true` is 1."""
    return any(value == each and canonical(value) == canonical(each) for each in values)


def pairs(operation: Operation, document: Document, holds: Holds) -> tuple[Pair, ...]:
    """Those of an operation, of good answers first. Without one that holds, an example of a request is just that.

    Of several that are read, one that no example of a request is paired with is for the key that it has itself.
    """
    asked: dict[str, dict[str, list[Any]]] = {}
    for argument, media_type, holder in _asking(operation):
        for name, example in named(document, holder):
            if (value := _meant(example, media_type)) is not MISSING:
                asked.setdefault(name, {}).setdefault(argument, []).append(value)
    key = _key(operation)
    found = []
    for status, response in _answering(operation) if asked or key else ():
        shows: dict[str, bool] = {}
        keys: dict[str, dict[str, list[Any]]] = {}
        for media_type, content in response.body.content.items():
            for name, example in named(document, content):
                if (body := shown(example)) is not None:
                    shows[name] = shows.get(name, True) and holds(media_type, content, as_body(body))
                    keys[name] = _said(as_body(body), key)
        own = {name: said for name, said in keys.items() if said} if response is operation.success[1] else {}
        when = {**own, **asked}
        found += [
            Pair(name, status, response, when[name]) for name, is_right in shows.items() if is_right and name in when
        ]
    return tuple(found)


def _key(operation: Operation) -> Mapping[str, str]:
    """What a record that is read may call the last parameter of its path, each with the argument that this becomes."""
    name, other = called(operation.path) if operation.method == "GET" else ("", "")
    arguments = (argument for argument, place in operation.arguments.items() if place == ("path", name))
    return {member: argument for argument in arguments for member in (name, other) if member}


def _said(body: Any, key: Mapping[str, str]) -> dict[str, list[Any]]:
    """What an example says of its own key."""
    members = body.items() if isinstance(body, dict) else ()
    return {key[name]: [value] for name, value in members if name in key}


def named(document: Document, holder: Node) -> Iterator[tuple[str, Node]]:
    """The examples of a parameter or of a media type by their names."""
    examples = holder.get("examples")
    yield from ((name, document.resolve(node)) for name, node in (examples.items() if examples else ()))


def _asking(operation: Operation) -> Iterator[tuple[str, str | None, Node]]:
    """What describes a part of a request, by the argument that this part becomes, and the media type that it has."""
    arguments = {place: argument for argument, place in operation.arguments.items()}
    for parameter in operation.parameters:
        if argument := arguments.get((parameter.location, parameter.name)):
            yield argument, None, parameter.node
            if parameter.described:
                yield argument, parameter.media_type, parameter.described
    for media_type, content in operation.body.content.items() if operation.body else ():
        yield "body", media_type, content


def _meant(example: Node, media_type: str | None) -> Any:
    """What an example shows as data, be it written as JSON; MISSING where that is not known."""
    if value := data(example):
        return value.value
    if media_type is not None and kinds.is_json(media_type) and (text := example.get(SERIALIZED)):
        with suppress(ValueError):
            return json_value(text.value)
    return MISSING


def _answering(operation: Operation) -> Iterable[tuple[int, Response]]:
    """The responses, each with its status, the good one first."""
    status, good = operation.success
    first = [(status, good)] if good else []
    others = [(int(key), each) for key, each in operation.responses.items() if key.isdigit() and each is not good]
    return [*first, *others]
