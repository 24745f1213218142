"""What stands in for a module while others are imported is gone afterwards, and knows all that the module knows."""

import importlib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, ForwardRef

import pytest
from live import SECONDS
from support import ROOT, write

from understudy.server.postponed import postponed

FILES = {
    "box/__init__.py": "import builtins\nbuiltins.ran.append('box')\nfrom box.inner import thing\nname = 'box'\n",
    "box/inner.py": "import builtins\nbuiltins.ran.append('inner')\nthing = 'inner'\n",
    "plain.py": "import builtins\nbuiltins.ran.append('plain')\nclass Kind: pass\nmore = 1\n",
    "user.py": "from box import inner\nfrom plain import Kind\nkind = Kind\n",
    "wrong.py": "import builtins\nbuiltins.ran.append('wrong')\nclass Wrong(Exception):\n place = 'here'\n",
    "deriving.py": "from wrong import Wrong\nclass Own(Wrong, ValueError): pass\n",
    "taker.py": "from plain import more\n",
    "broken.py": "import builtins\nbuiltins.ran.append('broken')\nraise OSError('no disk')\n",
    "circle/__init__.py": "import circle.part\n",
    "circle/part.py": "from circle import missing\n",
    "knot/__init__.py": "from knot.tight import one\nfrom knot.loose import two\n",
    "knot/tight.py": "import knot.loose\none = 1\n",
    "knot/loose.py": "two = 2\n",
    "puller.py": "import knot.loose\n",
    "deep/__init__.py": "from deep.middle.end import last\nfirst = 1\n",
    "deep/middle/__init__.py": "",
    "deep/middle/end.py": "import builtins\nbuiltins.ran.append('end')\nfrom deep import middle\nlast = 3\n",
    "deep/middle/other.py": "",
    "diver.py": "import deep.middle.other\n",
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
    """Once, and who imports it later has the very one that it stands in for."""
    with postponed({"plain": ()}):
        standing = imported("plain")
    assert ran == []
    assert standing.more == 1
    plain = imported("plain")
    assert type(plain) is ModuleType
    assert plain.Kind is standing.Kind
    assert ran == ["plain"]
    with pytest.raises(AttributeError, match="has no attribute 'less'"):
        standing.less  # noqa: B018 - it is what raises


def test_who_comes_later_has_a_module_like_any_other(ran: list[str]) -> None:
    """It can be looked at, changed and loaded again, and who has the one that stands in sees that."""
    with postponed({"plain": ()}):
        standing = imported("plain")
    plain = imported("plain")
    assert "more" in dir(plain)
    plain.more = 2
    assert standing.more == 2
    del plain.more
    assert importlib.reload(plain) is plain
    assert (plain.more, standing.more) == (1, 1)
    assert ran == ["plain", "plain"]


def test_a_package_does_not_run_for_what_is_inside(ran: list[str]) -> None:
    """Neither for `import box.inner` nor for `from box import inner`; and it has that when it does."""
    with postponed({"box": (), "plain": ("Kind",)}):
        user = imported("user")
    assert ran == ["inner"]
    box = imported("box")
    assert (box.name, box.thing) == ("box", "inner")
    assert box.inner is user.inner is sys.modules["box.inner"]
    assert ran == ["inner", "box"]


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize("first", ["knot.tight", "knot.loose", "knot"])
def test_what_is_inside_may_be_imported_first(first: str) -> None:
    """Though it asks its package for what that has of it."""
    with postponed({"knot": ()}):
        imported("puller")
    assert imported(first).__name__ == first
    assert (imported("knot").one, imported("knot").two, imported("knot").loose.two) == (1, 2, 2)


@pytest.mark.parametrize("first", ["deep", "deep.middle.end", "deep.middle"])
def test_a_package_runs_before_what_is_deep_inside(first: str, ran: list[str]) -> None:
    """As it would have if nothing of it had been there; and nothing runs twice."""
    with postponed({"deep": ()}):
        imported("diver")
    assert imported(first).__name__ == first
    end = imported("deep.middle.end")
    assert (end.last, imported("deep").first, end.middle is sys.modules["deep.middle"]) == (3, 1, True)
    assert end.__spec__.loader.__class__ is imported("deep").__spec__.loader.__class__
    assert ran == ["end"]


@pytest.mark.usefixtures("ran")
def test_threads_that_import_it_at_once_do_not_wait_for_each_other() -> None:
    """Who asks what stands in, who imports the package, and who imports what is inside."""
    with postponed({"knot": ()}):
        standing = imported("puller") and sys.modules["knot"]
    found: list[int] = []
    together = threading.Barrier(3)

    def ask(way: Callable[[], int]) -> None:
        together.wait()
        for _ in range(100):
            # Of threads each of which imports what another one does, Python tells one so, whatever the package: with a
            # deadlock, with a module of which only a part is there. Who asks once more has the whole.
            with suppress(ImportError, KeyError, RuntimeError):
                found.append(way())
                return

    ways = (lambda: standing.one, lambda: imported("knot").one, lambda: imported("knot.tight").one)
    threads = [threading.Thread(target=ask, args=(way,), daemon=True) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert found == [1] * 3


def test_what_stands_in_annotations_alone_is_a_forward_reference(ran: list[str]) -> None:
    """To those that are imported meanwhile; whoever comes later gets what it is."""
    with postponed({"box": (), "plain": ("Kind",)}):
        user = imported("user")
    assert user.kind == ForwardRef("Kind", module="plain")
    assert "plain" not in ran
    assert isinstance(imported("plain").Kind, type)


def test_what_is_called_runs_then(ran: list[str]) -> None:
    """It gives what the module would have given."""
    with postponed({"plain": ("Kind()",)}):
        user = imported("user")
    assert "plain" not in ran
    assert type(user.kind()) is imported("plain").Kind


def test_what_is_derived_from_is_so_in_the_end(ran: list[str]) -> None:
    """As soon as anybody could tell, who has imported the module then."""
    with postponed({"wrong": ("class Wrong",)}):
        own = imported("deriving").Own
    assert "wrong" not in ran
    assert isinstance(own("here"), ValueError)
    wrong = imported("wrong").Wrong
    assert own.__mro__[1:3] == (wrong, ValueError)
    assert own("here").place == "here"


def test_what_is_needed_at_once_runs_at_once(ran: list[str]) -> None:
    """A library that one day takes more out of a module gets it."""
    with postponed({"plain": ("Kind",)}):
        assert imported("taker").more == 1
    assert ran == ["plain"]


def test_one_of_them_runs_without_the_others(ran: list[str]) -> None:
    """Once, as if it alone had not been postponed; and the others are what they are to whoever comes later."""
    with postponed({"box": (), "plain": ("Kind",), "user": (), "wrong": ("class Wrong",)}) as run:
        own = imported("deriving").Own
        user = imported("user")
    assert ran == []
    run("user")
    run("user")
    assert ran == ["inner"]
    assert user.kind == ForwardRef("Kind", module="plain")
    assert isinstance(imported("plain").Kind, type)
    assert imported("box").thing == "inner"
    assert issubclass(own, imported("wrong").Wrong)
    assert ran == ["inner", "plain", "box", "wrong"]


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


FIRST = (
    "import connexion",
    "from jsonschema.validators import Draft202012Validator",
    "from connexion.middleware.main import ConnexionMiddleware",
    "from connexion.lifecycle import ConnexionRequest",
    "from starlette.routing import Router",
    "from python_multipart.multipart import MultipartParser",
    "import http.client, logging.config",
    "from understudy.server import import_requests; import_requests()",
    "from jsonschema import validate",
    "from uvicorn.main import main",
    "from werkzeug.wsgi import ClosingIterator",
    "from werkzeug.local import LocalManager",
)


def test_connexion_is_whole_for_who_asks(tmp_path: Path) -> None:
    """A handler may import what the mock postpones, in any order, and gets all of it, quietly."""
    file = write(tmp_path, {"whole.py": WHOLE}) / "whole.py"
    done = subprocess.run([sys.executable, str(file), *FIRST], capture_output=True, text=True, check=True, cwd=ROOT)
    whole = "Hello True\nhttpx True run\n[b'end'] True\n0\n"
    assert (done.stdout, done.stderr) == ("".join(f"{first}\n{whole}" for first in FIRST), "")


WHOLE = """
import os
import sys
import understudy.server.run
for first in sys.argv[1:]:
    print(first, flush=True)
    if not os.fork():
        exec(first)
        break
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
else:
    sys.exit()
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
print(list(werkzeug.local.LocalManager().make_middleware(lambda *_: [b"end"])({}, None)), end=" ")
print(issubclass(connexion.exceptions.InvalidSpecification, jsonschema.ValidationError))
"""
"""Each time in a process of its own, in which nothing but the mock's server has been imported."""
