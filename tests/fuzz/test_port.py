"""Through a real port, schemathesis as its users run it finds nothing either."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fuzz.harness import configuration, keys
from fuzz.test_schemathesis import GET
from support import ROOT

from understudy.server.app import Mock

SECONDS = 60


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a mock of this repository's own project listens, in a process of its own."""
    directory = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "understudy", "serve", "--demo", "--port", "0"]
    with (
        (directory / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            lines = iter(server.stdout.readline, "")
            yield next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        finally:
            server.terminate()


def toml(config: dict[str, Any]) -> str:
    """A configuration as TOML, each of its tables on one line."""

    def text(value: Any) -> str:
        if isinstance(value, dict):
            return f"{{{', '.join(f'{json.dumps(key)} = {text(member)}' for key, member in value.items())}}}"
        return f"[{', '.join(map(text, value))}]" if isinstance(value, list) else json.dumps(value)

    return "".join(f"{json.dumps(key)} = {text(value)}\n" for key, value in config.items())


def schemathesis(directory: Path, url: str, config: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
    """The exit code of `schemathesis run`, its report, and what it printed."""
    assert tomllib.loads(toml(config)) == config
    (directory / "config.toml").write_text(toml(config), encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", "config.toml", "run", str(ROOT / "openapi.yaml"), "--url", url),
        *("--no-color", "--report-json-path", "report.json"),
    ]
    home = str(directory / "hypothesis")
    done = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": home},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    report = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    return done.returncode, report, done.stdout + done.stderr


def test_the_command_line_finds_nothing(evaluations: Mock, url: str, tmp_path: Path) -> None:
    """`schemathesis run` ends well with each of its warnings made an error, and leaves no phase out without need."""
    config = configuration(keys(evaluations, "evaluations"), examples=50, warnings={"fail-on": True})
    code, report, printed = schemathesis(tmp_path, url, config)
    assert code == 0, printed
    assert (report["failures"], report["errors"], report["stop_reason"]) == ([], [], "completed")
    assert {name: phase["skip_reason"] or phase["status"] for name, phase in report["phases"].items()} == {
        "examples": "success",
        "coverage": "success",
        "fuzzing": "success",
        "stateful": "not_applicable",
    }
    assert [kind for kind, found in report["warnings"].items() if found] == []
    assert report["valid_rates"][GET]["fuzzing"]["accepted"] > 0
    assert report["test_cases"]["generated"] >= 50


def test_the_command_line_misses_ids_of_records(url: str, tmp_path: Path) -> None:
    """Without ids from the fixtures, the same run fails: its warnings say that nothing has been found."""
    code, report, printed = schemathesis(tmp_path, url, configuration([], examples=10, warnings={"fail-on": True}))
    assert code == 1, printed
    assert [kind for kind, found in report["warnings"].items() if found] == ["missing_test_data"]
