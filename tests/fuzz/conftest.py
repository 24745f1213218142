"""What the fuzzers reach is counted by nobody: they show that what is written holds, and are thrice as fast so."""

from collections.abc import Iterator

import pytest
from coverage import Coverage


@pytest.fixture(autouse=True, scope="module")
def _uncounted() -> Iterator[None]:
    counting = Coverage.current()
    if counting is None:
        yield
        return
    counting.stop()
    yield
    counting.start()
