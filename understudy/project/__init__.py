"""A mock project: a contract, the handlers and the fixtures beside it, seen as one value that holds together."""

from understudy.project.matching import Match, carriers, finds, matched
from understudy.project.parts import DOCUMENTS, Parts, document_of, read, shown
from understudy.project.project import Project, is_bare, load
from understudy.state.collections import SCENARIOS

__all__ = [
    "DOCUMENTS",
    "SCENARIOS",
    "Match",
    "Parts",
    "Project",
    "carriers",
    "document_of",
    "finds",
    "is_bare",
    "load",
    "matched",
    "read",
    "shown",
]
