"""The stages that a record passes through, and how far along it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from understudy.source import Pointer
from understudy.state.moments import shifted


class Stage(Struct, frozen=True, eq=False):
    """What a record becomes once it is so old, or has been read so often: `after` is an age or a number of reads."""

    name: str
    after: timedelta | int
    fields: Mapping[str, Any]
    pointer: Pointer


class Life(Struct, gc=False):
    """What a session remembers of a record: since when it is read, how often, and when the reads were that counted.

    One that was moved to a stage is `ahead` of others that were born when it was.
    """

    born: datetime
    reads: int = 0
    reached: dict[int, datetime] = field(default_factory=dict)
    ahead: timedelta = timedelta()

    def age(self, now: datetime) -> timedelta:
        """How old the record is."""
        return now - self.born + self.ahead


class Lifecycle(Struct, frozen=True, eq=False, dict=True):
    """The stages of a record in their order; none for a record that never changes."""

    stages: tuple[Stage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stages)

    @property
    def names(self) -> list[str]:
        """The stages by name."""
        return [stage.name for stage in self.stages]

    def at(self, age: timedelta, reads: int) -> int:
        """The index of the stage of a record of this age, after so many reads; the last stage lasts for ever.

        A stage is entered when the one before it has been: a record that grows older never goes back.
        """
        index = 0
        for following in self.stages[1:]:
            if not (age >= following.after if isinstance(following.after, timedelta) else reads >= following.after):
                break
            index += 1
        return index

    def entered(self, life: Life, start: datetime) -> list[datetime]:
        """When each stage is entered in this life, none before the one that comes before it, nor before `start`."""
        moments: list[datetime] = []
        last = start
        for stage in self.stages:
            if isinstance(stage.after, timedelta):
                last = max(last, shifted(life.born, stage.after - life.ahead))
            else:
                last = max(last, life.reached.get(stage.after, last))
            moments.append(last)
        return moments

    def read(self, life: Life, at: datetime) -> None:
        """Count a read."""
        life.reads += 1
        if life.reads in self._counted:
            life.reached[life.reads] = at

    def life_in(self, index: int, now: datetime) -> Life:
        """The life of a record that has just entered this stage."""
        passed = self.stages[: index + 1]
        age = max((stage.after for stage in passed if isinstance(stage.after, timedelta)), default=timedelta())
        reads = max((stage.after for stage in passed if isinstance(stage.after, int)), default=0)
        reached = {stage.after: now for stage in passed if isinstance(stage.after, int)}
        return Life(now, reads, reached, age)

    @cached_property
    def _counted(self) -> frozenset[int]:
        return frozenset(stage.after for stage in self.stages if isinstance(stage.after, int))


NO_STAGES = Lifecycle()
"""The life of a record that never changes."""
