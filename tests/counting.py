"""What is counted as covered while tests run."""

from collections.abc import Iterator
from contextlib import contextmanager

from coverage import Coverage


@contextmanager
def uncounted() -> Iterator[None]:
    """What is reached meanwhile is covered by nothing: somebody who came by is no reason to call it tested.

    And what is not counted is several times as fast.
    """
    # In a worker of xdist, below the one that counts another one stands still, and goes on where that stops.
    stopped = []
    while counting := Coverage.current():
        counting.stop()
        stopped.append(counting)
    try:
        yield
    finally:
        for counting in reversed(stopped):
            counting.start()
