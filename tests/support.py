"""What many tests need: projects written down in place, and a client that asks an ASGI application directly."""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.types import ASGIApp, Message, Scope

from understudy import project
from understudy.contract import contract
from understudy.errors import ProjectError
from understudy.server.app import Mock, build

ROOT = Path(__file__).parents[1]
"""This repository, which is a mock project itself."""


def write(directory: Path, files: Mapping[str, str]) -> Path:
    """A directory with these files in it, their texts without the indentation that they have in a test."""
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return directory


def document(paths: str, components: str = "", *, version: str = "3.1.0") -> str:
    """An OpenAPI document with these paths and components, each a block of YAML."""
    blocks = [f"openapi: {version}", "info: {title: Test, version: '1'}", "paths:", _indented(paths)]
    return "\n".join([*blocks, "components:", _indented(components)] if components else blocks)


def _indented(block: str) -> str:
    return "\n".join(f"  {line}" for line in dedent(block).strip("\n").splitlines())


def findings(directory: Path) -> list[str]:
    """What is found in a project, each as it is printed; file names are relative to the project."""
    try:
        project.load(directory)
    except ProjectError as error:
        return [re.sub(rf"{re.escape(str(directory))}(/|(?=:))", "", str(finding)) for finding in error.findings]
    return []


def problems(directory: Path, files: Mapping[str, str]) -> list[str]:
    """What is found in the contract that these files make; the first of them is its document."""
    try:
        contract.load(write(directory, files) / next(iter(files)), next(iter(files)))
    except ProjectError as error:
        return [str(finding) for finding in error.findings]
    return []


def mock(directory: Path, files: Mapping[str, str] | None = None) -> Mock:
    """The mock of the project in a directory, with these files written first."""
    return build(project.load(write(directory, files or {})))


@dataclass(frozen=True)
class Reply:
    """What came back; the names of headers in lower case. Nothing at all came where the status is 0.

    Of equal names `headers` has the last one, `lines` all of them.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    lines: Sequence[tuple[str, str]] = ()
    is_whole: bool = True

    @property
    def json(self) -> Any:
        """The body's JSON value."""
        return json.loads(self.body)


def scope(
    target: str, method: str = "GET", headers: Mapping[str, str] | Iterable[tuple[str, str]] = (), **more: Any
) -> Scope:
    """A request's scope, its target exactly as it is written; `more` are members that it has, or has otherwise."""
    path, _, query = target.partition("?")
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 4010),
        **more,
    }


async def fetch(app: ASGIApp, request: Scope, body: bytes | Iterable[bytes] = b"") -> Reply:
    """Ask an ASGI application in the loop that runs; the body may come in chunks."""
    chunks = [body] if isinstance(body, bytes) else list(body)
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks) - 1}
        for index, chunk in enumerate(chunks)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(request, receive, send)
    start = next((message for message in sent if message["type"] == "http.response.start"), None)
    if start is None:
        return Reply(0, {}, b"", is_whole=False)
    parts = [message for message in sent if message["type"] == "http.response.body"]
    lines = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"]]
    whole = bool(parts) and not parts[-1].get("more_body", False)
    return Reply(start["status"], dict(lines), b"".join(part.get("body", b"") for part in parts), lines, whole)


def ask(
    app: ASGIApp,
    target: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | Iterable[bytes] = b"",
) -> Reply:
    """Ask an ASGI application for a target exactly as it is written; the body may come in chunks."""
    return asyncio.run(fetch(app, scope(target, method, headers), body))


def counted(monkeypatch: pytest.MonkeyPatch, holder: Any, name: str) -> list[Any]:
    """What a function is called with from now on."""
    asked: list[Any] = []
    known = getattr(holder, name)

    def counting(*given: Any) -> Any:
        asked.append(given)
        return known(*given)

    monkeypatch.setattr(holder, name, counting)
    return asked


class Outside:
    """The time outside, which stands still until a test lets it pass."""

    def __init__(self, now: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._began = self._now = now

    def __call__(self) -> datetime:
        """What a wall's clock shows."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that have passed."""
        return (self._now - self._began).total_seconds()

    def passes(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
