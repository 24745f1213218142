"""Who may know whom: the rooms of the engine, and the libraries that belong to each of them."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import ROOT

# A room -> the rooms that it may import. Everything not listed is forbidden.
ROOMS = {
    "findings": set(),
    "errors": {"findings"},
    "files": {"errors", "findings"},
    "source": {"files", "errors", "findings"},
    "answers": set(),
    "handlers": {"files", "errors", "findings"},
    "contract": {"source", "errors", "findings"},
    "state": {"source", "errors", "findings"},
    "project": {"contract", "state", "handlers", "source", "files", "errors", "findings"},
    "server": {"project", "contract", "state", "handlers", "answers", "source", "errors", "findings"},
    "check": {"project", "contract", "state", "handlers", "source", "errors", "findings"},
    "cli": {"check", "server", "project", "state", "errors", "findings"},  # of state, how a moment is written
    "__main__": {"cli"},
    "": {"answers", "errors", "handlers", "state"},  # the front door
}

# A library -> the rooms that may import it.
LIBRARIES = {
    "msgspec": set(ROOMS) - {"__main__", ""},  # its classes of values: who has values has them so
    "yaml": {"source"},
    "jsonschema_rs": {"contract"},
    "faker": {"contract"},
    "cel": {"state"},
    "anyio": {"server"},
    "connexion": {"server"},
    "httptools": {"server"},
    "python_multipart": {"server"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "click": {"cli"},
    "openapi_spec_validator": {"check"},  # elsewhere its files are read, its code is not run
    "schemathesis": set(),
    "pytest": set(),
    "jsonschema": set(),
}

# Libraries that take long to import, so that only who needs one waits for it.
LAZY = {"faker", "openapi_spec_validator", "schemathesis"}

FILES = sorted((ROOT / "understudy").rglob("*.py"))


def room_of(file: Path) -> str:
    """The first part of a module's name below `understudy`; the front door has none."""
    first = file.relative_to(ROOT / "understudy").parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@cache
def parsed(text: str) -> ast.Module:
    """What a file says, which several rules look at."""
    return ast.parse(text)


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, anywhere in it, with the line."""
    for node in ast.walk(parsed(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute, so that they can be read"
            module = node.module or ""
            if module == "understudy":
                yield from ((node.lineno, f"understudy.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def at_once(file: Path) -> Iterator[tuple[int, str]]:
    """The modules that are imported as soon as a file is."""
    waiting: list[ast.AST] = [parsed(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def strangers(file: Path) -> list[str]:
    """Imports by which a file knows somebody it should not."""
    room, found = room_of(file), []
    for line, module in imports(file):
        library, _, rest = module.partition(".")
        if library == "understudy":
            known = rest.partition(".")[0]
            if known != room and known not in ROOMS[room]:
                found.append(f"{file.relative_to(ROOT)}:{line}: {room or 'the front door'} may not know {module}")
        elif library in LIBRARIES and room not in LIBRARIES[library]:
            found.append(f"{file.relative_to(ROOT)}:{line}: {library} does not belong in {room or 'the front door'}")
        elif library not in LIBRARIES and library not in sys.stdlib_module_names:
            found.append(f"{file.relative_to(ROOT)}:{line}: {library} is not in the table")
    for line, module in at_once(file):
        if (library := module.partition(".")[0]) in LAZY:
            found.append(f"{file.relative_to(ROOT)}:{line}: {library} is imported before anybody needs it")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_room_knows_only_those_below_it(file: Path) -> None:
    """A rule that is only written down fades: the engine's imports are those of the table."""
    assert strangers(file) == []


def test_every_room_is_in_the_table() -> None:
    """A new room has to say whom it may know."""
    assert {room_of(file) for file in FILES} == set(ROOMS)


@pytest.mark.parametrize("file", sorted((ROOT / "handlers").glob("*.py")), ids=lambda file: file.name)
def test_handlers_know_the_front_door_alone(file: Path) -> None:
    """A handler imports `understudy`, and nothing deeper."""
    assert [module for _, module in imports(file) if module.startswith("understudy.") and module.count(".") > 1] == []


def test_nothing_knows_the_project_by_name() -> None:
    """The engine never imports tests, handlers or fixtures: they are loaded by path."""
    named = {module.partition(".")[0] for file in FILES for _, module in imports(file)}
    assert not named & {"tests", "handlers", "fixtures", "support"}


@pytest.mark.parametrize(
    ("room", "line", "stranger"),
    [
        ("contract", "from understudy.state.store import Store", "may not know"),
        ("state", "import understudy.contract.media", "may not know"),
        ("project.py", "from understudy import cli", "may not know"),
        ("contract", "def f():\n    import connexion.spec", "does not belong"),
        ("state", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import starlette", "does not belong"),
        ("cli", "import uvicorn", "does not belong"),
        ("contract/samples", "from understudy.state import moments", "may not know"),
        ("server/control", "from understudy import cli", "may not know"),
        ("state", "from faker import Faker", "does not belong"),
        ("contract", "if True:\n    from faker import Faker", "before anybody needs it"),
        ("server", "import requests", "is not in the table"),
    ],
)
def test_the_table_bites(room: str, line: str, stranger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports inside of functions and for types alone count as well, and so does a library that nobody has placed."""
    file = tmp_path / "understudy" / room
    file = file if file.suffix else file / "new.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(line)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert stranger in strangers(file)[0]


def test_what_waits_may_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow library inside of the function that needs it, in its own room, is no stranger."""
    file = tmp_path / "understudy" / "contract" / "new.py"
    file.parent.mkdir(parents=True)
    file.write_text("import json\nclass C:\n    def f(self):\n        from faker import Faker")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert strangers(file) == []
