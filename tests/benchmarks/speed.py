"""Requests a second, beside other mock servers: `make bench`, after `make bench-peers` for those others.

Servers are run one after the other, each alone on one core with the load on another. Figures of one machine say little;
what counts are ratios, of servers that were measured in turn. A sample of answers is verified before and after each
load, and wrk counts those of the load that are of another status, or differ from the only right one.

The environment may say how many BENCH_ROUNDS of how many BENCH_SECONDS there are, that only loads with BENCH_ONLY in
their name are run, and that a server has BENCH_START seconds until its first answer; one that takes longer is left out.
"""

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.loads import LOADS, Load
from benchmarks.rounds import Rounds, ratios
from benchmarks.servers import START, UNDERSTUDY, Late, running, versions
from benchmarks.targets import TARGETS, Reached
from benchmarks.wrk import wrk

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
WARMING = max(1, SECONDS // 2)
ONLY = os.environ.get("BENCH_ONLY", "")
"""A part of the names of the loads that are wanted; all of them, if it is empty."""


@dataclass(frozen=True)
class Taken:
    """One round of a load on one server: milliseconds, microseconds of the processor, seconds and megabytes."""

    requests: float
    p99: float
    cpu: float
    start: float
    resident: float


def taken(load: Load, name: str) -> Taken:
    """One round. Raises AssertionError for a server that answers otherwise than it should."""
    with tempfile.TemporaryDirectory() as directory:
        mock = load.make(Path(directory))
        asked = (name, mock, load.first(), load.method, load.body)
        if load.again:
            with running(*asked):
                pass
        with running(*asked) as server:
            known = load.verified(server, name, mock)
            if load.among:  # each has been seen
                server.ask_all(load.target, load.among)
            # A compiler that learns at work is to have learnt; what was never seen is never seen in either load.
            wrk(server.port, load.first(), load.script(name, Path(directory), known, 1_000_000), WARMING)
            before = server.cpu
            said = wrk(server.port, load.first(), load.script(name, Path(directory), known, 2_000_000), SECONDS)
            cpu, resident = server.cpu - before, server.resident
            assert load.verified(server, name, mock) == known, "answers otherwise after the load than before"
    assert said.total > 0, f"no answer under load within {SECONDS} seconds"
    assert not said.complaint, said.complaint
    return Taken(said.requests, said.p99, cpu / said.total * 1e6, server.seconds, resident)


def measured(load: Load, servers: Sequence[str]) -> tuple[dict[str, Rounds], dict[str, str]]:
    """All rounds of a load by server, and the peers that are left out of it, with the reason.

    Of a peer that is left out because it started too slowly, the time it had is kept: it would have taken longer.
    """
    found: dict[str, list[dict[str, float]]] = {name: [] for name in servers}
    left: dict[str, str] = {}
    for _ in range(ROUNDS):
        for name in [each for each in servers if each not in left]:
            try:
                found[name].append(asdict(taken(load, name)))
            except Exception as reason:  # what a peer cannot do is a fact about it, and stops no other
                if name == UNDERSTUDY:
                    raise
                found[name] = [{"start": float(START)}] * ROUNDS if isinstance(reason, Late) else []
                left[name] = (str(reason) or type(reason).__name__).partition("\n")[0][:200]
    return {**found}, left


def main() -> None:
    """Every load on every server that is there, in turn, then the table, the targets, and all of it as JSON."""
    if shutil.which("wrk") is None or (os.cpu_count() or 1) < 2:
        sys.stdout.write("speed: needs wrk, and two cores\n")
        return
    known = versions()
    results: dict[str, dict[str, Rounds]] = {}
    compared: dict[str, dict[str, list[float]]] = {}
    left_out: dict[str, dict[str, str]] = {}
    sys.stdout.write(_HEAD)
    for load in LOADS:
        if ONLY in load.name:
            found, left = measured(load, [name for name in load.servers if name in known])
            times = {name: ratios("requests", found[UNDERSTUDY], found[name]) for name in found if name not in left}
            sys.stdout.writelines(_line(load.name, name, found[name], times[name]) for name in times)
            sys.stdout.writelines(f"{load.name:20}  {name:22}  left out: {why}\n" for name, why in left.items())
            sys.stdout.flush()
            results[load.name], compared[load.name], left_out[load.name] = found, times, left
    targets = [target.reached(results) for target in TARGETS]
    sys.stdout.writelines(["\n", *(_verdict(reached) for reached in targets), "\n"])
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    facts = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, "versions": known}
    figures = {"rounds": ROUNDS, "seconds": SECONDS, "results": results, "ratios": compared, "left_out": left_out}
    sys.stdout.write(json.dumps({**facts, **figures, "targets": [asdict(each) for each in targets]}) + "\n")


_HEAD = f"{'':20}  {'':22}  {'requests/s':>26}  {'p99':>9}  {'CPU':>8}  {'start':>7}  {'memory':>7}  ratio\n"


def _line(load: str, name: str, rounds: Rounds, times: list[float]) -> str:
    def median(of: str) -> float:
        return statistics.median(each[of] for each in rounds)

    rates = [each["requests"] for each in rounds]
    spread = f"{median('requests'):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})"
    ratio = "" if name == UNDERSTUDY else f"{statistics.median(times):.1f} ({min(times):.1f} to {max(times):.1f})"
    cost = f"{median('p99'):6.1f} ms  {median('cpu'):5.0f} us  {median('start'):5.1f} s  {median('resident'):4.0f} MB"
    return f"{load:20}  {name:22}  {spread:>26}  {cost}  {ratio}".rstrip() + "\n"


def _verdict(reached: Reached) -> str:
    line = f"{reached.verdict:12}  {reached.target:50}"
    if reached.times is not None:
        line += f"  {reached.times:.2f} of {reached.at_least:.2f}, beside {reached.server}, {reached.load}"
    return line.rstrip() + "\n"


if __name__ == "__main__":
    main()
