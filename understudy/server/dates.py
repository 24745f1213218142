"""The time as the wire has it."""

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache


def http_date(at: datetime) -> bytes:
    """The value of `Date` at a moment in UTC (RFC 9110, 5.6.7), which is the same for a second."""
    return _written(at.replace(microsecond=0))


@lru_cache(maxsize=64)
def _written(second: datetime) -> bytes:
    return format_datetime(second, usegmt=True).encode()
