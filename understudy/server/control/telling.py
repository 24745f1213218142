"""What the journal has of an exchange, and the control API of an operation, as JSON."""

from base64 import b64encode
from codecs import getincrementaldecoder
from typing import Any

from understudy.contract.operations import Operation
from understudy.state.journal import Entry, Message
from understudy.state.moments import written

Json = dict[str, Any]


def operation_told(operation: Operation, prefix: str) -> Json:
    """What an operation of the control API is called and good for, below the prefix of a session."""
    href = f"{prefix}{operation.bases[0]}{operation.path}"
    return {"method": operation.method, "href": href, "says": operation.node.value["summary"]}


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
