"""What a list, or a record, lies in: an object that says more than the list, and says it truly."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.examples import data
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING, Schemas
from understudy.server.lists.at import put_at
from understudy.server.lists.paging import CURSORS, called
from understudy.server.lists.part import Part, Path, tells

_LINKS = ("href", "link", "url")


def filled(whole: Mapping[str, Any], member: Path, part: Part, fits: Callable[[Any], bool]) -> Any:
    """An object with a part of a list in a member, and in others what is true of it, as far as that fits.

    MISSING where nothing does.
    """
    body = put_at(whole, member, part.shown)
    known = {path: facts for path, value in _spots(body, member) if (facts := _like(value, [*part.facts(path)]))}
    likeliest = body
    for path, facts in known.items():
        likeliest = put_at(likeliest, path, facts[0])
    if fits(likeliest):
        return likeliest
    for path, facts in known.items():
        body = next(filter(fits, (put_at(body, path, fact) for fact in facts)), body)
    return body if fits(body) else MISSING


def needed(
    schemas: Schemas, schema: Node, whole: Mapping[str, Any], member: Path, *, is_list: bool = True
) -> dict[str, Any]:
    """What of an object made up has to be there: the member, what speaks of it if it is a list, what is required."""
    required = schemas.required(schema) | {member[0]}
    return {name: v for name, v in whole.items() if name in required or (is_list and tells(name, v))}


def whole_example(operation: Operation | None, schemas: Schemas) -> Any:
    """What the contract gives as the JSON answer of an operation; MISSING where it gives none."""
    return example_of(operation.success[1] if operation else None, schemas)


def example_of(response: Response | None, schemas: Schemas) -> Any:
    """What the contract gives as the JSON body of a response; MISSING where it gives none."""
    return next(examples_of(response, schemas), MISSING)


def examples_of(response: Response | None, schemas: Schemas) -> Iterator[Any]:
    """All that the contract gives as such, in the first media type that is one of JSON."""
    for name, content in response.body.content.items() if response else ():
        if (media_type := media.parse(name)) and media_type.is_json:
            examples = content.get("examples")
            named = (data(schemas.resolve(node)) for _, node in examples.items()) if examples else ()
            yield from (found.value for found in (content.get("example"), *named) if found)
            return


def _spots(body: Mapping[str, Any], around: Path) -> Iterator[tuple[Path, Any]]:
    """The members of a list's body, and those of objects in it, save for the list itself, with their values."""
    for name, value in body.items():
        if (name,) != around:
            yield (name,), value
        if isinstance(value, dict):
            yield from (((name, inner), said) for inner, said in value.items() if (name, inner) != around)


def _like(value: Any, facts: list[Any]) -> list[Any]:
    """What a member may say, links first where its value is one: other texts may be cursors, and would do as well.

    Where its value is an object with a cursor in it, that is one, and has a link beside it if the value has.
    """
    if not isinstance(value, dict) or not facts or facts[0] is None:
        return sorted(facts, key=lambda fact: not _is_link(fact)) if _is_link(value) else facts
    links = [fact for fact in facts if _is_link(fact)]
    cursors = [fact for fact in facts if isinstance(fact, str) and fact not in links]
    said = {name: cursor for name in value if called(name) in CURSORS for cursor in cursors[:1]}
    beside = {name: link for name in value if name in _LINKS for link in links[:1]}
    return [{**value, **beside, **said}, *facts] if said else facts


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and (value.startswith(("/", "?")) or "://" in value)
