"""Schemas seen as a whole, with everything about them that need be found out only once."""

from collections.abc import Callable
from functools import cached_property
from random import Random
from threading import RLock
from typing import Any, Final, TypeVar

from understudy.contract.document import Identity, Node
from understudy.contract.dynamic import Scope
from understudy.contract.samples import allowed
from understudy.contract.samples.groups import Choice, Group, discriminated, groups
from understudy.contract.samples.items import Items
from understudy.contract.samples.keywords import DELICATE, PLAIN, asking
from understudy.contract.samples.members import Members
from understudy.contract.samples.numbers import Numbers
from understudy.contract.samples.parts import Part, Reader
from understudy.contract.samples.texts import LETTERS_IN_STEP, Texts
from understudy.contract.schemas import MISSING

_MOST_KEPT: Final = 10_000

LEAST: Final = 2
"""Steps that a value takes."""

_Found = TypeVar("_Found")


class Views:
    """The views of one document's schemas. They are many only where choices are combined in many ways."""

    def __init__(self, reader: Reader, hidden: str) -> None:
        """`hidden` is the keyword of members that are not to be seen: `readOnly`, or `writeOnly`."""
        self.reader, self.hidden = reader, hidden
        self._kept: dict[tuple[Identity, ...], View] = {}
        self.under_way: set[View] = set()
        self.lock = RLock()
        self._scoped: dict[tuple[Identity, ...], Views] = {}

    def within(self, scope: Scope) -> "Views":
        """The views of what is in a scope."""
        if not scope:
            return self
        key = tuple(node.identity for node in scope.values())
        if key not in self._scoped:
            views = self._scoped[key] = Views(self.reader.within(scope), self.hidden)
            views.under_way, views.lock, views._scoped = self.under_way, self.lock, self._scoped
        return self._scoped[key]

    def of(self, roots: tuple[Node, ...]) -> "View":
        """What these schemas are together."""
        key = tuple(root.identity for root in roots)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = View(self, roots)
        return self._kept[key]


class View:
    """What some schemas are together, in all that is written; the choices that they leave are still to be made."""

    def __init__(self, views: Views, roots: tuple[Node, ...]) -> None:
        self.roots, self.parts = roots, views.reader.read(roots)
        self.views = views.within(self.parts.scope)
        self._chosen: dict[int, tuple[Choice, View]] = {}
        self._members: dict[str, View] = {}
        self._items: dict[int, View] = {}
        self._found: dict[Any, Any] = {}  # so many as there are names that are not made up

    @property
    def node(self) -> Node | None:
        """The first of the schemas; None where there are none."""
        return self.roots[0] if self.roots else None

    def saying(self, keyword: str) -> Node | None:
        """The first schema in which a keyword stands, or else the first of all."""
        return next((part.node for part, _ in self.parts.saying(keyword)), self.node)

    @cached_property
    def those(self) -> frozenset[Part]:
        """The parts, in no order."""
        return frozenset(self.parts)

    def holds(self, value: Any) -> bool:
        """Whether a value satisfies the schemas."""
        return self.views.reader.holds(self.roots, value)

    @cached_property
    def said(self) -> frozenset[str]:
        """The keywords that ask something of a value."""
        return asking(keyword for part in self.parts for keyword in part.value)

    @cached_property
    def delicate(self) -> str | None:
        """A keyword that speaks of the value as a whole, so that this has to be looked at when it has been made."""
        return next((keyword for keyword in DELICATE if keyword in self.said), None)

    @cached_property
    def is_settled(self) -> bool:
        """Whether nothing is left to choose but the value itself, and nothing to look at when it has been made."""
        return not (self.contradiction or self.delicate or self.groups)

    def is_plain(self, kind: str) -> bool:
        """Whether all that is asked of a value of this type is met by the way in which it is made."""
        return self.said <= PLAIN[kind]

    def choosing(self, choice: Choice) -> "View":
        """The same with a choice made."""
        if id(choice) not in self._chosen:  # the choice is kept, so that its identity stays its own
            self._chosen[id(choice)] = choice, self.views.of((*self.roots, *choice.nodes))
        return self._chosen[id(choice)][1]

    def member(self, name: str) -> "View":
        """What a member of this name has to be."""
        if name in self._members:
            return self._members[name]
        if name not in self.members.declared:  # of names that are made up there is no end
            return self.views.of(self.members.schemas(name)) if self.members.patterns else self._undeclared
        member = self._members[name] = self.views.of(self.members.schemas(name))
        return member

    @cached_property
    def _undeclared(self) -> "View":
        """What any other member has to be, where no pattern of its name says more."""
        return self.views.of(self.members.schemas(None))

    def item(self, index: int, *extra: Node) -> "View":
        """What the item at this index has to be, if it shall satisfy some more schemas as well."""
        if extra:
            return self.views.of((*self.items.schemas(index, contained=True), *extra))
        index = min(index, self.items.places)
        if index not in self._items:
            self._items[index] = self.views.of(self.items.schemas(index))
        return self._items[index]

    def once(self, find: Callable[["View", str, str, bool], _Found], name: str, owner: str, *, given: bool) -> _Found:
        """What is found out of this, under a name in an owner, with or without what is `given`; and but once."""
        key = find, name, owner, given
        if key not in self._found:
            self._found[key] = find(self, name, owner, given)
        found: _Found = self._found[key]
        return found

    @cached_property
    def cost(self) -> int:
        """The steps that a value takes which is drawn: only a text that has to be long is long."""
        return LEAST + (self.texts.low // LETTERS_IN_STEP if "string" in self.types else 0)

    def option(self, rng: Random) -> Any:
        """One of the options that hold, null only where it is the only one; MISSING where none does."""
        options = self.options or ()
        count = len(options) - (options[-1] is None)
        start = rng.randrange(count) if count else 0
        for at in (*range(start, count), *range(start), *range(count, len(options))):
            if self.fitting[at]:
                return options[at]
        return MISSING

    @cached_property
    def name(self) -> str:
        """What the document calls the schema: the name of the first component among its parts."""
        pointers = (part.node.pointer for part in self.parts)
        return next((str(pointer[-1]) for pointer in pointers if pointer[:-1] == ("components", "schemas")), "")

    @cached_property
    def is_hidden(self) -> bool:
        """Whether it is a member of the other side alone (OpenAPI 3.1, 4.8.24)."""
        return True in self.parts.said(self.views.hidden)

    @cached_property
    def is_open(self) -> bool:
        """Whether a member may be like this, as far as can be seen before one is made."""
        return not (self.contradiction or self.is_hidden)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The choices that are left."""
        return tuple(groups(self.parts, self.views.reader))

    @cached_property
    def discriminated(self) -> dict[str, str]:
        """The members that say which schema is meant, and what they say."""
        return discriminated(self.parts, self.views.reader)

    @cached_property
    def members(self) -> Members:
        """What is said of objects."""
        return Members(self.parts, self.nots, self.views.reader)

    @cached_property
    def required(self) -> dict[str, None]:
        """The members that have to be there: of those that are required, the other side's do not."""
        shown = (name for name in self.members.required if not self.member(name).is_hidden)
        return self.members.needed([*shown, *self.discriminated])

    @cached_property
    def items(self) -> Items:
        """What is said of arrays."""
        return Items(self.parts, self.views.reader)

    @cached_property
    def numbers(self) -> Numbers:
        """What is said of numbers."""
        return Numbers.of(self.parts)

    @cached_property
    def texts(self) -> Texts:
        """What is said of strings."""
        return Texts.of(self.parts)

    @cached_property
    def nots(self) -> list[dict[str, Any]]:
        """What the value must not be, as far as one keyword says it."""
        return allowed.barred(self.parts)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that a value may have, the likeliest first."""
        return allowed.types(self.parts, self.nots)

    @cached_property
    def options(self) -> tuple[Any, ...] | None:
        """The only values that there are, where somebody lists them; null last."""
        return allowed.options(self.parts, self.nots, self.types)

    @cached_property
    def fitting(self) -> list[bool]:
        """Which of the options hold."""
        return [self.holds(option) for option in self.options or ()]

    @cached_property
    def given(self) -> Any:
        """What the document itself gives as a value, or MISSING.

        A default of null says what is meant where nothing is sent, and would leave members empty that could be filled.
        """
        return next((value for part, value in allowed.offered(self.parts) if self._is_good(value, part)), MISSING)

    def _is_good(self, value: Any, part: Part) -> bool:
        """Whether what a part gives holds, and if it is an object, has all that other parts declare."""
        if isinstance(value, dict):
            own = self.views.of((part.node,)).members.declared
            if not self.members.declared.keys() - own.keys() <= value.keys():
                return False
        return self.holds(value)

    @cached_property
    def offers(self) -> dict[str, Any]:
        """The members of objects that the document gives, for where they do not hold as they are.

        What says which schema is meant comes before all others.
        """
        objects = [value for _, value in reversed(allowed.offered(self.parts)) if isinstance(value, dict)]
        lent = {name: member for value in objects for name, member in value.items() if member is not None}
        return lent | self.discriminated

    @cached_property
    def contradiction(self) -> str | None:
        """The keyword by which no value can be, if that shows at once."""
        if self.parts.refused:
            return "false"
        if not self.types:
            return "type"
        return "enum" if self.options == () else None

    @cached_property
    def clashes(self) -> bool:
        """Whether some of this contradicts the rest, or does so of a member, other than by forbidding it."""
        if self.contradiction:
            return True
        views = {name: self.member(name) for name in self.members.declared}
        return any(
            view.contradiction and (name in self.members.required or not view.parts.refused)
            for name, view in views.items()
        )
