"""Each server as data."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

INSTALLED = Path(os.environ.get("BENCH_PEERS") or Path.home() / ".cache" / "understudy" / "bench-peers").absolute()
"""Where `make bench-peers` puts the peers."""

_PROGRAMS = Path(__file__).parent / "programs"
_MODULES = INSTALLED / "node_modules"
_COMMANDS = _MODULES / ".bin"
_PYTHON = INSTALLED / "python" / "bin"
_NGINX = shutil.which("nginx") or "/usr/sbin/nginx"  # where Debian puts it, and not everyone looks
_JAR = str(next(_MODULES.glob("wiremock/build/*.jar"), "wiremock.jar"))

Command = tuple[str | Path, ...]


@dataclass(frozen=True)
class Server:
    """How a server is asked for its version, and how it is started, in the directory of its document.

    `{document}` and `{port}` stand in the command. The templates in `files` are written beside the document, by their
    names there; $port, $target and $answer stand in them. Who does not `keep` records answers from the document alone.
    """

    version: Command
    command: Command
    files: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = True

    def prepared(self, document: Path, port: int, target: str, answer: str) -> list[str]:
        """The command, after its files have been written."""
        for name, template in self.files.items():
            file = document.parent / name
            file.parent.mkdir(exist_ok=True)
            text = Template((_PROGRAMS / template).read_text(encoding="utf-8"))
            file.write_text(text.substitute(port=port, target=target, answer=answer), encoding="utf-8")
        return [str(word).format(document=document.name, port=port) for word in self.command]


def _package(name: str) -> Command:
    return _PYTHON / "python", "-c", f"from importlib.metadata import version; print(version({name!r}))"


def _uvicorn(python: str | Path, app: str) -> Command:
    options = "--port {port} --no-access-log --lifespan off --loop uvloop --http httptools"
    return python, "-m", "uvicorn", app, "--app-dir", _PROGRAMS, *options.split()


UNDERSTUDY, PRISM, BARE = "Understudy", "Prism", "bare ASGI on uvicorn"
INVENTING = "Prism that makes up"
"""Without being told to, Prism answers where there is no example that each text is `string`, and each number 0."""

_PRISM = "mock {document} --host 127.0.0.1 --port {port} --verboseLevel silent"
_WIREMOCK = "--bind-address 127.0.0.1 --port {port} --root-dir . --no-request-journal --disable-request-logging"
_MOCKOON = "start --data {document} --hostname 127.0.0.1 --port {port} --disable-log-to-file --disable-admin-api"
_GRANIAN = "--interface asgi --loop uvloop --no-ws --no-log --port {port}"

PEERS: Mapping[str, Server] = {
    PRISM: Server(
        version=(_COMMANDS / "prism", "--version"),
        command=(_COMMANDS / "prism", *_PRISM.split()),
        keeps=False,
    ),
    INVENTING: Server(
        version=(_COMMANDS / "prism", "--version"),
        command=(_COMMANDS / "prism", *_PRISM.split(), "--dynamic"),
        keeps=False,
    ),
    "WireMock": Server(
        version=("java", "-jar", _JAR, "--version"),
        command=("java", "-jar", _JAR, *_WIREMOCK.split()),
        files={"mappings/answer.json": "wiremock.json.template"},
    ),
    "Mockoon": Server(
        version=(_COMMANDS / "mockoon-cli", "--version"),
        command=(_COMMANDS / "mockoon-cli", *_MOCKOON.split()),
        keeps=False,
    ),
    "openapi-backend": Server(
        version=("node", "-p", f"require('{_MODULES}/openapi-backend/package.json').version"),
        command=("node", _PROGRAMS / "openapi_backend.js", INSTALLED, "{port}"),
    ),
    "Connexion": Server(
        version=_package("connexion"),
        command=_uvicorn(_PYTHON / "python", "connexion_app:app"),
    ),
    "FastAPI": Server(
        version=_package("fastapi"),
        command=_uvicorn(_PYTHON / "python", "fastapi_app:app"),
    ),
}

LIMITS: Mapping[str, Server] = {
    BARE: Server(
        version=(sys.executable, "-m", "uvicorn", "--version"),
        command=_uvicorn(sys.executable, "bare:app"),
    ),
    "bare ASGI on granian": Server(
        version=_package("granian"),
        command=(_PYTHON / "granian", *_GRANIAN.split(), f"{_PROGRAMS / 'bare.py'}:app"),
    ),
    "nginx, a file": Server(
        version=(_NGINX, "-v"),
        command=(_NGINX, "-p", ".", "-e", "stderr", "-c", "nginx.conf"),
        files={"nginx.conf": "nginx.conf.template", "answer.json": "answer.json.template"},
    ),
}
"""What does nothing but answer."""

SERVERS: Mapping[str, Server] = {
    UNDERSTUDY: Server(
        version=(sys.executable, "-m", "understudy", "--version"),
        command=(sys.executable, "-m", "understudy", "serve", "{document}", "--quiet", "--port", "{port}"),
    ),
    **PEERS,
    **LIMITS,
}


def versions() -> dict[str, str]:
    """The servers that are installed, with their versions."""
    said = {name: _said(server.version) for name, server in SERVERS.items()}
    return {name: version for name, version in said.items() if version}


def _said(command: Command) -> str:
    try:
        return subprocess.check_output(command, stderr=subprocess.STDOUT, text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
