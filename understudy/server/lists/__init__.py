"""Lists: the part of one that is asked for, in what order, and what is said about it in its body and its headers."""

from understudy.server.lists.aims import Aim, aims
from understudy.server.lists.at import put_at, value_at
from understudy.server.lists.headers import ABSENT, list_headers, lone_headers
from understudy.server.lists.owning import Owning
from understudy.server.lists.paging import Page, paging_names
from understudy.server.lists.part import Part, Path
from understudy.server.lists.place import place
from understudy.server.lists.shown import Shown
from understudy.server.lists.wanted import aimed, wanted
from understudy.server.lists.whole import example_of, examples_of, filled, needed, whole_example

__all__ = [
    "ABSENT",
    "Aim",
    "Owning",
    "Page",
    "Part",
    "Path",
    "Shown",
    "aimed",
    "aims",
    "example_of",
    "examples_of",
    "filled",
    "list_headers",
    "lone_headers",
    "needed",
    "paging_names",
    "place",
    "put_at",
    "value_at",
    "wanted",
    "whole_example",
]
