"""The servers that are compared, each as a command, and what the machine says of one while it runs."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PEERS = Path(os.environ.get("BENCH_PEERS") or Path.home() / ".cache" / "understudy" / "bench-peers")
"""Where `make bench-peers` puts them."""

UNDERSTUDY, PRISM, BARE = "Understudy", "Prism", "bare ASGI on uvicorn"

_SERVER_CORE, SECONDS = "0", 120

_BARE = """
async def app(scope, receive, send):
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1100")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x" * 1100})
"""


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """Megabytes of memory that it has."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def ask(self, target: str, method: str = "GET", body: str | None = None) -> tuple[int, bytes]:
        """Status and body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask_all(self, target: str, among: int) -> None:
        """Ask for each of so many targets once, on one connection, with the headers of wrk: a host alone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        for number in range(among):
            connection.putrequest("GET", target.replace("%d", str(number)), skip_accept_encoding=True)
            connection.endheaders()
            connection.getresponse().read()
        connection.close()


def versions() -> dict[str, str]:
    """The servers that are installed, with their versions."""
    found = {UNDERSTUDY: _said(sys.executable, "-m", "understudy", "--version")}
    found[BARE] = _said(sys.executable, "-m", "uvicorn", "--version")
    if prism := _prism():
        found[PRISM] = _said(prism, "--version")
    return found


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _prism() -> str | None:
    local = PEERS / "node_modules" / ".bin" / "prism"
    return str(local) if local.exists() else shutil.which("prism")


def _command(name: str, document: Path, port: int) -> list[str]:
    if name == UNDERSTUDY:
        served = document.parent if (document.parent / "fixtures").exists() else document
        return [sys.executable, "-m", "understudy", "serve", str(served), "--quiet", "--port", str(port)]
    if name == PRISM:
        prism = _prism()
        assert prism is not None
        return [prism, "mock", str(document), "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "silent"]
    (document.parent / "bare.py").write_text(_BARE)
    options = ["--app-dir", str(document.parent), "--port", str(port), "--no-access-log", "--lifespan", "off"]
    return [sys.executable, "-m", "uvicorn", "bare:app", *options]


@contextmanager
def running(name: str, document: Path, target: str) -> Iterator[Running]:
    """A server on a core of its own, as soon as it answers for this target."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    command = ["taskset", "-c", _SERVER_CORE, *_command(name, document, port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(port, target)
        yield Running(process, port, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait()


def _answers(port: int, target: str) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            connection.request("GET", target)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.005)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError(f"no answer within {SECONDS} seconds")
