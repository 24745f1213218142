"""What of a session an answer rests on: as long as that holds, the same request has the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from weakref import ref

from understudy.state.life import Life, Lifecycle
from understudy.state.session import LifeKey, Session


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that was read: which, the stage that it was in by its index, and when each of its stages is entered."""

    key: LifeKey
    lifecycle: Lifecycle
    index: int
    entered: Sequence[datetime]

    def holds(self, life: Life, start: datetime, now: datetime) -> bool:
        """Whether the record is still seen so at this moment of its life, in a session that began at `start`."""
        lifecycle = self.lifecycle
        if not lifecycle.stages:
            return True
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
        lives: list[tuple[Seen, Life]] = []
        for seen in self.seen:
            life = session.lives.get(seen.key)
            if life is None or not seen.holds(life, session.started or now, now):
                return False
            lives.append((seen, life))
        for seen, life in lives:
            seen.lifecycle.read(life, now)
        return True
