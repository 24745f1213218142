"""Requests a second, beside other mock servers: `make bench`, after `make bench-peers` for those others.

Servers are run one after the other, each alone on one core with the load on another. Figures of one machine say little;
what counts are ratios, of servers that were measured in turn. Every answer is checked to be of the right status.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import documents
from benchmarks.servers import BARE, PRISM, UNDERSTUDY, running, versions

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
CONNECTIONS = 64

_EVALUATIONS = "/v1/retrievers/ret_products_bm25/evaluations"


@dataclass(frozen=True)
class Load:
    """What is asked for: a target, in which `%d` is another number each time, below `among` if there is one.

    `statuses` are the right ones by server; where a server is not named, 200.
    """

    name: str
    make: documents.Make
    target: str
    statuses: dict[str, int]
    servers: Sequence[str]
    method: str = "GET"
    body: str | None = None
    among: int | None = None

    def script(self) -> str:
        """The load in the words of wrk."""
        number = "n" if self.among is None else f"n % {self.among}"
        lines = ["local n = 0", f"wrk.method = {json.dumps(self.method)}"]
        if self.body is not None:
            lines += [f"wrk.body = {json.dumps(self.body)}", 'wrk.headers["Content-Type"] = "application/json"']
        if "%d" in self.target:
            path = f"string.format({json.dumps(self.target)}, {number})"
            lines.append(f"request = function() n = n + 1; return wrk.format(nil, {path}) end")
        return "\n".join(lines)


@dataclass(frozen=True)
class Taken:
    """One round of a load on one server."""

    requests: float
    p99: float
    cpu: float
    start: float
    resident: float


BOTH = (UNDERSTUDY, PRISM)
LOADS = (
    Load("the same record", documents.own, f"{_EVALUATIONS}/eval_baseline", {}, (*BOTH, BARE)),
    Load("a record of 10,000", documents.records, "/items/i%d", {}, BOTH, among=documents.RECORDS),
    Load("never seen, 404", documents.own, f"{_EVALUATIONS}/eval_%d", {UNDERSTUDY: 404}, BOTH),
    Load("never seen, made up", documents.alone, "/items/%d", {}, BOTH),
    Load("POST of 10 KB", documents.posting, "/checks", {}, BOTH, method="POST", body=documents.BODY),
    Load("3,000 operations", documents.large, f"/r{documents.OPERATIONS - 1}/%d", {}, BOTH),
)

TOTAL = r"(\d+) requests in"
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


def taken(load: Load, name: str) -> Taken:
    """One round. Raises AssertionError for a server that answers otherwise than it should."""
    status = load.statuses.get(name, 200)
    with tempfile.TemporaryDirectory() as directory:
        document = load.make(Path(directory))
        script = Path(directory, "load.lua")
        script.write_text(load.script())
        target = load.target.replace("%d", "1")
        with running(name, document, target) as server:
            found, _ = server.ask(target, load.method, load.body)
            assert found == status, f"{name} answers {target} with {found}"
            if load.among:  # each has been seen
                server.ask_all(load.target, load.among)
            before = server.cpu
            said = wrk(server.port, target, script, SECONDS)
            cpu, resident = server.cpu - before, server.resident
    total, rate = number(TOTAL, said), number(r"Requests/sec:\s+([\d.]+)", said)
    other = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    assert (int(other[1]) if other else 0) == (total if status >= 400 else 0), said
    assert "Socket errors" not in said, said
    return Taken(rate, p99(said), cpu / total * 1e6, server.seconds, resident)


def wrk(port: int, target: str, script: Path, seconds: int) -> str:
    """What wrk says of so many seconds of its load, from a core of its own."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "60s", "-s", str(script)]
    command = ["taskset", "-c", "1", "wrk", *options, f"http://127.0.0.1:{port}{target}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def p99(said: str) -> float:
    """The milliseconds within which 99 of 100 answers came."""
    found = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", said)
    assert found is not None, said
    return float(found[1]) * _UNITS[found[2]]


def number(pattern: str, text: str) -> float:
    """The number that a pattern finds."""
    found = re.search(pattern, text)
    assert found is not None, text
    return float(found[1])


def main() -> None:
    """Every load on every server that is there, in turn, and then the table."""
    if shutil.which("wrk") is None or (os.cpu_count() or 1) < 2:
        sys.stdout.write("speed: needs wrk, and two cores\n")
        return
    known = versions()
    results: dict[str, dict[str, Any]] = {}
    sys.stdout.write(
        f"{'':20}  {'':22}  {'requests/s':>26}  {'p99':>9}  {'CPU':>8}  {'start':>7}  {'memory':>7}  ratio\n"
    )
    for load in LOADS:
        servers = [name for name in load.servers if name in known]
        rounds = [{name: taken(load, name) for name in servers} for _ in range(ROUNDS)]
        results[load.name] = {name: [asdict(each[name]) for each in rounds] for name in servers}
        for name in servers:
            ratios = [each[UNDERSTUDY].requests / each[name].requests for each in rounds]
            sys.stdout.write(_line(load.name, name, [each[name] for each in rounds], ratios))
        sys.stdout.flush()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    facts = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, "versions": known}
    sys.stdout.write(json.dumps({**facts, "rounds": ROUNDS, "seconds": SECONDS, "results": results}) + "\n")


def _line(load: str, name: str, rounds: list[Taken], ratios: list[float]) -> str:
    def median(of: str) -> float:
        found: float = statistics.median(getattr(each, of) for each in rounds)
        return found

    rates = [each.requests for each in rounds]
    spread = f"{median('requests'):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})"
    ratio = "" if name == UNDERSTUDY else f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    cost = f"{median('p99'):6.1f} ms  {median('cpu'):5.0f} us  {median('start'):5.1f} s  {median('resident'):4.0f} MB"
    return f"{load:20}  {name:22}  {spread:>26}  {cost}  {ratio}\n"


if __name__ == "__main__":
    main()
