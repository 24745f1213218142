"""What tests share while they run."""

import os
import signal
from collections.abc import Iterator

import pytest
from counting import uncounted
from hypothesis import settings
from support import ROOT, mock

from understudy.server.app import Mock

# No test leaves anything in the cache of whoever runs it.
os.environ["UNDERSTUDY_NO_CACHE"] = "1"

# How long an example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A shell that starts this in the background has interrupts ignored, in whatever is started from here too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Properties, for which Hypothesis makes up hundreds of examples, and what is marked so are not counted."""
    if any(item.get_closest_marker(name) for name in ("hypothesis", "uncounted")):
        with uncounted():
            return (yield)
    return (yield)


@pytest.fixture(scope="session")
def evaluations() -> Mock:
    """The mock of this repository's own project."""
    return mock(ROOT)
