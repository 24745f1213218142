"""What is asked for, and whether the answers are the right ones."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from benchmarks import documents
from benchmarks.documents import Mock
from benchmarks.servers import INVENTING, LIMITS, PRISM, SERVERS, UNDERSTUDY, Running
from jsonschema_rs import validator_for

SAMPLE = 20
_EVALUATIONS = "/v1/retrievers/ret_products_bm25/evaluations"

Kind = tuple[int, str]
"""A status, and the schema of the body that comes with it."""


@dataclass(frozen=True)
class Load:
    """What is asked for: a target, in which `%d` is another number each time, below `among` if there is one.

    The answers are of one kind, except from the servers that `others` names. `again` is asked of a server that has
    been started with the same document before.
    """

    name: str
    make: documents.Make
    target: str
    kind: Kind
    servers: Sequence[str]
    method: str = "GET"
    body: str | None = None
    among: int | None = None
    others: Mapping[str, Kind] = field(default_factory=dict)
    again: bool = False

    def first(self, number: int = 0) -> str:
        """A target as it is asked for."""
        return self.target.replace("%d", str(number))

    def verified(self, server: Running, name: str, mock: Mock) -> str | None:
        """Ask for a sample; the one text that all its answers are, if they are alike to the byte.

        Raises AssertionError for an answer of another status, one that its schema refuses, and one that is not the
        known record, where the server can know it: it keeps records, or there is but one, the document's example.
        """
        status, schema = self.others.get(name, self.kind)
        accepts = validator_for({"$ref": f"#/components/schemas/{schema}", "components": {"schemas": mock.schemas}})
        texts = set()
        for number in range(SAMPLE):
            target = self.first(number)
            found, body = server.ask(target, self.method, self.body)
            assert found == status, f"{target} answered {found}: {body[:200]!r}"
            value = json.loads(body)
            accepts.validate(value)
            key = target.rpartition("/")[2]
            if key in mock.answers and (SERVERS[name].keeps or len(mock.answers) == 1):
                assert value == mock.answers[key], f"{target} answered {body[:200]!r}"
            texts.add(body.decode())
        return texts.pop() if len(texts) == 1 else None

    def script(self, name: str, directory: Path, known: str | None, begin: int) -> Path:
        """The load in the words of wrk, from one number on.

        wrk counts the answers that are wrong: of another status, or not the one that is known.
        """
        file, text = directory / "load.lua", directory / "known"
        status, _ = self.others.get(name, self.kind)
        lines = [_COUNTING, f"status, n = {status}, {begin}", f"wrk.method = {json.dumps(self.method)}"]
        if known is not None:
            text.write_text(known, encoding="utf-8")
            lines.append(f"known = io.open({json.dumps(str(text))}):read('*a')")
        if self.body is not None:
            lines += [f"wrk.body = {json.dumps(self.body)}", 'wrk.headers["Content-Type"] = "application/json"']
        if "%d" in self.target:
            number = "n" if self.among is None else f"n % {self.among}"
            path = f"string.format({json.dumps(self.target)}, {number})"
            lines.append(f"request = function() n = n + 1; return wrk.format(nil, {path}) end")
        file.write_text("\n".join(lines), encoding="utf-8")
        return file


_COUNTING = """
local threads = {}
wrong = 0
function setup(thread) table.insert(threads, thread) end
function response(found, _, body)
  if found ~= status or (known and body ~= known) or body:sub(1, 1) ~= "{" then wrong = wrong + 1 end
end
function done()
  for _, thread in ipairs(threads) do print("Wrong answers: " .. thread:get("wrong")) end
end
"""

_FINE = HTTPStatus.OK.value
_BOTH = (UNDERSTUDY, PRISM)
_PROGRAMMED = ("openapi-backend", "Connexion", "FastAPI")
_DOCUMENTED = ("openapi-backend", "Connexion")

LOADS = (
    Load(
        "the same record",
        documents.own,
        f"{_EVALUATIONS}/eval_baseline",
        (_FINE, "EvaluationRecord"),
        (*_BOTH, "WireMock", "Mockoon", *_PROGRAMMED, *LIMITS),
    ),
    Load(
        "a record of 10,000",
        documents.records,
        "/items/i%d",
        (_FINE, "Item"),
        (*_BOTH, *_PROGRAMMED),
        among=documents.RECORDS,
    ),
    Load(
        "never seen, 404",
        documents.own,
        f"{_EVALUATIONS}/eval_%d",
        (_FINE, "EvaluationRecord"),
        _BOTH,
        others={UNDERSTUDY: (HTTPStatus.NOT_FOUND.value, "ErrorResponse")},
    ),
    Load("never seen, made up", documents.alone, "/items/%d", (_FINE, "Item"), (*_BOTH, INVENTING, "Mockoon")),
    Load(
        "POST of 10 KB",
        documents.posting,
        "/checks",
        (_FINE, "Item"),
        (*_BOTH, *_PROGRAMMED),
        method="POST",
        body=documents.BODY,
    ),
    Load("1 operation", documents.one, "/r0/%d", (_FINE, "Item"), (*_BOTH, *_DOCUMENTED)),
    Load(
        "3,000 operations",
        documents.large,
        f"/r{documents.OPERATIONS - 1}/%d",
        (_FINE, "Item"),
        (*_BOTH, *_DOCUMENTED),
    ),
    Load("3 MB of JSON", documents.heavy_json, "/r1/%d", (_FINE, "S9"), _BOTH),
    Load("3 MB of YAML", documents.heavy_yaml, "/r1/%d", (_FINE, "S9"), _BOTH),
    Load("3 MB of YAML, again", documents.heavy_yaml, "/r1/%d", (_FINE, "S9"), _BOTH, again=True),
)
