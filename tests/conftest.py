"""What tests share while they run."""

import os
import signal

import pytest
from support import ROOT, mock

from understudy.server.app import Mock

# No test leaves anything in the cache of whoever runs it.
os.environ["UNDERSTUDY_NO_CACHE"] = "1"

# A shell that starts this in the background has interrupts ignored, in whatever is started from here too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def evaluations() -> Mock:
    """The mock of this repository's own project."""
    return mock(ROOT)
