"""What the README says is so: its commands, its output and its example are run as they stand there."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import ROOT, ask, findings, mock

from understudy.cli import main
from understudy.server.app import Mock
from understudy.server.banner import banner
from understudy.server.control import Access

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def block(language: str, word: str) -> str:
    """The one block in this language that has this word in it."""
    (found,) = [text for of, text in BLOCKS if of == language and word in text]
    return str(found)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project that the README makes, in an empty directory."""
    commands, _, last = block("sh", "mkdir -p shop").rpartition("understudy serve shop")
    assert last == "\n"
    subprocess.run(["bash", "-euc", commands], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return Path("shop")


def test_the_banner_is_the_one_that_is_shown(evaluations: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter, when the server is started from this directory."""
    monkeypatch.chdir(ROOT)
    assert banner(mock(ROOT), "127.0.0.1", 4010, Access()).strip() == block("", "Stop with Ctrl-C").strip()
    (url,) = re.findall(r"http://127.0.0.1:4010(\S+)", block("sh", "eval_running"))
    assert ask(evaluations, url).status == 200


def test_every_record_is_in_the_table(evaluations: Mock) -> None:
    """Each with its retriever, and no other."""
    listed = re.findall(r"^\| `(ret_\w+)` \| `(eval_\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(listed) == sorted(evaluations.project.collections["evaluations"].fixtures)


def test_your_own_project_works_without_a_handler(shop: Path) -> None:
    """The fixtures answer."""
    assert ask(mock(shop), "/products/b-1").json == {"sku": "b-1", "name": "Hiking boots", "cents": 12900}


def test_your_own_handler_works(shop: Path) -> None:
    """It refuses what is special, and a record that is not there is refused by itself."""
    code = block("python", "shop/handlers/products.py")
    (shop / "handlers" / "products.py").write_text(code)
    app = mock(shop)
    assert ask(app, "/products/b-1").status == 200
    assert ask(app, "/products/secret-1").json["detail"] == "Not for sale"
    assert ask(app, "/products/b-2").json["detail"] == "Product 'b-2' not found; did you mean 'b-1'?"


def test_a_broken_fixture_is_found_as_shown(shop: Path) -> None:
    """The line that a reload prints."""
    file = shop / "fixtures" / "products.yaml"
    file.write_text(file.read_text().replace("cents: 12900", 'cents: "12900"'))
    shown = block("", "Not reloaded").splitlines()[0]
    assert findings(shop) == [shown.replace("shop/", "", 1).replace("(shop/", "(")]


@pytest.mark.parametrize("target", re.findall(r"\]\(([a-z][^):]*)\)", TEXT))
def test_links_lead_somewhere(target: str) -> None:
    """Those to files of this repository."""
    assert (ROOT / target).exists()


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"`make (\w+)", TEXT)) | set(re.findall(r"^make (\w+)", TEXT, re.MULTILINE)))
)
def test_make_has_the_targets_that_are_named(target: str) -> None:
    """And they are phony: there is no file of that name to make."""
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert target in re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()


def test_a_fault_of_your_own_is_shown(shop: Path) -> None:
    """To the letter."""
    fixtures = shop / "fixtures" / "products.yaml"
    fixtures.write_text(fixtures.read_text().replace("12900", "12900.5"))
    told = CliRunner().invoke(main, ["check", "shop"])
    assert (told.stdout, told.exit_code) == (block("", "12900.5"), 1)


def test_what_a_change_breaks_is_shown(shop: Path) -> None:
    """To the letter, at the line of the change."""
    for arguments in (
        ["init"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b.test", "commit", "-m", "One"],
    ):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    contract = shop / "openapi.yaml"
    contract.write_text(contract.read_text().replace("[sku, name, cents]", "[sku, name]"))
    told = CliRunner().invoke(main, ["check", "shop", "--against", "HEAD"])
    assert (told.stdout, told.exit_code) == (block("", "as it was"), 1)
