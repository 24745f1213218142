"""A mock project: a contract, the handlers and the fixtures beside it, seen as one value that holds together."""

from understudy.project.parts import DOCUMENTS, SCENARIOS, Parts, document_of, read, shown
from understudy.project.project import Project, is_bare, load

__all__ = ["DOCUMENTS", "SCENARIOS", "Parts", "Project", "document_of", "is_bare", "load", "read", "shown"]
