"""A mock project: a contract, the handlers and the fixtures beside it, seen as one value that holds together."""

from understudy.project.parts import DOCUMENTS, SCENARIOS, Parts, read, shown
from understudy.project.project import Project, is_bare, load

__all__ = ["DOCUMENTS", "SCENARIOS", "Parts", "Project", "is_bare", "load", "read", "shown"]
