"""What records are below, and what is below them: `/users/{name}` is above `/users/{name}/posts/{id}`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from understudy.contract.resources import Resource
from understudy.errors import RecordNotFound
from understudy.server.resources.shelves import Given, Shelf
from understudy.state.view import View


class Above:
    """The records whose paths that of an operation begins with."""

    def __init__(self, names: Sequence[str], shelves: Sequence[tuple[Resource, Shelf]]) -> None:
        """`names` are those in the operation's path; `shelves` are where those records are, the outermost first."""
        self._names, self._shelves = names, shelves

    def __bool__(self) -> bool:
        return bool(self._shelves)

    def check(self, view: View, given: Given) -> None:
        """Raises RecordNotFound for the outermost of them that is not there."""
        for resource, shelf in self._shelves:
            values = [given.get(name) for name in self._names]  # which may be called otherwise in the path above
            key = dict(zip(resource.key, values, strict=False))
            if not shelf.has(view, key):
                raise RecordNotFound(resource.name, resource.key[-1], key[resource.key[-1]])


class Below:
    """The records whose paths begin with those of a collection."""

    def __init__(self, resource: Resource, shelves: Callable[[], Sequence[tuple[Resource, Shelf]]]) -> None:
        """`shelves` says where those records are, once all collections are known."""
        self._key, self._shelves = resource.key, cache(shelves)

    def clear(self, view: View, given: Given) -> None:
        """Have none below a record that has just come or gone, or below all whose key begins like this."""
        values = [given[name] for name in self._key if name in given]
        for resource, shelf in self._shelves():
            shelf.clear(view, dict(zip(resource.key, values, strict=False)))


def above(shape: str, by_shape: Mapping[str, Resource]) -> Iterator[Resource]:
    """Those of the collections, by the shapes of their paths, whose records what has a path of this shape is below."""
    segments = shape.split("/")
    for end in range(2, len(segments)):
        if found := by_shape.get("/".join(segments[:end])):
            yield found
