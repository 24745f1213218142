"""What Understudy is to reach beside its peers, and whether it did."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.loads import LOADS
from benchmarks.rounds import Rounds, ratios
from benchmarks.servers import BARE, PEERS, PRISM, UNDERSTUDY

Case = tuple[str, str]
"""A load and a server."""


@dataclass(frozen=True)
class Reached:
    """What has become of a target, and beside which case."""

    target: str
    at_least: float
    verdict: str
    times: float | None = None
    load: str = ""
    server: str = ""


@dataclass(frozen=True)
class Target:
    """A figure is to be so many times better in the first of two cases than in the second, for all of these pairs."""

    says: str
    figure: str
    times: float
    pairs: Sequence[tuple[Case, Case]]

    def reached(self, results: Mapping[str, Mapping[str, Rounds]]) -> Reached:
        """Where it was least so, of what was measured."""

        def rounds(case: Case) -> Rounds:
            load, server = case
            return [each for each in results.get(load, {}).get(server, ()) if self.figure in each]

        found = [
            (statistics.median(ratios(self.figure, rounds(ours), rounds(theirs))), theirs)
            for ours, theirs in self.pairs
            if rounds(ours) and rounds(theirs)
        ]
        if not found:
            return Reached(self.says, self.times, "not measured")
        times, (load, server) = min(found)
        late = "requests" not in results[load][server][0]  # its start would have taken longer than is known
        verdict = "kept" if times >= self.times else "not measured" if late else "missed"
        return Reached(self.says, self.times, verdict, times, load, server)


def _beside(server: str, *loads: str) -> tuple[tuple[Case, Case], ...]:
    return tuple(((load, UNDERSTUDY), (load, server)) for load in loads)


def _everywhere(servers: Iterable[str]) -> tuple[tuple[Case, Case], ...]:
    return tuple(pair for load in LOADS for server in servers for pair in _beside(server, load.name))


_SAME, _MANY, _ONE = "the same record", "3,000 operations", "1 operation"
_UNSEEN = ("never seen, 404", "never seen, made up", "POST of 10 KB")
_OWN = (_SAME, _UNSEEN[0])
_HEAVY = ("3 MB of JSON", "3 MB of YAML", "3 MB of YAML, again")

TARGETS = (
    Target("the same record: 15 x Prism", "requests", 15, _beside(PRISM, _SAME)),
    Target("the same record: 2.5 x the bare callable", "requests", 2.5, _beside(BARE, _SAME)),
    Target("a record of 10,000: 12 x Prism", "requests", 12, _beside(PRISM, "a record of 10,000")),
    *(Target(f"{load}: 2 x Prism", "requests", 2, _beside(PRISM, load)) for load in _UNSEEN),
    Target("3,000 operations: 30 x Prism", "requests", 30, _beside(PRISM, _MANY)),
    Target(
        "3,000 operations: at most 1.3 x the cost of one", "cpu", 1 / 1.3, (((_MANY, UNDERSTUDY), (_ONE, UNDERSTUDY)),)
    ),
    Target("p99 below that of every peer", "p99", 1, _everywhere(PEERS)),
    Target("start: 1/4 of Prism's", "start", 4, _beside(PRISM, _SAME)),
    Target("start, 3,000 operations: 1/10 of Prism's", "start", 10, _beside(PRISM, _MANY)),
    *(Target(f"start, {load}: 1/8 of Prism's", "start", 8, _beside(PRISM, load)) for load in _HEAVY),
    *(Target(f"memory, {load}: 1/3 of Prism's", "resident", 3, _beside(PRISM, load)) for load in _OWN),
)
