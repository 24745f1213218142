"""What the control API tells of exchanges, records, the clock and its own operations, as JSON."""

from base64 import b64encode
from codecs import getincrementaldecoder
from typing import Any

from understudy.contract.operations import Operation
from understudy.state.clock import Clock
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.journal import Entry, Message
from understudy.state.moments import written
from understudy.state.view import View

Json = dict[str, Any]


def operation_told(operation: Operation, prefix: str) -> Json:
    """What an operation of the control API is called and good for, below the prefix of a session."""
    href = f"{prefix}{operation.bases[0]}{operation.path}"
    return {"method": operation.method, "href": href, "says": operation.node.value["summary"]}


def clock_told(clock: Clock) -> Json:
    """What a clock shows, and how it runs."""
    return {"now": written(clock.now()), "frozen": clock.frozen, "rate": clock.rate}


def record_told(view: View, known: Collection, fixture: Fixture) -> Json:
    """A record of a collection as it is now, without reading it, and where it is in its life."""
    life = view.life(known, fixture)
    record, stage = view.look(known, fixture)
    return {
        "collection": known.name,
        "name": fixture.name,
        "stage": stage,
        "stages": fixture.lifecycle.names,
        "reads": life.reads if life else 0,
        "born": written(life.born) if life else None,
        "overridden": view.session.written.get(known.name, {}).get(fixture.key) is fixture,
        "record": record,
    }


def exchange(entry: Entry, session: str) -> Json:
    """An exchange of the session of this name, as the control API's contract describes one."""
    request = {"method": entry.method, "target": entry.target, **_message(entry.request)}
    return {
        "id": entry.id,
        "session": session,
        "at": written(entry.at),
        "milliseconds": entry.milliseconds,
        "request": request,
        "response": {"status": entry.status, **_message(entry.response)} if entry.response else None,
        "operation": entry.operation,
        "violations": [
            {
                "side": found.side,
                "keyword": found.keyword,
                "location": list(found.location),
                "message": found.message,
                "place": found.place,
            }
            for found in entry.violations
        ],
        "records": [{"collection": r.collection, "name": r.name, "stage": r.stage} for r in entry.records],
        "preferences": list(entry.preferences),
        "scenario": entry.scenario,
        "fault": entry.fault,
    }


def _message(message: Message) -> Json:
    body, encoding = None, "text"
    if message.body:
        try:  # the last character of a beginning may be cut in two
            body = getincrementaldecoder("utf-8")().decode(message.body, final=not message.truncated)
        except UnicodeDecodeError:
            body, encoding = b64encode(message.body).decode(), "base64"
    return {
        "headers": [{"name": name, "value": value} for name, value in message.headers],
        "body": body,
        "body_encoding": encoding,
        "body_size": message.size,
        "truncated": message.truncated,
    }
