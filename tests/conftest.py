"""What tests share while they run."""

import pytest
from support import ROOT, mock

from understudy.server.app import Mock


@pytest.fixture(scope="session")
def evaluations() -> Mock:
    """The mock of this repository's own project."""
    return mock(ROOT)
