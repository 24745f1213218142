"""What of a session an answer rests on: as long as that holds, the same request has the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from weakref import ref

from understudy.state.life import Life, Lifecycle
from understudy.state.session import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """A record's life that was looked at: the stage that it was in by its index, and when each of them is entered."""

    life: Life
    lifecycle: Lifecycle
    index: int
    entered: Sequence[datetime]

    def holds(self, start: datetime, now: datetime) -> bool:
        """Whether the record is still seen so at this moment of its life, in a session that began at `start`."""
        life, lifecycle = self.life, self.lifecycle
        return lifecycle.at(life.age(now), life.reads) == self.index and lifecycle.entered(life, start) == self.entered


class Basis(NamedTuple):
    """The session of an answer, the version and the beginning that it had, and the records that were read for it."""

    session: ref[Session]
    version: int
    start: datetime | None
    seen: tuple[Seen, ...]

    def again(self, session: Session, now: datetime) -> bool:
        """Whether it still holds in this session at this moment. If it does, all of its records are read once more."""
        if self.session() is not session or session.version != self.version or session.started != self.start:
            return False
        for seen in self.seen:
            if seen.lifecycle.stages and not seen.holds(self.start or now, now):
                return False
        for seen in self.seen:
            seen.lifecycle.read(seen.life, now)
        return True
