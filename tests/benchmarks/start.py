"""How long a start takes until the first answer, and the memory it takes: `make bench`.

Figures of one machine say little; the ratio to a process that only imports Connexion and uvicorn says what is ours.
"""

import platform
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 9
TARGET = "/v1/retrievers/ret_products_bm25/evaluations/eval_baseline"


def start() -> tuple[float, float]:
    """Seconds from the command to its first answer, and megabytes then resident."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "understudy", "serve", str(ROOT), "--port", str(port)]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        status = answered(port)
        seconds = time.monotonic() - began
        assert status.startswith(b"HTTP/1.1 200 "), status
        resident = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        return seconds, int(resident[1]) / 1024 if resident else 0.0
    finally:
        process.terminate()
        process.wait()


def answered(port: int) -> bytes:
    """The first line of the first answer, asked for as soon as somebody listens."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                connection.sendall(f"GET {TARGET} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                return connection.recv(65536).partition(b"\r\n")[0]
        except ConnectionRefusedError:
            time.sleep(0.002)
    raise TimeoutError("no answer within 30 seconds")


def baseline() -> float:
    """Seconds of a process that imports what we stand on, and does nothing."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-W", "ignore", "-c", "import connexion, uvicorn, uvloop, httptools"], check=True)
    return time.monotonic() - began


def main() -> None:
    """Alternate the two, so that whatever else the machine does befalls both."""
    rounds = [(start(), baseline()) for _ in range(ROUNDS)]
    seconds = [first for (first, _), _ in rounds]
    memory = statistics.median(resident for (_, resident), _ in rounds)
    bare = statistics.median(idle for _, idle in rounds)
    lines = [
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {ROUNDS} rounds",
        f"start to first answer  {statistics.median(seconds):.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})",
        f"imports alone          {bare:.3f} s",
        f"ratio                  {statistics.median(seconds) / bare:.2f}",
        f"resident               {memory:.1f} MB",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
