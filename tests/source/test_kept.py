"""Large YAML files are read once, and then as JSON."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from understudy.cli import main
from understudy.source import kept, read

ODD: dict[str, Any] = {"a": [1, 1.5, -0.0, 10**30, None, True, "ä 😀", {}], "b": {"": "x" * kept.LARGE}}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory that values are kept in."""
    monkeypatch.delenv(kept.SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "understudy" / "documents"


def large(directory: Path, text: str = "", name: str = "a.yaml") -> Path:
    """A large file of YAML."""
    file = directory / name
    file.write_text(f"{text or json.dumps(ODD, ensure_ascii=False)}\n")
    return file


def test_a_value_is_kept_by_its_text(cache: Path, tmp_path: Path) -> None:
    """The second time it comes from there, the same to the last bit; places come from the text."""
    file = large(tmp_path)
    first = read(file, "a.yaml")
    (known,) = cache.iterdir()
    second = read(file, "a.yaml")
    assert repr(first.value) == repr(second.value) == repr(ODD)
    assert second.place(("b", "")).line == 1
    known.write_text('{"from": "there"}')
    assert read(file, "a.yaml").value == {"from": "there"}
    assert read(large(tmp_path, f"a: '{'y' * kept.LARGE}\n  '"), "a.yaml").value == {"a": "y" * kept.LARGE + " "}
    assert len(list(cache.iterdir())) == 2
    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", ["", "{", "[" * 100_000])
def test_what_cannot_be_read_is_made_anew(damage: str, cache: Path, tmp_path: Path) -> None:
    """And put in its place."""
    file = large(tmp_path)
    read(file, "a.yaml")
    (known,) = cache.iterdir()
    known.write_text(damage)
    assert read(file, "a.yaml").value == ODD
    assert json.loads(known.read_text()) == ODD


def test_what_is_not_kept(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are small or told by their lines, that have anchors, fixtures, and none where that is switched off."""
    read(large(tmp_path, "a: 1"), "a.yaml")
    read(large(tmp_path, f"a: {'x' * kept.LARGE}\nb: [1]"), "a.yaml")
    read(large(tmp_path, f"a: &a [{'x' * kept.LARGE}]\nb: *a"), "a.yaml")
    read(large(tmp_path), "a.yaml", {"!time": str})
    monkeypatch.setenv(kept.SWITCH, "")
    read(large(tmp_path), "a.yaml")
    assert not cache.exists()


def test_a_command_keeps_nothing_where_that_is_said(cache: Path, tmp_path: Path) -> None:
    """A large document is kept by a check, but not with `--no-cache`."""
    file = large(
        tmp_path, f"openapi: 3.1.0\ninfo: {{title: T, version: '1', description: {'x' * kept.LARGE}}}\npaths: {{}}"
    )
    assert CliRunner().invoke(main, ["check", str(file), "--no-cache"]).exit_code == 0
    assert not cache.exists()
    del os.environ[kept.SWITCH]
    assert CliRunner().invoke(main, ["check", str(file)]).exit_code == 0
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_none(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said of it; neither where nobody's home is known."""
    cache.parent.parent.write_text("a file")
    assert read(large(tmp_path), "a.yaml").value == ODD
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", _nobody)
    assert read(large(tmp_path), "a.yaml").value == ODD


def _nobody() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_the_newest_are_kept(cache: Path, tmp_path: Path) -> None:
    """As many as fit; of those that are used, none is forgotten."""
    cache.mkdir(parents=True)
    for number in range(kept.MOST):
        (cache / f"{number}.json").write_text("1")
        os.utime(cache / f"{number}.json", (number, number))
    read(large(tmp_path), "a.yaml")
    assert len(list(cache.iterdir())) == kept.MOST
    assert not (cache / "0.json").exists()


def test_texts_of_one_length_are_told_apart(cache: Path, tmp_path: Path) -> None:
    """A kept one is found by its length first, and is another one all the same."""
    texts = [f"a: '{letter * kept.LARGE}\n  '" for letter in "xy"]
    values = [read(large(tmp_path, text), "a.yaml").value for text in (*texts, *texts)]
    assert [value["a"][0] for value in values] == ["x", "y", "x", "y"]
    assert len(list(cache.iterdir())) == len(texts)
