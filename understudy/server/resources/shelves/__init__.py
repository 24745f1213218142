"""Where the records of a collection are: made up when they are asked for, or in a fixture file."""

from understudy.server.resources.shelves.fixed import Fixed
from understudy.server.resources.shelves.made import Made
from understudy.server.resources.shelves.shelf import Given, Shelf, Taken, is_key, text_of

__all__ = ["Fixed", "Given", "Made", "Shelf", "Taken", "is_key", "text_of"]
