"""The control API under `/_understudy/`: an API about the mock itself, bound by the very engine that it controls."""

from understudy.server.control.access import Access, Guard
from understudy.server.control.door import PREFIX, ControlDoor

__all__ = ["PREFIX", "Access", "ControlDoor", "Guard"]
