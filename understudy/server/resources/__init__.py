"""State without code: what was created can be read, listed, changed and deleted."""

from understudy.server.resources.above import Above
from understudy.server.resources.keeper import Keeper

__all__ = ["Above", "Keeper"]
