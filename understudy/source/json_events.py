"""JSON as events, for what Python's `json` cannot say: where things stand, and which key is given twice."""

import json
import re
from collections.abc import Iterator
from math import isfinite

from understudy.source.events import Event, Refused

_JSON_TOKEN = re.compile(r'[ \t\r\n,:]*(?:("(?:[^"\\]|\\.)*")|([{}\[\]])|([^\s{}\[\],:"]+))')


def json_events(text: str) -> Iterator[Event]:
    """The events of a text that `json` has already found well formed, or nested too deeply to tell."""
    line, line_start, seen = 0, 0, 0
    for match in _JSON_TOKEN.finditer(text):
        lexeme = match[match.lastindex or 0]
        at = match.start(match.lastindex or 0)
        newlines = text.count("\n", seen, at)
        if newlines:
            line, line_start = line + newlines, text.rfind("\n", seen, at) + 1
        seen = at
        if lexeme in "{}[]":
            yield Event(lexeme, line, at - line_start)
            continue
        try:
            value = json.loads(lexeme)
            str(value).encode()
        except UnicodeEncodeError:
            raise Refused(line, at - line_start, "half of a surrogate pair is no character") from None
        except ValueError:
            raise Refused(line, at - line_start, "a number of more than 4,300 digits") from None
        if isinstance(value, float) and not isfinite(value):
            raise Refused(line, at - line_start, f"{lexeme} is no JSON number")
        yield Event("=", line, at - line_start, value if isinstance(value, str) else lexeme, value)
