"""A module that is postponed is found at once, runs when it is first asked for something, and is then as any other."""

import importlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, ForwardRef

import pytest
from support import ROOT, write

from understudy.server.postponed import postponed

FILES = {
    "box/__init__.py": "import builtins\nbuiltins.ran.append('box')\nfrom box.inner import thing\nname = 'box'\n",
    "box/inner.py": "import builtins\nbuiltins.ran.append('inner')\nthing = 'inner'\n",
    "plain.py": "import builtins\nbuiltins.ran.append('plain')\nclass Kind: pass\nmore = 1\n",
    "user.py": "from box import inner\nfrom plain import Kind\nkind = Kind\n",
    "taker.py": "from plain import more\n",
    "broken.py": "import builtins\nbuiltins.ran.append('broken')\nraise OSError('no disk')\n",
    "circle/__init__.py": "import circle.part\n",
    "circle/part.py": "from circle import missing\n",
}


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The modules that ran, of those that can be imported here alone."""
    write(tmp_path, FILES)
    monkeypatch.syspath_prepend(tmp_path)
    found: list[str] = []
    monkeypatch.setattr("builtins.ran", found, raising=False)
    yield found
    for name in [
        name
        for name in sys.modules
        if name.partition(".")[0] in {Path(file).parts[0].removesuffix(".py") for file in FILES}
    ]:
        del sys.modules[name]


def imported(name: str) -> Any:
    """A module, by the statement that this is."""
    return importlib.import_module(name)


def test_a_module_runs_when_it_is_asked_for_something(ran: list[str]) -> None:
    """Once, and whoever has imported it has the same one."""
    with postponed({"plain": ()}):
        plain = imported("plain")
    assert ran == []
    assert imported("plain") is plain
    assert plain.more == 1
    assert type(plain) is ModuleType
    assert plain.Kind
    assert ran == ["plain"]
    with pytest.raises(AttributeError, match="has no attribute 'less'"):
        plain.less  # noqa: B018 - it is what raises


def test_a_package_does_not_run_for_what_is_inside(ran: list[str]) -> None:
    """Neither for `import box.inner` nor for `from box import inner`; and it runs as a whole when it does."""
    with postponed({"box": (), "plain": ("Kind",)}):
        user = imported("user")
    assert ran == ["inner"]
    assert user.inner.thing == "inner"
    assert imported("box").name == "box"
    assert ran == ["inner", "box"]


def test_what_stands_in_annotations_alone_is_a_forward_reference(ran: list[str]) -> None:
    """To those that are imported meanwhile; whoever comes later gets what it is."""
    with postponed({"box": (), "plain": ("Kind",)}):
        user = imported("user")
    assert user.kind == ForwardRef("Kind", module="plain")
    assert "plain" not in ran
    assert isinstance(imported("plain").Kind, type)


def test_what_is_needed_at_once_runs_at_once(ran: list[str]) -> None:
    """A library that one day takes more out of a module gets it."""
    with postponed({"plain": ("Kind",)}):
        assert imported("taker").more == 1
    assert ran == ["plain"]


def test_one_that_fails_says_so_each_time(ran: list[str]) -> None:
    """What is raised while it runs goes to who has asked."""
    with postponed({"broken": ()}):
        broken = imported("broken")
    for _ in range(2):
        with pytest.raises(OSError, match="no disk"):
            broken.thing  # noqa: B018 - it is what raises
    assert ran == ["broken", "broken"]


@pytest.mark.usefixtures("ran")
def test_a_circle_ends(tmp_path: Path) -> None:
    """A package that runs is not run for a module inside of it that asks it for what it has not."""
    with postponed({"circle": ()}):
        circle = imported("circle")
    with pytest.raises(
        ImportError, match=r"cannot import name 'missing' from '?(partially initialized module )?'?circle"
    ):
        circle.part  # noqa: B018 - it is what raises
    assert tmp_path


def test_it_runs_once_however_many_threads_ask(ran: list[str]) -> None:
    """Who comes while it runs waits for its end."""
    with postponed({"plain": ()}):
        plain = imported("plain")
    found: list[int] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        found.append(plain.more)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8
    assert ran == ["plain"]


def test_the_others_are_left_alone(ran: list[str]) -> None:
    """What is not named, what has run before, and what is not there."""
    taker = imported("taker")
    with postponed({"plain": (), "no_such_module": ()}):
        assert imported("plain").more == taker.more
        assert imported("box.inner").thing == "inner"
        with pytest.raises(ModuleNotFoundError):
            imported("no_such_module")
    assert ran == ["plain", "box", "inner"]


def test_connexion_is_whole_for_who_asks(tmp_path: Path) -> None:
    """A handler may import what the mock postpones, and gets all of it, quietly."""
    script = """
        import understudy.server.run
        import connexion
        import httpx
        import jsonschema
        import uvicorn
        import werkzeug
        from connexion.options import SwaggerUIOptions
        def hello(): return "Hello", 200
        paths = {"/": {"get": {"operationId": "hello", "responses": {"200": {"description": "Fine"}}}}}
        document = {"openapi": "3.0.0", "info": {"title": "Own", "version": "1"}, "paths": paths}
        options = SwaggerUIOptions(swagger_ui=False)
        app = connexion.AsyncApp(__name__, resolver=lambda name: hello, swagger_ui_options=options)
        app.add_api(document)
        print(app.test_client().get("/").json(), isinstance(connexion.request, werkzeug.local.LocalProxy))
        print(httpx.Client.__module__, jsonschema.Draft202012Validator({}).is_valid(1), uvicorn.run.__name__)
        """
    file = write(tmp_path, {"whole.py": script}) / "whole.py"
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("Hello True\nhttpx True run\n", "")
