"""What runs the check elsewhere: the action, the hook for pre-commit, and the README's recipe."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, write

ACTION = yaml.safe_load((ROOT / ".github" / "action.yml").read_text("utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]

WHO = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
SOUND = "openapi: 3.1.0\ninfo: {title: Sound, version: '1'}\npaths: {}\n"
FAULTY = "openapi: 3.1.0\ninfo: {title: Faulty}\npaths: {}\n"


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A checkout with two projects, and what the action installs: the engine as it is here."""
    command = Path(sys.executable).with_name("understudy")
    installed = tmp_path / "temporary" / "understudy" / "bin"
    installed.mkdir(parents=True)
    (installed / "understudy").symlink_to(command)
    write(tmp_path, {"my shop/openapi.yaml": FAULTY, "other/openapi.yaml": SOUND})
    return tmp_path


def act(runner: Path, projects: str, against: str = "") -> subprocess.CompletedProcess[str]:
    """What the action's last step does, run as GitHub runs it."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[-1]["run"]],
        cwd=runner,
        env={
            **os.environ,
            "RUNNER_TEMP": str(runner / "temporary"),
            "GITHUB_STEP_SUMMARY": str(runner / "summary"),
            "PROJECTS": projects,
            "AGAINST": against,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_action_says_it_beside_the_line(runner: Path) -> None:
    """Of each project, whatever its name; the summary has it too, and the job fails."""
    told = act(runner, "my shop\nother")
    assert told.stdout.startswith("::error file=my shop/openapi.yaml,line=2,col=1,title=contract/structure::")
    assert (told.returncode, told.stderr, len(told.stdout.splitlines())) == (1, "", 1)
    assert (runner / "summary").read_text().startswith("**1 error**")


@pytest.mark.parametrize("projects", ["other", "other\n"])
def test_the_action_is_silent_where_all_holds(projects: str, runner: Path) -> None:
    """A last line that YAML puts there names no project."""
    told = act(runner, projects)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_action_says_what_a_branch_breaks(runner: Path) -> None:
    """At the line of the change, and in the summary."""
    told = [["git", "init"], ["git", "add", "other"], ["git", *WHO, "commit", "-m", "One"], ["git", "tag", "v1"]]
    for command in told:
        subprocess.run(command, cwd=runner, check=True, capture_output=True)
    path = "  /a:\n    post: {requestBody: {required: %s, content: {}}, responses: {'204': {description: Fine}}}\n"
    write(runner, {"other/openapi.yaml": SOUND.replace("{}", f"\n{path % 'false'}")})
    subprocess.run(["git", *WHO, "commit", "-am", "Two"], cwd=runner, check=True, capture_output=True)
    write(runner, {"other/openapi.yaml": SOUND.replace("{}", f"\n{path % 'true'}")})
    broken = act(runner, "other", "HEAD")
    assert (broken.returncode, broken.stderr) == (1, "")
    assert broken.stdout.startswith("::error file=other/openapi.yaml,line=5,col=26,title=compat/body-required::POST /a")
    assert act(runner, "other", "v1").returncode == 0


def test_no_input_is_read_as_a_command(runner: Path) -> None:
    """It comes in the environment, and none of it is a template in a script or an option."""
    assert all("${{" not in step.get("run", "") for step in STEPS)
    for projects in ("$(touch gone)", "--help", "; touch gone"):
        told = act(runner, projects)
        assert told.returncode == 2
        assert "no such file or directory" in told.stderr
        assert act(runner, "other", projects).returncode == 2
    assert not (runner / "gone").exists()


def test_the_action_installs_the_engine_beside_it() -> None:
    """The directory above its own, with the versions that are tested here."""
    (step,) = [step for step in STEPS if "pip" in step.get("run", "")]
    assert step["env"] == {"ENGINE": "${{ github.action_path }}/.."}
    for named in re.findall(r'"\$ENGINE(\S*)"', step["run"]):
        assert (ROOT / ".github" / ".." / named.lstrip("/")).exists()


def test_the_recipe_uses_what_the_action_takes() -> None:
    """The README's workflow names its directory and its inputs."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (recipe,) = [yaml.safe_load(block) for block in blocks if "runs-on" in block]
    (step,) = [step for step in recipe["jobs"]["check"]["steps"] if "understudy" in step["uses"]]
    assert step["uses"].partition("understudy/")[2] == ".github@main"
    assert step["with"].keys() <= ACTION["inputs"].keys()


@pytest.mark.parametrize(
    ("file", "is_meant"),
    [
        ("openapi.yaml", True),
        ("shop/openapi.json", True),
        ("fixtures/a.yaml", True),
        ("shop/handlers/a.py", True),
        ("README.md", False),
        ("src/myhandlers/a.py", False),
    ],
)
def test_the_hook_runs_when_a_project_changes(file: str, *, is_meant: bool) -> None:
    """Which is what a commit names."""
    assert bool(re.search(HOOK["files"], file)) is is_meant


def test_the_hook_runs_the_check(runner: Path) -> None:
    """As pre-commit does: the entry with its arguments, and no names of files."""
    command = [str(Path(sys.executable).with_name("understudy")), *shlex.split(HOOK["entry"])[1:]]
    assert HOOK["pass_filenames"] is False
    for project, code in [("other", 0), ("my shop", 1)]:
        told = subprocess.run([*command, project], cwd=runner, capture_output=True, timeout=60, check=False)
        assert told.returncode == code
