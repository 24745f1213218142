"""What wrk says of a server that it asks, from a core of its own."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 64

_CORE = "1"
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Said:
    """Requests in all and by the second, the milliseconds within which 99 of 100 were answered, and what went wrong."""

    total: int
    requests: float
    p99: float
    complaint: str


def wrk(port: int, target: str, script: Path, seconds: int) -> Said:
    """So many seconds of the load in a script."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "60s", "-s", str(script)]
    command = ["taskset", "-c", _CORE, "wrk", *options, f"http://127.0.0.1:{port}{target}"]
    text = subprocess.check_output(command, text=True)
    (total,) = _found(r"(\d+) requests in", text)
    (requests,) = _found(r"Requests/sec:\s+([\d.]+)", text)
    number, unit = _found(r"99%\s+([\d.]+)(us|ms|s|m)\b", text)
    wrong = re.search(r"Wrong answers: [1-9]\d*|Socket errors: .*", text)
    return Said(int(total), float(requests), float(number) * _UNITS[unit], wrong[0] if wrong else "")


def _found(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    assert found is not None, text
    return found.groups()
