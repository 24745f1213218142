"""A large document: from the command to its first answer, the memory that takes, and what an answer made up costs.

The document has 400 operations and 3.5 MB, its schemas refer to each other without end: `make bench`.
"""

import json
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import yaml

ROUNDS = 3
SCHEMAS = 900
COLLECTIONS = 100
REQUESTS = 200


def contract() -> dict[str, Any]:
    """The document, always the same."""
    chance = random.Random("large")

    def member() -> dict[str, Any]:
        draw = chance.random()
        reference = {"$ref": f"#/components/schemas/S{chance.randrange(SCHEMAS)}"}
        if draw < 0.25:
            return reference if draw < 0.15 else {"type": "array", "items": reference}
        if draw < 0.4:
            return {"type": "integer", "minimum": 0, "description": "n" * 100}
        return {"type": "string", "description": "t" * 120}

    def schema() -> dict[str, Any]:
        words = ("name", "created_at", "price", "email", "count", "status", "owner_id", "note")
        properties = {f"{chance.choice(words)}_{number}": member() for number in range(18)}
        return {"type": "object", "properties": properties, "required": chance.sample(list(properties), 3)}

    def answer(reference: Any) -> dict[str, Any]:
        return {"description": "OK", "content": {"application/json": {"schema": reference}}}

    paths: dict[str, Any] = {}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    query = [{"name": f"q{n}", "in": "query", "schema": {"type": "string"}, "description": "d" * 200} for n in range(8)]
    for number in range(COLLECTIONS):
        one = {"$ref": f"#/components/schemas/S{number * 9}"}
        errors = {
            "404": answer({"$ref": "#/components/schemas/S1"}),
            "422": answer({"$ref": "#/components/schemas/S1"}),
        }
        body = {"content": {"application/json": {"schema": one}}}
        paths[f"/r{number}"] = {
            "get": {"parameters": query, "responses": {"200": answer({"type": "array", "items": one}), **errors}},
            "post": {"requestBody": body, "responses": {"201": answer(one), **errors}},
        }
        paths[f"/r{number}/{{id}}"] = {
            "parameters": [named],
            "get": {"parameters": query, "responses": {"200": answer(one), **errors}},
            "delete": {"responses": {"204": {"description": "Gone"}, **errors}},
        }
    schemas = {f"S{number}": schema() for number in range(SCHEMAS)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def served(file: Path) -> tuple[float, float, float]:
    """Seconds to the first answer, megabytes resident after many, and milliseconds for one made up."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "understudy", "serve", str(file), "--port", str(port)]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = listening(port)
        ask(connection, "/r1/first")
        seconds = time.monotonic() - began
        started = time.monotonic()
        for number in range(REQUESTS):
            ask(connection, f"/r{number % COLLECTIONS}/{number}")
        each = (time.monotonic() - started) / REQUESTS * 1000
        resident = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        return seconds, int(resident[1]) / 1024 if resident else 0.0, each
    finally:
        process.terminate()
        process.wait()


def listening(port: int) -> HTTPConnection:
    """A connection, as soon as there is one."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.005)
        else:
            return connection
    raise TimeoutError("nobody listens within a minute")


def ask(connection: HTTPConnection, target: str) -> None:
    """Ask for something that is there."""
    connection.request("GET", target)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    answer.read()


def main() -> None:
    """Both notations, in turn."""
    value = contract()
    with tempfile.TemporaryDirectory() as directory:
        files = {name: Path(directory, f"openapi.{name}") for name in ("json", "yaml")}
        files["json"].write_text(json.dumps(value, indent=1), encoding="utf-8")
        files["yaml"].write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
        rounds = [{name: served(file) for name, file in files.items()} for _ in range(ROUNDS)]
        for name, file in files.items():
            seconds, memory, each = (statistics.median(taken[name][at] for taken in rounds) for at in range(3))
            size = file.stat().st_size / 1e6
            sys.stdout.write(
                f"{name}, {size:.1f} MB, 400 operations  first answer {seconds:.2f} s  resident {memory:.0f} MB  "
                f"made up {each:.1f} ms a request\n"
            )


if __name__ == "__main__":
    main()
