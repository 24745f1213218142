"""Understudy, a contract-first mock server: what a handler or a test of a mock project may use."""

from understudy.answers import Answer
from understudy.errors import MockError, RecordNotFound, Refusal
from understudy.handlers import operation
from understudy.state.fixtures import Record
from understudy.state.store import records

__all__ = ["Answer", "MockError", "Record", "RecordNotFound", "Refusal", "operation", "records"]
