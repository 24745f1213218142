"""The servers that are compared: what they are, and what the machine says of one while it runs."""

from benchmarks.servers.known import BARE, INVENTING, LIMITS, PEERS, PRISM, SERVERS, UNDERSTUDY, versions
from benchmarks.servers.running import START, Late, Running, running

__all__ = [
    "BARE",
    "INVENTING",
    "LIMITS",
    "PEERS",
    "PRISM",
    "SERVERS",
    "START",
    "UNDERSTUDY",
    "Late",
    "Running",
    "running",
    "versions",
]
