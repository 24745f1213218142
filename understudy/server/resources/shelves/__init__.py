"""Where the records of a collection are: made up when they are asked for, in a fixture file, or a part of those."""

from understudy.server.resources.shelves.fixed import Fixed
from understudy.server.resources.shelves.made import Made
from understudy.server.resources.shelves.part import Part
from understudy.server.resources.shelves.shelf import Given, Shelf, Taken

__all__ = ["Fixed", "Given", "Made", "Part", "Shelf", "Taken"]
