"""Links in a record: to itself, to all of its kind, to what is below it (HAL, JSON:API)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from understudy.contract.document import Identity, Node
from understudy.contract.paths import template_names
from understudy.contract.resources import Resource, Role, noun
from understudy.contract.samples.names import singular, words
from understudy.contract.schemas import Schemas
from understudy.project.matching import Path
from understudy.server.lists import put_at
from understudy.server.lists.members import OBJECT, TEXT, kind
from understudy.server.lists.paging import called
from understudy.server.resources.locating import address, origin

_HOLDERS = ("_links", "links")
_OWN = {"self", "self_link", "self_url", "self_uri", "self_href", "href"}
"""Members of a record that lead to it."""


class Spot(Struct, frozen=True):
    """Where in a value a link is, and the path that it leads to; some are objects."""

    at: Path
    leads: str
    is_object: bool = False


class Linking:
    """Finds the links in what shows the records of a collection, and says where they lead."""

    def __init__(self, resource: Resource, schemas: Schemas, below: Callable[[], Mapping[str, str]]) -> None:
        """`below` has the paths of what is below each record, by what they end in."""
        self._resource, self._schemas, self._below = resource, schemas, below
        self._known: dict[Identity, list[Spot]] = {}

    def linked(self, schema: Node, place: Path, value: Any, key: Mapping[str, Any], fits: Callable[[Any], bool]) -> Any:
        """A value of this schema, with the record of this key at a place in it, whose links lead where they should."""
        spots, own = self.spots(schema, place), self._resource.key
        lead = [(spot, names) for spot in spots if key.keys() >= {*(names := own[: len(template_names(spot.leads))])}]
        if not lead or not isinstance(value, dict):
            return value
        links = [(spot, address(spot.leads, [key[name] for name in names])) for spot, names in lead]
        for begin in ("", origin()):
            together = value
            for spot, path in links:
                together = _put(together, spot, f"{begin}{path}")
            if fits(together):
                return together
        for spot, path in links:
            value = next(filter(fits, (_put(value, spot, f"{begin}{path}") for begin in ("", origin()))), value)
        return value

    def spots(self, schema: Node, place: Path) -> list[Spot]:
        """The links in a value of this schema, with a record at a place in it."""
        if schema.identity not in self._known:
            self._known[schema.identity] = [*self._found(schema, place)]
        return self._known[schema.identity]

    def _found(self, schema: Node, place: Path) -> Iterator[Spot]:
        """The links of a record, and those beside it, which are about it as well."""
        for depth in range(len(place) + 1):
            yield from self._of(schema, place[:depth])
            if depth < len(place):
                schema = self._schemas.properties(schema)[place[depth]]

    def _of(self, schema: Node, at: Path) -> Iterator[Spot]:
        members = self._schemas.properties(schema)
        for name in (name for name in _HOLDERS if name in members):
            for relation, node in self._schemas.properties(members[name]).items():
                is_kind, leads = kind(self._schemas, node), self._leads(relation)
                is_object = is_kind == OBJECT and "href" in self._schemas.properties(node)
                if leads and (is_kind == TEXT or is_object):
                    yield Spot((*at, name, relation), leads, is_object)
        for name, node in members.items():
            if called(name) in _OWN and kind(self._schemas, node) == TEXT:
                yield Spot((*at, name), self._leads("self"))
        related = self._schemas.properties(members["relationships"]) if "relationships" in members else {}
        for relation, node in related.items():
            inner = self._schemas.properties(node)
            links = self._schemas.properties(inner["links"]) if "links" in inner else {}
            if "related" in links and relation in self._below():
                yield Spot((*at, "relationships", relation, "links", "related"), self._below()[relation])

    def _leads(self, relation: str) -> str:
        """The path that a link of such a relation leads to; nothing where nobody knows."""
        if relation == "self" or words(relation) == words(singular(noun(self._resource.path))):
            return self._resource.path
        if relation == "collection" and Role.LIST in self._resource.operations:
            return self._resource.operations[Role.LIST].path
        return self._below().get(relation, "")


def _put(value: dict[str, Any], spot: Spot, link: str) -> dict[str, Any]:
    return put_at(value, (*spot.at, "href") if spot.is_object else spot.at, link)
