"""Collections that a document has the shape of: `POST`, `GET` and `DELETE /things`, `GET`, `PUT`, … `/things/{id}`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from understudy.contract.operations import Operation
from understudy.contract.paths import path_shape, template_names
from understudy.contract.samples.known import KEYS, OWN
from understudy.contract.samples.names import singular, words

_ITEM = re.compile(r"(.*)/\{([^{}]+)\}")
"""A path that ends in a parameter, and nothing but it in its last segment."""

_SEVERAL = re.compile(r"(.*?)[/:](?:bulk|batch)(?:[/_-]?create)?/?", re.IGNORECASE)
"""A path below that of a list at which several are created at once: `/things/bulk`, `/things:batchCreate`."""

_NAME = re.compile(r"\{[^{}]*\}")
_KEPT = 10_000


class Role(Enum):
    """What an operation does with a collection."""

    LIST = "list"
    CREATE = "create"
    CLEAR = "clear"
    READ = "read"
    REPLACE = "replace"
    UPDATE = "update"
    DELETE = "delete"
    ACT = "act"
    """What is done to a record below it."""
    REMOVE = "remove"
    """Several are deleted that a body names."""
    TELL = "tell"
    """What is said of several beside them: how many there are, or which."""


_OF_LIST = {"GET": Role.LIST, "POST": Role.CREATE, "DELETE": Role.CLEAR}
_OF_ITEM = {"GET": Role.READ, "PUT": Role.REPLACE, "PATCH": Role.UPDATE, "DELETE": Role.DELETE}
_ALL = {"PUT": Role.REPLACE, "PATCH": Role.UPDATE}
"""What is done to several at once where they are listed."""

_WRITING = {Role.CREATE, Role.CLEAR, Role.REPLACE, Role.UPDATE, Role.DELETE}
_READING = {Role.LIST, Role.READ}


class Resource(Struct, frozen=True, eq=False):
    """A collection: the path of one of its records, the parameters that name it, and the operations by their roles.

    One may be a part of a `whole`: `/folders/{id}/files` has those of `/files/{id}` that are below a folder. Where each
    of them has a path there as well, it may be a collection `alone`.
    """

    path: str
    key: tuple[str, ...]
    operations: Mapping[Role, Operation]
    whole: "Resource | None" = None
    alone: "Resource | None" = None

    @property
    def is_written(self) -> bool:
        """Whether any of its operations changes it."""
        return bool(self.operations.keys() & _WRITING)

    @property
    def name(self) -> str:
        """What the records are called together."""
        return noun(self.path)

    @property
    def shape(self) -> str:
        """What its path has in common with those that lead below it, whatever their parameters are called."""
        return bare(path_shape(self.path))


def noun(path: str) -> str:
    """What the things at a path are called: its last segment that is no parameter."""
    segments = [segment for segment in bare(path).split("/") if segment and "{" not in segment]
    return segments[-1] if segments else "records"


def known_by(path: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a request says of the record at a path, by each name that it may have there: an `id` may be a `petId`."""
    name, other = called(path)
    return {other: given[name], **given} if other and name in given else given


@lru_cache(_KEPT)
def called(path: str) -> tuple[str, str]:
    """The parameter that a path ends in, and what it may be called in a record of the path's things; else nothing.

    One that says whose it is may go without (`tag_name` is the `name` of one of the tags), and one that does not may
    say so (`id` is the `pet_id` of one of the pets); one that says no more than what it is means its `id`.
    """
    if not (match := _ITEM.fullmatch(bare(path))):
        return "", ""
    said, thing = words(match[2]), words(singular(noun(path)))
    if thing and said[: len(thing)] == thing and len(said) > len(thing):
        return match[2], "_".join(said[len(thing) :])
    if is_named(thing, said):
        return match[2], "id"
    return match[2], "_".join((*thing, *said)) if said in KEYS else ""


def is_named(thing: Sequence[str], said: Sequence[str]) -> bool:
    """Whether these words name a thing: a payment intent is an intent."""
    return bool(said) and thing[-len(said) :] == said


@lru_cache(_KEPT)
def owners(path: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """What a record says whose it is in, by the parameters of its path but the last: by the words of its members.

    What is called as everything is may say of what it is one: the `id` of a user is the `user_id`, or the `user`.
    """
    found, segments = dict[str, tuple[tuple[str, ...], ...]](), bare(path).split("/")
    for before, segment in pairwise(segments[:-1]):
        if not segment.startswith("{") or not segment.endswith("}"):
            continue
        thing, said = words("" if "{" in before else singular(before)), words(segment)
        if said in OWN:
            found[segment[1:-1]] = ((*thing, *said), thing) if thing else ()
        elif thing and said == thing:
            found[segment[1:-1]] = (said, *((*thing, *each) for each in KEYS))
        else:
            found[segment[1:-1]] = (said, thing) if thing and said[:-1] == thing else (said,)
    return found


def bare(path: str) -> str:
    """A path without the slash, or the extension, that some end every path with."""
    return path.removesuffix("/").removesuffix(".json")


def resources(operations: Iterable[Operation]) -> dict[str, tuple[Resource, Role]]:
    """The collections that are read as well as written, or listed as well as read, by the names of their operations."""
    paths: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        if not operation.broken:
            paths.setdefault(bare(operation.path), {}).setdefault(operation.method, operation)
    parts, known = _parts(paths), dict[str, Resource]()
    found: dict[str, tuple[Resource, Role]] = {}
    for path, methods in paths.items():
        match = _ITEM.fullmatch(path)
        if not match:
            continue
        of_list, below = paths.get(match[1], {}), parts.get(path, ())
        # There are thousands of these, where nothing is listed.
        if not of_list and not below and methods.keys() == {"GET"}:
            continue
        roles = _roles(methods, of_list)
        # Some replace a record where all of them are, and name it in the body.
        roles |= {
            role: of_list[m]
            for m, role in _OF_ITEM.items()
            if m in ("PUT", "PATCH") and m in of_list and role not in roles
        }
        if _is_kept({*roles, *(role for part, _ in below for role in _roles({}, paths[part]))}):
            first = next(iter(methods.values()))
            resource = known[path] = Resource(first.path, first.path_names, roles)
            found |= {
                operation.name: (resource, role)
                for role, operation in roles.items()
                # Where a record goes, all goes that is below it.
                if role is not Role.CLEAR or found.get(operation.name, (resource, role))[1] is not Role.DELETE
            }
    for whole, part, own in [(whole, *each) for whole, below in parts.items() if whole in known for each in below]:
        alone = known.get(own)
        own_roles = alone.operations if alone else _roles({}, paths[part])
        of_part = _part(known[whole], part, own_roles, alone)
        found |= {operation.name: (of_part, role) for role, operation in own_roles.items()}
    return {**_several(paths, found), **found}


def _roles(of_item: Mapping[str, Operation], of_list: Mapping[str, Operation]) -> dict[Role, Operation]:
    """What the operations of a record's path and those of a list's do."""
    roles = {role: of_item[method] for method, role in _OF_ITEM.items() if method in of_item}
    if _is_updating(of_item):
        roles[Role.UPDATE] = of_item["POST"]
    roles |= {role: of_list[method] for method, role in _OF_LIST.items() if method in of_list}
    if Role.CLEAR in roles and roles[Role.CLEAR].body:  # which says what is to go
        del roles[Role.CLEAR]
    return roles


def _is_updating(methods: Mapping[str, Operation]) -> bool:
    """Whether what is posted to a record's path changes it: it tells what is read there, as nothing else does."""
    if "POST" not in methods or "GET" not in methods or not methods.keys().isdisjoint(("PUT", "PATCH")):
        return False
    read, told = methods["GET"].good_schema, methods["POST"].good_schema
    if read is None or told is None:
        return False
    reference = told.get("$ref")
    return reference is not None and any(
        found.value == reference.value for each in (read, *read.listed("anyOf", "oneOf")) if (found := each.get("$ref"))
    )


def _is_kept(roles: Collection[Role]) -> bool:
    """Whether that is all there has to be of a collection: what is read is written or listed."""
    return {*roles} >= _READING or not (_WRITING.isdisjoint(roles) or _READING.isdisjoint(roles))


def _parts(paths: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """By the path of a record those that list some of its kind below another one, with that of each there, if any.

    `/folders/{id}/files` does where `/files/{id}` is.
    """
    items = dict[str, list[tuple[str, str]]]()
    for path in paths:
        if match := _ITEM.fullmatch(path):
            above, _, last = path_shape(match[1]).rpartition("/")
            items.setdefault(last, []).append((above, path))
    found = dict[str, list[tuple[str, str]]]()
    for path in paths if items else ():
        if "{" not in path or path.endswith("}"):
            continue
        above, _, last = path_shape(path).rpartition("/")
        known = items.get(last, ())
        if wholes := [each for each in known if _is_below(above, each[0])]:
            own = next((item for base, item in known if base == above), "")
            found.setdefault(max(wholes)[1], []).append((path, own))
    return found


def _is_below(path: str, base: str) -> bool:
    """Whether the shape of a path goes on with that of a record where another one ends."""
    return path.startswith(f"{base}/") and "{}" in path[len(base) :]


def _part(whole: Resource, path: str, roles: Mapping[Role, Operation], alone: Resource | None) -> Resource:
    """What is listed at a path, with the operations of these roles, as a collection of its own."""
    *around, last = whole.key
    names = template_names(path)[len(around) :]
    key = [f"{singular(_before(path, name))}_{name}" if name in whole.key else name for name in names]
    known = iter((*around, *key))
    own = _NAME.sub(lambda _: f"{{{next(known)}}}", path)
    others = {role: operation for role, operation in whole.operations.items() if role not in _OF_LIST.values()}
    return Resource(f"{own}/{{{last}}}", (*around, *key, last), {**others, **roles}, whole, alone)


def _before(path: str, name: str) -> str:
    """The segment before a parameter of a path."""
    return path.partition(f"/{{{name}}}")[0].rpartition("/")[2]


def _several(
    paths: Mapping[str, Mapping[str, Operation]], found: Mapping[str, tuple[Resource, Role]]
) -> dict[str, tuple[Resource, Role]]:
    """The operations that create several records of a collection at once, at a path of their own, or change them."""
    several = dict[str, tuple[Resource, Role]]()
    for path, methods in paths.items():
        match = _SEVERAL.fullmatch(path)
        if match or (not methods.keys().isdisjoint(_ALL) and not _ITEM.fullmatch(path)):
            listed = paths.get(match[1] if match else path, {}).values()
            known = [found[operation.name][0] for operation in listed if operation.name in found]
            roles = {**_ALL, **({"POST": Role.CREATE} if match else {})}
            several |= {methods[m].name: (known[0], role) for m, role in roles.items() if known and m in methods}
    return several
