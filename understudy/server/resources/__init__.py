"""State without code: what was created can be read, listed, changed and deleted."""

from understudy.server.resources.keeping import Keeper

__all__ = ["Keeper"]
