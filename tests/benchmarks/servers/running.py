"""A server while it runs."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.documents import Mock
from benchmarks.servers.known import SERVERS

START = int(os.environ.get("BENCH_START", "60"))
"""Seconds that a server may take until its first answer."""

_CORE, _PATIENCE = "0", 120


class Late(TimeoutError):
    """A server has not answered within the time that it may take to start."""


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it and its children have used."""
        ticks = sum(int(fields[11]) + int(fields[12]) for fields in self._family().values())
        return ticks / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """Megabytes of memory that it and its children have."""
        said = [Path(f"/proc/{process}/status").read_text() for process in self._family()]
        return sum(int(found[1]) for each in said if (found := re.search(r"VmRSS:\s+(\d+) kB", each))) / 1024

    def _family(self) -> dict[int, list[str]]:
        """What is in `stat` behind the name, by process."""
        known = {}
        for file in Path("/proc").glob("[0-9]*/stat"):
            try:
                known[int(file.parent.name)] = file.read_text().rpartition(") ")[2].split()
            except OSError:  # it has ended meanwhile
                continue
        family = [self.process.pid]
        for parent in family:
            family += [process for process, fields in known.items() if int(fields[1]) == parent]
        return {process: known[process] for process in family}

    def ask(self, target: str, method: str = "GET", body: str | None = None) -> tuple[int, bytes]:
        """Status and body of one answer."""
        return _ask(self.port, target, method, body)

    def ask_all(self, target: str, among: int) -> None:
        """Ask for each of so many targets once, on one connection, with the headers of wrk: a host alone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        for number in range(among):
            connection.putrequest("GET", target.replace("%d", str(number)), skip_accept_encoding=True)
            connection.endheaders()
            connection.getresponse().read()
        connection.close()


@contextmanager
def running(name: str, mock: Mock, target: str, method: str = "GET", body: str | None = None) -> Iterator[Running]:
    """A server on a core of its own, as soon as it answers what is asked."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    directory = mock.document.parent
    answer = json.dumps(mock.answers.get(target.rpartition("/")[2]))
    command = ["taskset", "-c", _CORE, *SERVERS[name].prepared(mock.document, port, target, answer)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(directory / "cache")}
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, port, target, method, body)
        yield Running(process, port, time.monotonic() - began)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:  # too busy to listen; its children go with it
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, target: str, method: str, body: str | None) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        try:
            _ask(port, target, method, body, deadline - time.monotonic())
        except (OSError, HTTPException):
            time.sleep(0.005)
        else:
            return
        assert process.poll() is None, f"ended with {process.returncode} before it answered"
    raise Late(f"no answer within {START} seconds")


def _ask(port: int, target: str, method: str, body: str | None, patience: float = _PATIENCE) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=max(patience, 0.1))
    try:
        connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
