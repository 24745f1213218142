"""Reload: a mock is swapped for a new one whole, or not at all."""

import asyncio
import contextlib
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from live import SECONDS, Live, receive, send, serving, until
from starlette.types import Message, Receive, Scope, Send
from support import ask, document, mock, write

from understudy import project
from understudy.project import Project
from understudy.server import reload as reloading
from understudy.server.app import Memory, Mock, build
from understudy.server.reload import Stage
from understudy.server.run import Options

CONTRACT = document(
    """
    /products/{sku}:
      get:
        operationId: get_product
        parameters: [{name: sku, in: path, required: true, schema: {type: string}}]
        responses: {"200": {description: One, content: {application/json: {schema: {$ref: product.json}}}}}
    /word:
      get:
        operationId: get_word
        responses: {"200": {description: A word, content: {application/json: {schema: {type: string}}}}}
    """
)
PRODUCTS = """
    collection: products
    schema: product.json
    key: [sku]
    records:
      boots: {sku: b-1, name: Boots}
"""
WORD = """
    import asyncio

    waiting = []


    async def get_word():
        return "first"


    async def _wait():
        told = asyncio.Event()
        waiting.append((asyncio.get_running_loop(), told))
        await told.wait()
"""
PROJECT = {
    "openapi.yaml": CONTRACT,
    "product.json": '{"type": "object", "required": ["sku"]}',
    "fixtures/products.yaml": PRODUCTS,
    "handlers/words.py": WORD,
}

NOT_RELOADED = "Not reloaded: the last mock that held goes on."

Edit = Mapping[str, str]


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """What the engine logs."""
    logger = logging.getLogger("understudy")
    records: list[logging.LogRecord] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    handler, level = Keeping(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield records
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The project's mock on a stage; afterwards nothing of it stays loaded."""
    before = loaded()
    yield Stage(mock(tmp_path, PROJECT), lambda: mock(tmp_path))
    for name in loaded() - before:
        del sys.modules[name]


def loaded() -> set[str]:
    """Modules of handlers, by the private names under which they are loaded."""
    return {name for name in sys.modules if name.startswith("_understudy_handlers_")}


def said(records: list[logging.LogRecord]) -> list[tuple[str, str]]:
    """Level and text of what was logged."""
    return [(record.levelname, record.getMessage()) for record in records]


def got(stage: Stage, target: str) -> tuple[int, Any]:
    """Status and value of an answer."""
    reply = ask(stage, target)
    return reply.status, reply.json if reply.body else None


EDITS: Mapping[str, tuple[Edit, str, tuple[int, Any], tuple[int, Any]]] = {
    "a fixture": (
        {"fixtures/products.yaml": PRODUCTS.replace("Boots", "Sandals")},
        "/products/b-1",
        (200, {"sku": "b-1", "name": "Boots"}),
        (200, {"sku": "b-1", "name": "Sandals"}),
    ),
    "a handler": ({"handlers/words.py": WORD.replace("first", "other")}, "/word", (200, "first"), (200, "other")),
    "the contract": (
        {"openapi.yaml": CONTRACT.replace("/word:", "/words:")},
        "/words",
        (404, ...),
        (200, "first"),
    ),
    "a file that a $ref leads to": (
        {
            "product.json": '{"type": "object", "title": "product"}',
            "fixtures/products.yaml": PRODUCTS + "      s: {sku: s}",
        },
        "/products/s",
        (404, ...),
        (200, {"sku": "s"}),
    ),
    "one more handler": (
        {"handlers/products.py": "async def get_product(sku):\n    return {'sku': sku * 2}\n"},
        "/products/b-1",
        (200, {"sku": "b-1", "name": "Boots"}),
        (200, {"sku": "b-1b-1"}),
    ),
    "a helper of handlers": (
        {
            "handlers/words.py": "from .helper import word\n\n\nasync def get_word():\n    return word\n",
            "handlers/helper.py": "word = 1 * 'x'\n",
        },
        "/word",
        (200, "first"),
        (200, "x"),
    ),
}


@pytest.mark.parametrize(("edit", "target", "before", "after"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_changes_the_answers(
    edit: Edit,
    target: str,
    before: tuple[int, Any],
    after: tuple[int, Any],
    stage: Stage,
    tmp_path: Path,
    log: list[logging.LogRecord],
) -> None:
    """Not while the files are written, but once they are loaded anew."""

    def matches(expected: tuple[int, Any]) -> bool:
        status, value = got(stage, target)
        return status == expected[0] and expected[1] in (..., value)

    assert matches(before)
    write(tmp_path, edit)
    assert matches(before)
    log.clear()
    asyncio.run(stage.reload())
    assert matches(after)
    assert said(log) == [("INFO", "Reloaded.")]


def test_what_is_passed_over_in_a_document_alone_is_said_again(tmp_path: Path, log: list[logging.LogRecord]) -> None:
    """Who edits it sees what does not hold as at the start, and that the rest is served."""
    file = write(tmp_path, {"openapi.yaml": CONTRACT, "product.json": "{}"}) / "openapi.yaml"
    stage = Stage(mock(tmp_path), lambda: build(project.load(file, strict=False)))
    (tmp_path / "product.json").unlink()
    asyncio.run(stage.reload())
    (level, found), reloaded = said(log)
    assert level == "WARNING"
    assert re.search(
        r"openapi\.yaml:8:\d+: unresolvable \$ref 'product\.json': there is no such file\n1 finding: 1 ", found
    )
    assert reloaded == ("INFO", "Reloaded.")


BROKEN: Mapping[str, tuple[Edit, str]] = {
    "no YAML": ({"openapi.yaml": "openapi: [\n"}, "openapi.yaml:1:11: "),
    "no contract": ({"openapi.yaml": "openapi: 4.0.0\n"}, "openapi.yaml:1:1: "),
    "no UTF-8": ({"openapi.yaml": ""}, "openapi.yaml:"),
    "a schema that a record breaks": ({"product.json": '{"required": ["price"]}'}, "fixtures/products.yaml:"),
    "a fixture that is none": ({"fixtures/products.yaml": "[]"}, "fixtures/products.yaml:1:1: "),
    "a handler that is no Python": ({"handlers/words.py": "def ("}, "handlers/words.py:1:"),
    "a handler of no operation": ({"handlers/words.py": "def get_wrod(): ..."}, "handlers/words.py:1:1: "),
    "a handler that raises": ({"handlers/words.py": "\n1 / 0"}, "handlers/words.py:2:1: "),
    "a handler that exits": ({"handlers/words.py": "import sys\nsys.exit('usage: …')"}, "handlers/words.py:2:1: "),
    "a handler that never ends to recur": ({"handlers/words.py": "def f(): f()\nf()"}, "handlers/words.py:1:1: "),
    "a helper that is missing": ({"handlers/words.py": "from . import nothing"}, "handlers/words.py:1:1: "),
}


@pytest.mark.parametrize(("edit", "where"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_edit_keeps_the_last_mock_that_held(
    edit: Edit, where: str, stage: Stage, tmp_path: Path, log: list[logging.LogRecord]
) -> None:
    """The findings are logged, the answers stay, and mending the files mends the mock."""
    held = stage.mock
    write(tmp_path, edit)
    asyncio.run(stage.reload())
    (level, text) = said(log)[-1]
    findings = text.splitlines()
    assert level == "ERROR"
    assert findings[-1] == NOT_RELOADED
    assert findings[0].startswith(f"{tmp_path}/{where}")
    assert "Traceback" not in text
    assert stage.mock is held
    assert got(stage, "/word") == (200, "first")
    assert got(stage, "/products/b-1") == (200, {"sku": "b-1", "name": "Boots"})
    write(tmp_path, {**PROJECT, "handlers/words.py": WORD.replace("first", "mended")})
    asyncio.run(stage.reload())
    assert got(stage, "/word") == (200, "mended")
    assert said(log)[-1] == ("INFO", "Reloaded.")


@pytest.mark.parametrize("gone", ["openapi.yaml", "product.json", "."])
def test_files_that_are_gone_keep_the_last_mock_that_held(
    gone: str, stage: Stage, tmp_path: Path, log: list[logging.LogRecord]
) -> None:
    """An editor that saves by way of another file leaves a moment without any."""
    aside = tmp_path.with_name(f"{tmp_path.name}-aside")
    path = tmp_path / gone
    path.rename(aside)
    asyncio.run(stage.reload())
    assert said(log)[-1][1].endswith(NOT_RELOADED)
    assert got(stage, "/word") == (200, "first")
    aside.rename(path)
    asyncio.run(stage.reload())
    assert said(log)[-1] == ("INFO", "Reloaded.")


@pytest.mark.parametrize("name", [".#products.yaml", "._products.yaml", ".products.yaml"])
def test_hidden_files_are_nobodys_fixtures(
    name: str, stage: Stage, tmp_path: Path, log: list[logging.LogRecord]
) -> None:
    """An editor's lock is a link to nowhere with a fixture's ending, and a file system may keep its notes so."""
    hidden = tmp_path / "fixtures" / name
    if name.startswith(".#"):
        hidden.symlink_to("somebody@machine.1:1")
    else:
        hidden.write_bytes(b"\x00\x05\x16\x07")
    asyncio.run(stage.reload())
    assert said(log) == [("INFO", "Reloaded.")]


def test_an_edit_of_a_helper_counts_however_quick(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the same size and the same second is read again, wherever it stands in the alphabet."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    handler = "from .zoo import word\n\n\nasync def get_word():\n    return word\n"
    for word in ("one", "two", "six"):
        write(tmp_path, {"handlers/words.py": handler, "handlers/zoo.py": f"word = '{word}'\n"})
        os.utime(tmp_path / "handlers" / "zoo.py", (1_800_000_000, 1_800_000_000))
        asyncio.run(stage.reload())
        assert got(stage, "/word") == (200, word)


def test_old_handlers_are_forgotten(stage: Stage) -> None:
    """However often a project is loaded, its modules are there once."""
    asyncio.run(stage.reload())
    once = len(loaded())
    for _ in range(3):
        asyncio.run(stage.reload())
    assert len(loaded()) == once


@pytest.mark.parametrize(
    ("edit", "mended"),
    [
        pytest.param({"handlers/words.py": "1 / 0"}, PROJECT, id="after a module that raises"),
        pytest.param({"openapi.yaml": "openapi: 4.0.0"}, PROJECT, id="after a contract that is none"),
        pytest.param({"fixtures/products.yaml": "[]"}, PROJECT, id="after a fixture that is none"),
        pytest.param({"handlers/words.py": "def _helper(): ..."}, {}, id="after none but helpers"),
    ],
)
def test_handlers_that_never_served_are_forgotten_too(edit: Edit, mended: Edit, stage: Stage, tmp_path: Path) -> None:
    """Loading in vain leaves nothing loaded."""
    asyncio.run(stage.reload())
    write(tmp_path, edit)
    asyncio.run(stage.reload())
    once = len(loaded())
    for _ in range(3):
        asyncio.run(stage.reload())
    assert len(loaded()) <= once
    write(tmp_path, mended)
    asyncio.run(stage.reload())
    assert len(loaded()) <= once


SLOW = WORD.replace('return "first"', 'await _wait()\n        return "first"')
LAZY = WORD.replace('return "first"', "await _wait()\n        from .helper import word\n\n        return word")


@pytest.mark.parametrize(
    ("handler", "edit"),
    [
        pytest.param(SLOW, {"handlers/words.py": WORD.replace("first", "second")}, id="the handler changes"),
        pytest.param(
            SLOW,
            {"openapi.yaml": CONTRACT.replace("{type: string}}}}}", "{type: integer}}}}}")},
            id="the schema changes",
        ),
        pytest.param(LAZY, {"handlers/words.py": WORD.replace("first", "second")}, id="the handler imports later"),
    ],
)
def test_a_request_under_way_is_answered_by_the_mock_that_it_began_with(
    handler: str, edit: Edit, stage: Stage, tmp_path: Path, log: list[logging.LogRecord]
) -> None:
    """What was asked before the swap is answered as before the swap, and what is asked after it as after it."""
    write(tmp_path, {"handlers/words.py": handler, "handlers/helper.py": "word = 'first'\n"})
    asyncio.run(stage.reload())
    waiting = stage.mock.project.handlers["get_word"].function.__globals__["waiting"]
    sent: list[Message] = []

    async def conversation() -> None:
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": "/word",
            "raw_path": b"/word",
            "query_string": b"",
            "root_path": "",
            "headers": [],
            "scheme": "http",
            "http_version": "1.1",
        }

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def keep(message: Message) -> None:
            sent.append(message)

        asked = asyncio.ensure_future(stage(scope, nothing, keep))
        while not waiting:  # noqa: ASYNC110 - the handler comes from a file, and has no event of ours to set
            await asyncio.sleep(0)
        write(tmp_path, edit)
        await stage.reload()
        waiting[0][1].set()
        await asked

    asyncio.run(conversation())
    assert said(log)[-1] == ("INFO", "Reloaded.")
    assert [message["status"] for message in sent[:1]] == [200]
    assert json.loads(sent[1]["body"]) == "first"


# What is watched.


def test_what_is_watched_is_bounded_and_holds_the_projects_own(tmp_path: Path) -> None:
    """Hidden and foreign directories are passed over; however many others there are, a project's own are among them."""
    for name in ("fixtures", "handlers", "schemas/deep", ".git/x", "node_modules/x", "__pycache__", "venv/lib"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").touch()
    names = {str(path.relative_to(tmp_path)) for path in reloading._directories(tmp_path)}
    assert names == {".", "fixtures", "handlers", "schemas", "schemas/deep", "venv"}
    for number in range(reloading._MOST_DIRECTORIES):
        (tmp_path / "archive" / str(number)).mkdir(parents=True)
    many = set(reloading._directories(tmp_path))
    assert len(many) <= reloading._MOST_DIRECTORIES
    assert many >= {tmp_path, tmp_path / "fixtures", tmp_path / "handlers"}


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("openapi.yaml", True),
        ("fixtures/a.yml", True),
        ("fixtures/a.json", True),
        ("fixtures/A.YAML", True),
        ("schemas/deep/a.json", True),
        ("handlers/a.py", True),
        ("handlers/deep/a.py", True),
        ("a.py", False),
        ("tests/test_a.py", False),
        ("README.md", False),
        ("fixtures/.a.yaml.swp", False),
        ("fixtures/.#a.yaml", False),
        (".git/a.yaml", False),
    ],
)
def test_what_counts(path: str, counts: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column of the table
    """Data anywhere, and Python among the handlers: when it appears, changes and goes."""
    seen = [reloading.snapshot(tmp_path)]
    for edit in (
        lambda _: write(tmp_path, {path: "a"}),
        lambda _: write(tmp_path, {path: "ab"}),
        lambda file: os.utime(file, (1, 1)),
        lambda file: file.with_suffix(".new").write_text("ab") and file.with_suffix(".new").rename(file),
        lambda file: file.unlink(),
    ):
        edit(tmp_path / path)
        seen.append(reloading.snapshot(tmp_path))
    changes = [earlier != later for earlier, later in pairwise(seen)]
    assert changes == [counts] * 5


def test_what_vanishes_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and directories come and go while they are looked at."""
    write(tmp_path, PROJECT)
    before = reloading.snapshot(tmp_path)
    assert list(reloading._directories(tmp_path / "gone")) == [tmp_path / "gone"]
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    directories = list(reloading._directories(tmp_path))
    monkeypatch.setattr(reloading, "_directories", lambda _: iter([tmp_path / "gone", *directories]))
    assert reloading.snapshot(tmp_path) == before


@contextlib.contextmanager
def watched(path: Path) -> Iterator[Live]:
    """The project at a path, served in this process and watched closely."""
    with patch.object(reloading, "SECONDS", 0.02), serving(path, Options(reload=True)) as live:
        yield live


def value(live: Live, target: str) -> Any:
    """What a GET gives, on a connection of its own."""
    with live.connect() as connection:
        send(connection, f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        return receive(connection, 1)[0].json


def told(live: Live) -> list[str]:
    """What was logged beside the requests."""
    return [line for line in live.lines if "GET" not in line]


def test_a_new_directory_of_fixtures_counts(tmp_path: Path) -> None:
    """What the project did not have when it started is seen when it appears, and then watched."""
    write(tmp_path, {name: text for name, text in PROJECT.items() if not name.startswith("fixtures/")})
    with watched(tmp_path) as live:
        assert "name" not in value(live, "/products/b-1")
        write(tmp_path, {"fixtures/products.yaml": PRODUCTS})
        until(lambda: value(live, "/products/b-1").get("name") == "Boots", "the fixtures are seen")
        write(tmp_path, {"fixtures/products.yaml": PRODUCTS.replace("Boots", "Sandals")})
        until(lambda: value(live, "/products/b-1").get("name") == "Sandals", "the change is seen")
        assert told(live) == ["Reloaded."] * 2


def test_a_file_written_while_a_reload_is_under_way_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reading of the files and the next look at them nothing is lost."""
    write(tmp_path, PROJECT)
    load = project.load
    changed = [WORD.replace("first", "third")]

    loads: list[Path] = []

    def load_and_change(path: Path, start: datetime | None, *, strict: bool, **_: Any) -> Project:
        loads.append(path)
        loaded = load(path, start, strict=strict)
        if changed and len(loads) > 1:
            write(tmp_path, {"handlers/words.py": changed.pop()})
        return loaded

    monkeypatch.setattr(project, "load", load_and_change)
    with watched(tmp_path) as live:
        write(tmp_path, {"handlers/words.py": WORD.replace("first", "second")})
        until(lambda: value(live, "/word") == "third", "the later change is seen")


def test_changes_that_do_not_count_reload_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note beside the contract is no change of the mock."""
    write(tmp_path, PROJECT)
    looks: list[reloading.Snapshot] = []
    look = reloading.snapshot

    def counted(directory: Path) -> reloading.Snapshot:
        looks.append(look(directory))
        return looks[-1]

    monkeypatch.setattr(reloading, "snapshot", counted)
    with watched(tmp_path) as live:
        write(tmp_path, {"notes.txt": "a", "tools/x.py": "1"})
        enough = len(looks) + 4
        until(lambda: len(looks) >= enough, "the files are looked at")
        assert told(live) == []


def test_a_failure_that_nobody_expected_does_not_end_the_watching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is logged in a line, the last mock goes on, and the next change is seen."""
    write(tmp_path, PROJECT)
    load = project.load
    failures = [OSError("the disk is on fire")]

    loads: list[Path] = []

    def load_or_fail(path: Path, start: datetime | None, *, strict: bool, **_: Any) -> Project:
        loads.append(path)
        if failures and len(loads) > 1:
            raise failures.pop()
        return load(path, start, strict=strict)

    monkeypatch.setattr(project, "load", load_or_fail)
    with watched(tmp_path) as live:
        write(tmp_path, {"handlers/words.py": WORD.replace("first", "second")})
        until(lambda: not failures, "the change is seen")
        assert value(live, "/word") == "first"
        write(tmp_path, {"handlers/words.py": WORD.replace("first", "third")})
        until(lambda: value(live, "/word") == "third", "the next change is seen", 3)
        failure, success = told(live)
        assert "the disk is on fire" in failure
        assert "Not reloaded" in failure
        assert success == "Reloaded."


def test_the_watching_ends_with_the_server_while_a_reload_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reload that takes its time does not hold the end up, and leaves no trace in the log."""
    write(tmp_path, PROJECT)
    begun, go_on = threading.Event(), threading.Event()
    load = project.load

    loads: list[Path] = []

    def slowly(path: Path, start: datetime | None, *, strict: bool, **_: Any) -> Project:
        loads.append(path)
        if len(loads) > 1:
            begun.set()
            go_on.wait(SECONDS)
        return load(path, start, strict=strict)

    monkeypatch.setattr(project, "load", slowly)
    with watched(tmp_path) as live:
        write(tmp_path, {"handlers/words.py": WORD.replace("first", "second")})
        assert begun.wait(SECONDS), "the change is not seen"
        live.server.should_exit = True
        go_on.set()
    assert told(live) in ([], ["Reloaded."])


def test_what_is_not_watched_lives_as_long_as_its_server(tmp_path: Path) -> None:
    """The application's life begins and ends when the server says so, with nothing to watch too."""
    stage = Stage(mock(tmp_path, PROJECT))
    told = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[Message] = []

    async def receive_next() -> Message:
        return told.pop(0)

    async def keep(message: Message) -> None:
        sent.append(message)

    async def life() -> None:
        await stage({"type": "lifespan"}, receive_next, keep)

    asyncio.run(life())
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_an_answer_that_has_begun_is_not_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stops while it sends an answer may cut it short; no other answer is put into it."""
    stage = Stage(mock(tmp_path, PROJECT))
    sent: list[Message] = []

    async def begin(_: Mock, __: Scope, ___: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise asyncio.CancelledError

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    async def keep(message: Message) -> None:
        sent.append(message)

    monkeypatch.setattr(Mock, "__call__", begin)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stage({"type": "http"}, nothing, keep))
    assert [message["type"] for message in sent] == ["http.response.start"]


# For once as a process of its own.


def test_a_process_reloads(tmp_path: Path) -> None:
    """An edit is seen by who connects anew and by who stays connected; the port stays, and the end is clean."""
    write(tmp_path, PROJECT)
    command = [sys.executable, "-m", "understudy", "serve", str(tmp_path), "--port", "0", "--reload"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            port = announced(process)
            with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as kept:
                assert word(kept) == "first"
                write(tmp_path, {"handlers/words.py": WORD.replace("first", "second")})
                until(lambda: word(kept) == "second", "the new answer is seen")
                with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as fresh:
                    assert word(fresh) == "second"
                write(tmp_path, {"openapi.yaml": "openapi: 4.0.0\n"})
                write(tmp_path, {"handlers/words.py": WORD.replace("first", "third")})
                assert not_reloaded(process)
                assert word(kept) == "second"
                write(tmp_path, {"openapi.yaml": CONTRACT})
                until(lambda: word(kept) == "third", "the mended answer is seen")
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Reloaded." in errors
    assert "Traceback" not in errors


def announced(process: subprocess.Popen[str]) -> int:
    """The port in a process's banner, which is read to its end."""
    assert process.stdout is not None
    port = 0
    for line in process.stdout:
        if found := re.search(r"at http://127\.0\.0\.1:(\d+)$", line):
            port = int(found[1])
        if line.startswith("Stop with"):
            return port
    raise AssertionError("the process ends without a banner")


def word(connection: socket.socket) -> Any:
    """What `/word` gives, on a connection that is kept."""
    send(connection, b"GET /word HTTP/1.1\r\nHost: a\r\n\r\n")
    return receive(connection, 1)[0].json


def not_reloaded(process: subprocess.Popen[str]) -> bool:
    """Read what a process complains of, until it says that it goes on as before."""
    assert process.stderr is not None
    return any(line.strip() == NOT_RELOADED for line in process.stderr)


def test_what_was_written_and_holds_no_longer_is_gone_and_said(tmp_path: Path, log: list[logging.LogRecord]) -> None:
    """The log names the record and the session; one that still holds stays."""
    memory = Memory()
    write(tmp_path, PROJECT)
    stage = Stage(build(project.load(tmp_path), memory), lambda: build(project.load(tmp_path), memory))
    for sku in ("t-1", "t-2"):
        body = json.dumps({"sku": sku, "price": 3} if sku == "t-1" else {"sku": sku}).encode()
        headers = {"Host": "localhost", "Content-Type": "application/json", "Understudy-Session": "ada"}
        reply = ask(stage, f"/_understudy/records/products/{sku}", "PUT", headers=headers, body=body)
        assert reply.status == 200, reply.body
    write(
        tmp_path,
        {
            "product.json": '{"required": ["sku", "price"]}',
            "fixtures/products.yaml": PRODUCTS.replace("}", ", price: 1}"),
        },
    )
    asyncio.run(stage.reload())
    assert said(log) == [
        ("WARNING", "products/t-2, as written in session ada, does not hold any more and is gone."),
        ("INFO", "Reloaded."),
    ]
    statuses = [ask(stage, f"/~ada/products/{sku}").status for sku in ("b-1", "t-1", "t-2")]
    assert statuses[:2] == [200, 200]
    assert statuses[2] != 200
