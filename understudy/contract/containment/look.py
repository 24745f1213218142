"""One schema held against another: what a keyword of the one may ask about the other."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from msgspec import Struct

from understudy.contract.containment.deciding import Verdict, covers
from understudy.contract.containment.plain import Plain, Plainly
from understudy.contract.containment.sameness import Sameness
from understudy.contract.document import Node
from understudy.contract.samples.values import canonical
from understudy.source import Pointer


class Kind(Enum):
    """What is in a gap."""

    REFUSED = "refused"
    """Values that one schema admits and the other refuses."""
    UNDECLARED = "undeclared"
    """The same, but only with a member that the one does not speak of, and the other does."""
    HINT = "hint"
    """What no value is held against, but readers go by: a format of one's own, a discriminator."""


class Gap(Struct, frozen=True, eq=False):
    """What the inner schema admits, and the outer one refuses by a keyword, which stands `at` a pointer below it."""

    keyword: str
    outer: Node
    inner: Node
    at: Pointer
    is_proven: bool = False
    kind: Kind = Kind.REFUSED
    lost: tuple[Any, ...] = ()
    """The members of an enumeration, or the names, that are refused."""
    refusing: Plainly | None = None
    admitting: Plainly | None = None
    """What refuses and what admits, as schemas that stand alone; None where they are too large for that."""
    are_texts: bool = False
    """Whether values are sent as texts, and may be read as others."""


class Look:
    """An outer and an inner schema, the first of `ours`, the second of `theirs`.

    What is made of them and is to be held against each other fills `below`.
    """

    def __init__(
        self, ours: Plain, theirs: Plain, same: Sameness, outer: Node, inner: Node, *, are_texts: bool
    ) -> None:
        self.ours, self.theirs, self.same, self.are_texts = ours, theirs, same, are_texts
        self.outer, self.inner = outer, inner
        self.own = ours.own(outer) or {}
        """What the outer schema says itself."""
        self.below: list[tuple[Node, Node]] = []

    def gap(
        self, keyword: str, at: Pointer, refusing: Plainly | None, kind: Kind = Kind.REFUSED, lost: Iterable[Any] = ()
    ) -> Gap:
        """A gap at a keyword of the outer schema, which refuses by what `refusing` says."""
        admitting = self.theirs.whole(self.inner)
        is_proven = covers(refusing, admitting) is Verdict.NO
        return Gap(
            keyword, self.outer, self.inner, at, is_proven, kind, tuple(lost), refusing, admitting, self.are_texts
        )

    def fragment(self, *keywords: str, **others: Any) -> Plainly | None:
        """Some keywords of the outer schema alone, and `others` with the values that are given."""
        return self.ours.fragment(self.outer, dict.fromkeys(keywords, True) | others)

    def is_met(self, refusing: Plainly | None) -> bool:
        """Whether it is known that whatever the inner schema admits satisfies another one."""
        return covers(refusing, self.theirs.whole(self.inner)) is Verdict.YES

    def is_said(self, *keywords: str) -> bool:
        """Whether the inner schema says by some keywords what the outer one does, word for word."""
        said = self.fragment(*keywords)
        for part in self.theirs.parts(self.inner):
            if (self.theirs.own(part) or {}).keys() >= set(keywords):
                theirs = self.theirs.fragment(part, dict.fromkeys(keywords, True))
                if said is not None and theirs is not None and canonical(theirs) == canonical(said):
                    return True
        return False

    def hold(self, outer: Node, inner: list[Node]) -> None:
        """Hold a schema against one of some that all hold: the one that says most."""
        if not any(self.same(outer, node) for node in inner):
            found = map(self.theirs.resolve, inner)
            self.below.append((self.ours.resolve(outer), max(found, key=lambda node: len(self.theirs.own(node) or ()))))
