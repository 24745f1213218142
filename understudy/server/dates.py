"""The time as the wire has it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from understudy.state.moments import shifted

_SECOND = timedelta(seconds=1)


class Dates:
    """Writes moments; most come in the second of the one before."""

    def __init__(self) -> None:
        self._begin = self._end = datetime.min.replace(tzinfo=UTC)
        self._written = b""

    def written(self, at: datetime) -> bytes:
        """The value of `Date` at a moment in UTC (RFC 9110, 5.6.7)."""
        if not self._begin <= at < self._end:
            self._begin = at.replace(microsecond=0)
            self._end = shifted(self._begin, _SECOND)
            self._written = format_datetime(self._begin, usegmt=True).encode()
        return self._written


http_date = Dates().written
