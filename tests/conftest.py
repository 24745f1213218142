"""What tests share while they run."""

import signal

import pytest
from support import ROOT, mock

from understudy.server.app import Mock

# A shell that starts this in the background has interrupts ignored, in whatever is started from here too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def evaluations() -> Mock:
    """The mock of this repository's own project."""
    return mock(ROOT)
