"""The clock of a session: it can be held, set, moved on and made to run faster."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from understudy.state.moments import shifted

FASTEST = 1_000_000.0
"""Seconds that may pass on a clock in one second."""

_NO_TIME = timedelta()

Wall = Callable[[], datetime]
"""Tells the time outside, with its time zone."""


wall: Wall = partial(datetime.now, UTC)
"""The time outside."""


class Clock:
    """Runs beside the wall's clock until it is told otherwise; every change goes on from the moment that it shows."""

    def __init__(self, wall: Wall = wall, frozen_at: datetime | None = None) -> None:
        """With `frozen_at` it stands there from the start."""
        self._wall, self._frozen_at = wall, frozen_at
        self.reset()

    def reset(self) -> None:
        """Be as on the first day."""
        self.rate = 1.0
        self.frozen = self._frozen_at is not None
        self._since = self._wall()
        self._shown = self._frozen_at or self._since
        self._is_walls = self._frozen_at is None

    def now(self) -> datetime:
        """What it shows."""
        if self.frozen:
            return self._shown
        wall = self._wall()
        if self._is_walls and wall >= self._since:
            return wall
        passed = max(wall - self._since, _NO_TIME)
        if self.rate != 1:
            try:
                passed *= self.rate
            except OverflowError:
                passed = timedelta.max
        return shifted(self._shown, passed)

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, where it is or at a moment."""
        self._show(at or self.now())
        self.frozen = True

    def thaw(self) -> None:
        """Run again, from where it stands."""
        self._show(self.now())
        self.frozen = False

    def set(self, at: datetime) -> None:
        """Jump to a moment, and run or stand as before."""
        self._show(at)

    def advance(self, by: timedelta) -> None:
        """Jump ahead."""
        self._show(shifted(self.now(), by))

    def run_at(self, rate: float) -> None:
        """Let so many seconds pass in one. Raises ValueError for a rate that is not above 0, or beyond `FASTEST`."""
        if not 0 < rate <= FASTEST:
            raise ValueError(f"a rate is a number above 0, at most {FASTEST:,.0f}")
        self._show(self.now())
        self.rate = rate

    def _show(self, at: datetime) -> None:
        self._shown, self._since, self._is_walls = at, self._wall(), False
