"""The command `understudy`: what it prints, where it prints it, and how it exits."""

import errno
import gc
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import IO, Any

import click
import pytest
from click.testing import CliRunner, Result
from live import SECONDS
from msgspec.structs import asdict
from support import ROOT, document, write

from understudy import cli
from understudy.cli import main
from understudy.server import run
from understudy.server.run import Options

EMPTY = {"openapi.yaml": "openapi: 3.1.0\ninfo: {title: Empty, version: '1'}\npaths: {}\n"}


def command(*arguments: str) -> Result:
    """What the command does, asked in this process."""
    return CliRunner().invoke(main, list(arguments), prog_name="understudy")


def process(
    *arguments: str, cwd: Path = ROOT, stdout: IO[str] | int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What the command does as a process that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "understudy", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def serving(*arguments: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves, and the URL in its banner, which has been read to its end."""
    started = [sys.executable, "-m", "understudy", "serve", "--port", "0", *arguments]
    with subprocess.Popen(started, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            banner = []
            for line in server.stdout:
                banner.append(line)
                if line.startswith("Stop with"):
                    break
            url = re.search(r"at (http://\S+)$", "".join(banner), re.MULTILINE)
            assert url, "the process ends without a banner"
            yield server, url[1]
        finally:
            if server.poll() is None:
                server.kill()


def ends(server: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str, str]:
    """Exit code, and what was printed on the way out."""
    server.send_signal(how)
    out, errors = server.communicate(timeout=SECONDS)
    return server.returncode, out, errors


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command asks the server to do; it does nothing."""
    calls: list[dict[str, Any]] = []

    def note(path: Path, options: Options, announce: Callable[[str], None]) -> None:
        calls.append({"path": path, **asdict(options), "announce": announce})

    monkeypatch.setattr(run, "serve", note)
    return calls


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_the_commands(option: str) -> None:
    """The first line that a new user reads."""
    result = command(option)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: understudy [OPTIONS] COMMAND [ARGS]...\n")
    assert re.search(r"^  serve  +Serve mock PROJECTS", result.stdout, re.MULTILINE)
    assert result.stderr == ""


def test_help_of_serve_names_every_option_and_its_default() -> None:
    """Nothing has to be looked up elsewhere."""
    result = command("serve", "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: understudy serve [OPTIONS] [PROJECTS]...\n")
    for words in ("--host", "127.0.0.1", "--port", "4010", "0<=x<=65535", "--reload", "--demo"):
        assert words in result.stdout


def test_no_command_is_help() -> None:
    """Whoever asks nothing is told what to ask, and that it was nothing."""
    result = command()
    assert result.exit_code == 2
    assert "Usage: understudy" in result.output


def test_version_is_that_of_the_package() -> None:
    """One line, for bug reports."""
    result = command("--version")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(r"understudy \d+\.\d+\.\d+\n", result.stdout)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["sevre"], "No such command 'sevre'. Did you mean 'serve'? There are: serve, check"),
        (["mock", "shop"], "No such command 'mock'. There are: serve, check"),
        (
            ["openapi.yaml"],
            "No such command 'openapi.yaml'. A project stands behind a command: understudy serve openapi.y",
        ),
        (["."], "No such command '.'. A project stands behind a command: understudy serve ."),
        (["--port", "1"], "No such option '--port'. It stands behind a command: understudy serve --port"),
        (["--no-such", "serve"], "No such option '--no-such'."),
        (["serve", "--prot", "1"], "--prot"),
        (["serve", "--port", "many"], "'many' is not a valid port"),
        (["serve", "--port", "-1"], "-1 is not in the range"),
        (["serve", "--port", "65536"], "65536 is not in the range"),
        (["serve", "--port"], "requires an argument"),
        (["serve", "--port", ""], "'' is not a valid port"),
        (["serve", "--clock", "noon"], "a date-time with its time zone is expected, such as 2026-01-01T00:00:00Z"),
        (["serve", "--delay", "2"], "a duration is expected, such as 10s, 1m 30s or 250ms"),
        (["serve", "--delay", "6m"], "nobody is made to wait longer than 5m"),
        (["serve", "--token", ""], "Invalid value for '--token': an empty token is nobody's"),
        (["serve", "--token", "good", "--token", " "], "an empty token is nobody's"),
        (["serve", "--control-token", ""], "Invalid value for '--control-token': an empty token is nobody's"),
        (["serve", "--token", "good", "--no-auth"], "--no-auth lets everybody in, --token (or UNDERSTUDY_TOKEN) does"),
    ],
)
def test_what_cannot_be_parsed_exits_with_2(arguments: list[str], complaint: str) -> None:
    """A mistake in the command is told apart from one in the project."""
    result = command(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


@pytest.mark.parametrize(
    ("arguments", "asks"),
    [
        ([], {}),
        (["shop"], {"path": Path("shop")}),
        (["a.yaml", "b.yaml", "c"], {"path": Path("a.yaml"), "beside": (Path("b.yaml"), Path("c"))}),
        (["--port", "0", "--host", "0.0.0.0", "--reload"], {"port": 0, "host": "0.0.0.0", "reload": True}),
        (["--clock", "2026-01-01T00:00:00Z"], {"clock": datetime(2026, 1, 1, tzinfo=UTC)}),
        (["--scenario", "flaky", "--seed", "7"], {"scenario": "flaky", "seed": "7"}),
        (["--control-token", "open"], {"control_token": "open"}),
        (["--token", "good"], {"tokens": ("good",)}),
        (["--token", "good", "--token", "anna:pa ss, "], {"tokens": ("good", "anna:pa ss, ")}),
        (["--no-auth"], {"no_auth": True}),
        (["--stateless", "--eager"], {"stateless": True, "eager": True}),
        (["--no-replay", "--quiet"], {"no_replay": True, "quiet": True}),
        (["--allow-refs", str(ROOT)], {"allow_refs": (ROOT,)}),
        (["--strict"], {"strict": True}),
        (["--no-strict"], {"strict": False}),
        (["--demo"], {"path": ROOT}),
        (["-p", "4011"], {"port": 4011}),
        (["--dynamic", "--delay", "1s 500ms"], {"dynamic": True, "delay": timedelta(seconds=1.5)}),
        (["-d"], {"dynamic": True}),
    ],
)
def test_serve_asks_for_what_was_said(
    arguments: list[str], asks: Mapping[str, Any], asked: list[dict[str, Any]]
) -> None:
    """What was left out is this directory, on this machine, at port 4010, without a watch."""
    assert command("serve", *arguments).exit_code == 0
    assert asked == [{"path": Path(), **asdict(Options()), "announce": click.echo, **asks}]


def test_a_demo_is_not_served_beside_anything() -> None:
    """Who names a project is not given another one."""
    result = command("serve", "--demo", "shop")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leave out shop, or --demo" in result.stderr


@pytest.mark.usefixtures("asked")
def test_no_garbage_is_looked_for_until_there_is_a_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is imported stays, as what is loaded does; a command that has come to its end leaves nobody without."""
    done: list[str] = []
    monkeypatch.setattr(gc, "disable", lambda: done.append("off"))
    monkeypatch.setattr(gc, "enable", lambda: done.append("on"))
    command("serve")
    assert done == ["off", "on"]


@pytest.mark.parametrize(
    ("variable", "arguments", "tokens"),
    [
        ("good", [], ("good",)),
        ("one good, token", [], ("one good, token",)),
        ("good", ["--token", "better"], ("better",)),
        ("", [], ()),
        ("", ["--no-auth"], ()),
    ],
)
def test_the_environment_names_one_token(
    variable: str,
    arguments: list[str],
    tokens: tuple[str, ...],
    asked: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of the variable is the token; what the command says goes before it, and an empty one is none."""
    monkeypatch.setenv("UNDERSTUDY_TOKEN", variable)
    assert command("serve", *arguments).exit_code == 0
    assert asked[0]["tokens"] == tokens


@pytest.mark.parametrize(
    ("variable", "arguments", "complaint"),
    [("good", ["--no-auth"], "leave one out"), (" ", [], "an empty token is nobody's")],
)
def test_a_token_of_the_environment_is_no_other(
    variable: str, arguments: list[str], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused where one of the command would be."""
    monkeypatch.setenv("UNDERSTUDY_TOKEN", variable)
    result = command("serve", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


def test_an_installed_demo_is_preferred(
    asked: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel carries the demo inside the package."""
    (tmp_path / "demo").mkdir()
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "cli" / "__init__.py"))
    command("serve", "--demo")
    assert asked[0]["path"] == tmp_path / "demo"


def test_an_interrupt_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is how a server is meant to end."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "serve", interrupted)
    result = command("serve")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Stopped.\n")


FAULTS: Mapping[str, tuple[Mapping[str, str | bytes | None], Sequence[str], Sequence[str]]] = {
    "no such project": (
        {},
        ["nowhere"],
        ["nowhere: no such file or directory: name a mock project's directory or an OpenAPI document"],
    ),
    "no contract in it": (
        {"README.md": "Shop"},
        ["."],
        [".: no contract here: openapi.yaml is expected in this directory"],
    ),
    "a document that is called otherwise": (
        {
            "a.json": "{}",
            "b.txt": "openapi: 3",
            "c": "openapi: 3",
            "d.yaml": None,
            "shop.yml": "info: {}\nopenapi: 3.1.0",
        },
        ["."],
        [".: no contract here: openapi.yaml is expected in this directory; shop.yml may be meant: name it"],
    ),
    "a document one directory deeper": (
        {"fixtures/a.yaml": "collection: a", "spec/a.yaml": "a: 1", "spec/shop.yaml": "openapi: 3.1.0"},
        ["."],
        [".: no contract here: openapi.yaml is expected in this directory; spec/shop.yaml may be meant: name it"],
    ),
    "a document on the network": (
        {},
        ["https://example.com/openapi.json"],
        [
            "https://example.com/openapi.json: nothing is asked of the network: fetch the document first, .*",
        ],
    ),
    "a directory where the contract should be": (
        {"openapi.yaml": None},
        ["."],
        [".: no contract here: openapi.yaml is expected in this directory"],
    ),
    "a directory where a fixture should be": (
        {**EMPTY, "fixtures/a.yaml": None},
        ["."],
        ["fixtures/a.yaml: cannot be read: Is a directory"],
    ),
    "a directory where a handler should be": (
        {**EMPTY, "handlers/a.py": None},
        ["."],
        [r"handlers/a\.py:1:1: cannot be loaded: .*"],
    ),
    "a module of handlers that cannot be imported": (
        {**EMPTY, "handlers/my-own.py": "", "handlers/.#b-c.py": "1", "handlers/read-me.md": ""},
        ["."],
        ["handlers/my-own.py: cannot be loaded: a module's name has letters, digits and underscores alone"],
    ),
    "a picture": ({"a.png": b"\x89PNG\r\n\x1a\n\xff\xfe"}, ["a.png"], ["a.png:1:1: is not UTF-8: .*"]),
    "nothing": (
        {"openapi.yaml": ""},
        ["."],
        ["openapi.yaml:1:1: not an OpenAPI document: there is nothing in the file"],
    ),
    "not an OpenAPI document": ({"a.json": '{"swagger": "2.0"}'}, ["a.json"], ["a.json:1:[12]: .*"]),
    "no YAML": ({"openapi.yaml": "a: [\n"}, ["."], ["openapi.yaml:1:5: not YAML: .*"]),
    "several things at once": (
        {
            **EMPTY,
            "fixtures/a.yaml": "[]",
            "fixtures/b.yaml": "1",
            "handlers/c.py": "def (",
            "handlers/d.py": "\n\n1/0",
        },
        ["."],
        [
            "fixtures/a.yaml:1:1: not a collection: .*",
            "fixtures/b.yaml:1:1: not a collection: .*",
            "handlers/c.py:1:5: not Python: .*",
            "handlers/d.py:3:1: cannot be loaded: ZeroDivisionError: division by zero",
        ],
    ),
    "a handler that exits": (
        {**EMPTY, "handlers/a.py": "raise SystemExit(3)"},
        ["."],
        ["handlers/a.py:1:1: cannot be loaded: SystemExit: 3"],
    ),
    "a handler that exits as if all were well": (
        {**EMPTY, "handlers/a.py": "raise SystemExit"},
        ["."],
        ["handlers/a.py:1:1: cannot be loaded: SystemExit.*"],
    ),
    "an address that is none": (EMPTY, [".", "--host", "192.0.2.1"], ["cannot listen on 192.0.2.1:4010: .*"]),
    "a name that is none": (EMPTY, [".", "--host", "two..dots"], ["cannot listen on two..dots:4010: .*"]),
}


@pytest.mark.parametrize(("files", "arguments", "lines"), FAULTS.values(), ids=FAULTS.keys())
def test_what_does_not_hold_is_found(
    files: Mapping[str, str | bytes | None],
    arguments: Sequence[str],
    lines: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Findings stand on stderr, one per line, the exit code is 1, and there is no stack trace."""
    for name, content in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            file.mkdir()
        else:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    monkeypatch.chdir(tmp_path)
    result = command("serve", *arguments)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert (result.exit_code, result.stdout) == (1, "")
    found = result.stderr.splitlines()
    assert len(found) == len(lines), result.stderr
    for line, pattern in zip(found, lines, strict=True):
        assert line == pattern or re.fullmatch(pattern, line)


def test_an_unreadable_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own words say why."""
    write(tmp_path, EMPTY)

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    result = command("serve", str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path}/openapi.yaml: cannot be read: Permission denied\n"


def test_an_unreadable_handler_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name that it has for whoever started the mock; what it fails to read itself is its own affair."""
    write(tmp_path, {**EMPTY, "handlers/a.py": "", "handlers/b.py": "open('/nowhere')"})

    def refused(_: SourceFileLoader, path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as unreadable:
        unreadable.setattr(SourceFileLoader, "get_data", refused)
        result = command("serve", str(tmp_path))
    lines = [f"{tmp_path}/handlers/{name}.py: cannot be read: Permission denied" for name in "ab"]
    assert (result.exit_code, result.stderr.splitlines()) == (1, lines)
    (tmp_path / "handlers/a.py").unlink()
    assert "/b.py:1:1: cannot be loaded: FileNotFoundError" in command("serve", str(tmp_path)).stderr


@pytest.mark.parametrize("name", ["fixtures", "handlers"])
def test_an_unreadable_directory_is_found(name: str, tmp_path: Path) -> None:
    """What is in it is not passed over."""
    (write(tmp_path, EMPTY) / name).symlink_to(name)
    result = command("check", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        f"{tmp_path}/{name}: error: cannot be read: Too many levels of symbolic links [source/unreadable]"
    )


def test_a_place_that_cannot_be_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own words say why, without a stack trace."""
    write(tmp_path, EMPTY)

    def refused(*_: object) -> bool:
        raise PermissionError(13, "Permission denied", "secret/openapi.yaml")

    monkeypatch.setattr(Path, "is_dir", refused)
    for name in ("check", "serve"):
        result = command(name, str(tmp_path))
        assert (result.exit_code, result.stderr) == (2, "secret/openapi.yaml: Permission denied\n")


def test_who_stops_reading_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `head` does when it has what it wants."""

    def gone(*_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(click, "echo", gone)
    result = command("check", "--explain")
    assert (result.exit_code, result.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_is_full_is_said(tmp_path: Path) -> None:
    """A disk may be; nothing is said twice, and there is no stack trace."""
    write(tmp_path, EMPTY)
    for name in (["check"], ["serve", "--port", "0"]):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            result = process(*name, str(tmp_path), stdout=full)
        assert (result.returncode, result.stderr) == (2, "No space left on device\n")


def test_a_path_in_an_unknown_encoding_is_found() -> None:
    """File names are bytes, and errors are said of them too."""
    result = process("serve", os.fsdecode(b"\xff\xfe"))
    assert (result.returncode, result.stdout) == (1, "")
    assert "no such file or directory" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_module_is_the_command(tmp_path: Path) -> None:
    """`python -m understudy` has the command's name, streams and exit codes."""
    version = process("--version", cwd=tmp_path)
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("understudy ")
    nothing = process("serve", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr == ".: no contract here: openapi.yaml is expected in this directory\n"


def test_the_module_calls_itself_by_the_commands_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not `python -m understudy`, nor the name of a file."""
    monkeypatch.setattr(sys, "argv", ["__main__.py", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("understudy", run_name="__main__")
    assert capsys.readouterr().out.startswith("understudy ")


def test_help_does_not_wait_for_a_server() -> None:
    """Neither Connexion nor uvicorn is loaded to print a few lines."""
    asked = "import sys; from understudy.cli import main; main(['serve', '--help'], standalone_mode=False); "
    loaded = "print(sorted({'uvicorn', 'connexion', 'understudy.server.run'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", asked + loaded], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    """No banner, no stack trace, and a way out."""
    write(tmp_path, EMPTY)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = process("serve", "--port", str(port), cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    why = "Address already in use; try --port 0, which takes any that is free"
    assert line == f"cannot listen on 127.0.0.1:{port}: {why}"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_title_that_the_terminal_cannot_show(encoding: str, tmp_path: Path) -> None:
    """A banner in an encoding without its letters is still a banner."""
    contract = EMPTY["openapi.yaml"].replace("Empty", "店 Boutique für Schuhe …")
    write(tmp_path, {"openapi.yaml": contract})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = (
        "import sys; from unittest.mock import patch; from understudy.cli import main; import uvicorn\n"
        "with patch.object(uvicorn.Server, 'run', lambda self, sockets: [s.close() for s in sockets]):\n"
        f"    main(['serve', '--port', '{port}'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert b"Traceback" not in result.stderr
    assert result.returncode == 0
    assert b"Boutique" in result.stdout
    assert b"Stop with Ctrl-C." in result.stdout


@pytest.mark.parametrize(
    ("how", "codes", "last"),
    [(signal.SIGINT, (0, 130, -signal.SIGINT), "Stopped."), (signal.SIGTERM, (0, 143, -signal.SIGTERM), None)],
)
def test_a_signal_ends_it_cleanly(
    how: signal.Signals, codes: tuple[int, ...], last: str | None, tmp_path: Path
) -> None:
    """Told to stop, it stops: a connection that is kept does not hold it, and nothing looks like an error."""
    with serving("--demo", cwd=tmp_path) as (server, url):
        target = "/v1/retrievers/ret_products_hybrid/evaluations/eval_pending"
        with urllib.request.urlopen(url + target, timeout=SECONDS) as answer:
            assert answer.status == 200
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=SECONDS) as kept:
            kept.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert kept.recv(15) == b"HTTP/1.1 200 OK"
            code, out, errors = ends(server, how)
    assert code in codes
    assert out == ""
    lines = errors.splitlines()
    assert [line for line in lines if "GET" not in line] == ([last] if last else [])
    assert sum(f'"GET {target} HTTP/1.1" 200' in line for line in lines) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_a_request_waits(tmp_path: Path) -> None:
    """A handler that never answers does not hold the server for more than a few seconds, nor soil the log."""
    paths = """
        /never:
          get:
            operationId: never
            responses: {"200": {description: Never, content: {application/json: {}}}}
    """
    handler = (
        "import asyncio\n\n\nasync def never():\n    print('asked', flush=True)\n    await asyncio.Event().wait()\n"
    )
    write(tmp_path, {"openapi.yaml": document(paths), "handlers/never.py": handler})
    with serving(cwd=tmp_path) as (server, url):
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=SECONDS) as waiting:
            waiting.sendall(b"GET /never HTTP/1.1\r\nHost: a\r\n\r\n")
            assert server.stdout is not None
            assert "asked\n" in iter(server.stdout.readline, "")
            code, _, errors = ends(server, signal.SIGINT)
    assert code == 0
    assert errors.endswith("Stopped.\n")
    assert "Traceback" not in errors


@pytest.mark.parametrize(("wish", "codes"), [("", 2), ("1", 0)])
def test_nothing_is_coloured_for_who_wants_no_colour(
    wish: str, codes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `NO_COLOR` (no-color.org), in a terminal too."""
    monkeypatch.setenv("NO_COLOR", wish)
    monkeypatch.chdir(write(tmp_path, {"openapi.yaml": "openapi: 3.1.0"}))
    result = CliRunner().invoke(main, ["check"], color=True)
    assert result.stdout.count("\x1b[1m") == codes
