"""What a project says of its checks, and where that is looked for."""

from pathlib import Path

import pytest
from support import document, write

from understudy.check.checking import check

UNUSED = document("{}", "schemas: {A: {type: string}, B: {default: 1, type: string}}")


def found(directory: Path, settings: str | bytes) -> list[tuple[str, str]]:
    """The codes and messages of what is found in a project below these settings."""
    write(directory, {"shop/openapi.yaml": UNUSED})
    content = settings if isinstance(settings, bytes) else settings.encode()
    (directory / "pyproject.toml").write_bytes(content)
    return [(finding.code, finding.message) for finding in check(directory / "shop").findings]


def codes(directory: Path, settings: str) -> list[str]:
    """The codes of what is found."""
    return [code for code, _ in found(directory, settings)]


ALL = ["contract/unused-component", "contract/unused-component", "contract/example"]


def test_settings_may_stand_above_a_project(tmp_path: Path) -> None:
    """As far up as its repository goes; a pyproject.toml that says nothing of them is passed over."""
    off = '[tool.understudy.check.rules]\n"contract/unused-*" = "off"\n'
    assert codes(tmp_path, off) == ["contract/example"]
    write(tmp_path, {"shop/pyproject.toml": "[project]\n"})
    assert codes(tmp_path, off) == ["contract/example"]
    (tmp_path / "shop" / ".git").mkdir()
    assert codes(tmp_path, off) == ALL


def test_what_is_ignored_may_be_so_everywhere(tmp_path: Path) -> None:
    """Where no place is said, it is in all of them; other codes stay."""
    everywhere = '[[tool.understudy.check.ignore]]\ncode = "contract/unused-*"\nreason = "for later"\n'
    assert codes(tmp_path, everywhere) == ["contract/example"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[tool.understudy.check", "cannot be read: Expected ']'"),
        (b"# caf\xe9", "cannot be read: 'utf-8' codec"),
        ("tool = 5", "cannot be read: 'int' object"),
        ("[tool.understudy]\ncheck = 5", "check is a table"),
        ("[tool.understudy.check]\nrules = []", "rules is a table"),
        ("[tool.understudy.check]\nignore = {}", "ignore is an array of tables: [[tool.understudy.check.ignore]]"),
    ],
)
def test_settings_that_cannot_be_read_are_found(settings: str | bytes, said: str, tmp_path: Path) -> None:
    """And hide nothing else."""
    told = found(tmp_path, settings)
    assert [message.startswith(said) for code, message in told if code == "settings/form"] == [True]
    assert {code for code, _ in told} == {"settings/form", *ALL}
