"""What of a session an answer rests on: as long as that holds, the same request has the same answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from weakref import ref

from msgspec import Struct

from understudy.state.life import Life, Lifecycle
from understudy.state.session import Session


class Seen(Struct, frozen=True):
    """A record's life that was looked at: the stage that it was in by its index, and when each of them is entered."""

    life: Life
    lifecycle: Lifecycle
    index: int
    entered: Sequence[datetime]

    def holds(self, start: datetime, now: datetime) -> bool:
        """Whether the record is still seen so at this moment of its life, in a session that began at `start`."""
        life, lifecycle = self.life, self.lifecycle
        return lifecycle.at(life.age(now), life.reads) == self.index and lifecycle.entered(life, start) == self.entered


class Basis(Struct, eq=False):
    """The session of an answer, the version and the beginning that it had, and the records that were read for it.

    Of those, `seen` can change as they grow older or are read, and `others` are the lives of those that never do.
    """

    session: ref[Session]
    version: int
    start: datetime | None
    seen: tuple[Seen, ...]
    others: tuple[Life, ...]

    @classmethod
    def of(cls, session: Session, seen: Sequence[Seen]) -> Self:
        """What rests on a session as it is, and on records that were seen in it."""
        staged = tuple([each for each in seen if each.lifecycle])
        others = tuple([each.life for each in seen if not each.lifecycle])
        return cls(ref(session), session.version, session.started, staged, others)

    @property
    def size(self) -> int:
        """How many records it is of."""
        return len(self.seen) + len(self.others)

    def again(self, session: Session, now: datetime) -> bool:
        """Whether it still holds in this session at this moment. If it does, all of its records are read once more."""
        if session.version != self.version or session.started is not self.start or self.session() is not session:
            return False
        for seen in self.seen:
            if not seen.holds(self.start or now, now):
                return False
        for seen in self.seen:
            seen.lifecycle.read(seen.life, now)
        for life in self.others:
            life.reads += 1
        return True
