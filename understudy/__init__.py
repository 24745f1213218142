"""Understudy, a contract-first mock server: what a handler or a test of a mock project may use."""

from understudy.answers import Answer
from understudy.errors import MockError, RecordInvalid, RecordNotFound, Refusal
from understudy.handlers import operation
from understudy.state.fixtures import Record
from understudy.state.records import clock, records

__all__ = [
    "Answer",
    "MockError",
    "Record",
    "RecordInvalid",
    "RecordNotFound",
    "Refusal",
    "clock",
    "operation",
    "records",
]
