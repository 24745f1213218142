"""The members of a record that is listed, by the words of their names and by what kind of values they have."""

from collections.abc import Callable, Mapping

from understudy.contract.document import Node
from understudy.contract.samples.names import words
from understudy.contract.schemas import Schemas
from understudy.server.lists.bounds import CHANGED, CREATED, WHEN, is_moment
from understudy.server.lists.part import Path

Words = tuple[str, ...]

NUMBER, MOMENT, TEXT, FLAG, LIST, OBJECT, OTHER = "number", "moment", "text", "boolean", "array", "object", "other"
"""Kinds of values."""

PLAIN = (NUMBER, MOMENT, TEXT, FLAG, OTHER)

_BEGINS, _ENDS = {"start", "starts", "begin", "begins"}, {"end", "ends", "finish", "finishes"}
_SINCE = ("since", "until", "after", "before")
"""Words that may be meant of a change as well as of a creation."""


def kind(schemas: Schemas, node: Node) -> str:
    """The kind of values that a schema describes, beside null."""
    parts = [part.value for part in schemas.alternatives(node)]
    said = [part["type"] for part in parts if "type" in part]
    types = {name for each in said for name in (each if isinstance(each, list) else [each])} - {"null"}
    if types and types <= {"integer", "number"}:
        return NUMBER
    if types == {"string"}:
        return MOMENT if any(part.get("format") in ("date", "date-time") for part in parts) else TEXT
    return next(iter(types)) if len(types) == 1 and types <= {FLAG, LIST, OBJECT} else OTHER


def listed(schemas: Schemas, node: Node) -> Node | None:
    """What a schema says of each item of a list."""
    parts = schemas.alternatives(node)
    return next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)


def is_resource(names: object) -> bool:
    """Whether something with members of these names is a resource object of JSON:API, with others in `attributes`."""
    return isinstance(names, Mapping) and {"type", "id", "attributes"} <= names.keys()


class Members:
    """The members of a record, and of objects in it; those in the `attributes` of JSON:API are its own."""

    def __init__(self, schemas: Schemas, record: Node) -> None:
        own = schemas.properties(record)
        if is_resource(own):
            own = {**schemas.properties(own["attributes"]), **own}
        self.nodes: dict[Path, Node] = {(name,): node for name, node in own.items()}
        self.kinds: dict[Path, str] = {(name,): kind(schemas, node) for name, node in own.items()}
        for outer in [path for path, said in self.kinds.items() if said == OBJECT]:
            for name, node in schemas.properties(self.nodes[outer]).items():
                self.nodes[*outer, name], self.kinds[*outer, name] = node, kind(schemas, node)

    def only(self, called: Callable[[Words], bool], *kinds: str) -> Path | None:
        """The one member of such a name and of one of these kinds: of the record itself, else of what is in it."""
        for depth in (1, 2):
            found = [path for path in self.nodes if len(path) == depth and (said := _words(path)) and called(said)]
            found = [path for path in found if self.kinds[path] in kinds]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def number(self, names: Words) -> Path | None:
        """The number that is called so, or as a moment is: some count the seconds."""
        if found := self.only(names.__eq__, NUMBER):
            return found
        return self.only(_is_about(names), NUMBER) if about(names) else None

    def moments(self, names: Words, asked: Words, *, is_low: bool) -> tuple[Path, ...]:
        """The moment that is called so, or the one that is meant where nothing is said of it, in what is `asked`.

        What has a beginning and an end goes on between them: it is to end after a lower bound.
        """
        if exact := self.only(names.__eq__, MOMENT):
            return (exact,)
        if about(names):
            found = self.only(_is_about(names), MOMENT)
            return (found,) if found else ()
        own = [path for path, said in self.kinds.items() if said == MOMENT and len(path) == 1]
        told = [path for path in own if not is_moment(path[0])]
        begins, ends = ([path for path in told if known & {*_words(path)}] for known in (_BEGINS, _ENDS))
        if len(begins) == len(ends) == 1:
            return (*ends, *begins) if is_low else (*begins,)
        created = [path for path in own if CREATED & {*_words(path)}]
        plain = [path for path in own if (said := _words(path)) and not about(said)]
        meant = [plain, own, [] if told or {*asked} & {*_SINCE} else created]
        return next((tuple(paths) for paths in meant if len(paths) == 1), ())


def _words(path: Path) -> Words:
    return tuple(word for name in path for word in words(name))


def about(names: Words) -> Words:
    """What a moment is of: what was created was so `at`, or on a `date`."""
    said = tuple(word for word in names if word not in WHEN)
    return ("changed",) if len(said) == 1 and said[0] in CHANGED else said


def _is_about(names: Words) -> Callable[[Words], bool]:
    meant = about(names)
    return lambda known: about(known) == meant
