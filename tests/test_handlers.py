"""Handlers are loaded from a project's folder, anew at each call, and what cannot be loaded says which line is why."""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import ask, document, findings, mock, write

from understudy import handlers
from understudy.errors import ProjectError, Refusal
from understudy.findings import Place
from understudy.handlers import Handler


def loaded_modules() -> set[str]:
    """The modules of handlers that are loaded by now."""
    return {name for name in sys.modules if name.startswith(handlers._PACKAGE)}


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    before = loaded_modules()
    yield
    for name in loaded_modules() - before:
        del sys.modules[name]


def load(directory: Path, files: dict[str, str]) -> Sequence[Handler]:
    """The handlers in these files."""
    return handlers.load(write(directory, files), "handlers").found


def refused(directory: Path, files: dict[str, str]) -> list[str]:
    """What is found in these files."""
    with pytest.raises(ProjectError) as error:
        load(directory, files)
    return [str(finding) for finding in error.value.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("async def get_a(): ...\n\n\ndef get_b(): ...", [("get_a", 1), ("get_b", 4)]),
        ("def _helper(): ...\n\nLIMIT = 5\n\nclass Shop: ...", []),
        ("get_a = lambda: 1", [("get_a", 1)]),
        ("def get_a(): ...\nget_b = get_a", [("get_a", 1), ("get_b", 1)]),
        ("from json import dumps\nfrom functools import partial\nget_a = partial(dumps, 1)", []),
        ("from understudy.handlers import operation\n\n@operation('get-a')\ndef _hidden(): ...", [("get-a", 3)]),
        ("from understudy.handlers import operation\n\n@operation('get-a')\nasync def get_b(): ...", [("get-a", 3)]),
        (
            (
                "import functools\n\ndef _twice(function):\n    @functools.wraps(function)\n    def inner(**all): ...\n"
                "    return inner\n\n@_twice\ndef get_a(): ..."
            ),
            [("get_a", 8)],
        ),
        (
            (
                "import functools\n\nclass Job:\n    __name__ = 'job'\n    def __call__(self): ...\n\n"
                "@functools.wraps(Job(), ['__name__'])\ndef get_a(): ..."
            ),
            [("get_a", 7)],
        ),
        (
            (
                "class Proxy:\n    def __getattr__(self, name): raise RuntimeError('not now')\n\n"
                "request = Proxy()\n\ndef get_a(): ..."
            ),
            [("get_a", 6)],
        ),
    ],
)
def test_what_is_a_handler(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    """Every function of a module that is public or marked is a handler, bound by its name or by its mark."""
    found = load(tmp_path, {"a.py": text})
    assert [(handler.operation_id, handler.place) for handler in found] == [
        (name, Place("handlers/a.py", line)) for name, line in expected
    ]


def test_marks() -> None:
    """A decorated function is itself, marked with the operation that it is for."""

    def get_a() -> int:
        return 1

    assert handlers.operation("get-a")(get_a) is get_a
    assert get_a() == 1


def test_which_files_are_modules(tmp_path: Path) -> None:
    """Modules are the Python files of the folder in the order of their names; other files are left alone."""
    files = dict.fromkeys(["b.py", "a.py", "class.py"], "def get(): ...")
    others = dict.fromkeys([".#a.py", "notes.txt", "deep/c.py"], "raise ValueError")
    found = load(tmp_path, {**files, **others})
    assert [str(handler.place) for handler in found] == [f"handlers/{name}.py:1:1" for name in ("a", "b", "class")]
    assert [handler.is_marked for handler in found] == [False] * 3


def test_no_folder_has_no_handlers(tmp_path: Path) -> None:
    """A project without the folder has no handlers."""
    assert handlers.load(tmp_path / "none", "handlers").found == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nimport no_such_module", "2:1: cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'"),
        ("def f():\n  raise ValueError('no')\n\nf()", "2:1: cannot be loaded: ValueError: no"),
        ("import json\n\njson.loads('{')", "3:1: cannot be loaded: JSONDecodeError: Expecting property name"),
        ("X = UNKNOWN", "1:1: cannot be loaded: NameError: name 'UNKNOWN' is not defined"),
        ("def get_a(x: Unknown): ...", "1:1: cannot be loaded: NameError: name 'Unknown' is not defined"),
        ("def f(:\n  pass", "1:7: not Python: invalid syntax"),
        ("def f():\nx", "2:1: not Python: expected an indented block after function definition on line 1"),
        ("x = (\n", "1:5: not Python: '(' was never closed"),
        ("(" * 5000, "1:201: not Python: too many nested parentheses"),
        ("X = 'a\0b'", "1:1: "),
        ("# coding: none\n", "1:1: not Python: unknown encoding: none"),
        ("\n\nimport ast\nast.literal_eval('a b')", "4:1: cannot be loaded: SyntaxError: "),
        ("import sys\n\nsys.exit('no')", "3:1: cannot be loaded: SystemExit: no"),
        ("class Skipped(BaseException): pass\n\nraise Skipped('no')", "3:1: cannot be loaded: Skipped: no"),
        (
            "from understudy import operation\n@operation\ndef get_pet(): ...",
            "2:1: cannot be loaded: TypeError: @operation(…) names an operation, as in @operation('get_pet') or ",
        ),
        ("raise ValueError('one\\ntwo')", "1:1: cannot be loaded: ValueError: one"),
        ("raise ExceptionGroup('no', [ValueError()])", "1:1: cannot be loaded: ExceptionGroup: no (1 sub-exception)"),
    ],
)
def test_what_cannot_be_loaded(tmp_path: Path, text: str, expected: str) -> None:
    """A module that fails is found at the line of it that failed, whatever was raised, and on one line."""
    (finding,) = refused(tmp_path, {"a.py": text})
    assert finding.startswith(f"handlers/a.py:{expected}")
    assert "\n" not in finding


def test_an_interrupt_is_no_finding(tmp_path: Path) -> None:
    """Who presses Ctrl-C while a project is loaded stops it."""
    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, {"a.py": "raise KeyboardInterrupt"})


def test_an_interrupt_that_nobody_sent_is_one(tmp_path: Path) -> None:
    """In a thread, where a reload loads a project: who waits for it would never be heard there."""
    with ThreadPoolExecutor(1) as elsewhere:
        found = elsewhere.submit(refused, tmp_path, {"pets.py": "raise KeyboardInterrupt"}).result()
    assert found == ["handlers/pets.py:1:1: cannot be loaded: KeyboardInterrupt"]


def test_all_modules_that_fail_are_found(tmp_path: Path) -> None:
    """One load says everything that is wrong."""
    found = refused(tmp_path, {"a.py": "1 / 0", "b.py": "def get_b(): ...", "c.py": "x = ("})
    assert [line.split(": ")[0] for line in found] == ["handlers/a.py:1:1", "handlers/c.py:1:5"]


@pytest.mark.parametrize("helper", ["b", "_b", "B"])
def test_handlers_may_import_each_other(tmp_path: Path, helper: str) -> None:
    """A module imports its neighbours relatively, and there is one of each, in whichever order they are loaded."""
    found = load(
        tmp_path,
        {
            "a.py": f"from . import {helper}\nfrom .{helper} import SEEN\n\ndef get_a(): return SEEN is {helper}.SEEN",
            f"{helper}.py": "SEEN = []\n\ndef get_b(): return SEEN",
            "c.py": f"from .{helper} import SEEN, get_b as _b\n\ndef get_c(): return SEEN is _b()",
        },
    )
    assert {handler.operation_id: handler.function() for handler in found} == {
        "get_a": True,
        "get_b": [],
        "get_c": True,
    }


def test_handlers_may_import_packages_beside_them(tmp_path: Path) -> None:
    """A folder below the handlers is a package for their helpers, and no handlers are looked for in it."""
    found = load(
        tmp_path, {"a.py": "from .lib.b import one\n\ndef get_a(): return one()", "lib/b.py": "def one(): return 1"}
    )
    assert [(handler.operation_id, handler.function()) for handler in found] == [("get_a", 1)]


@pytest.mark.parametrize(
    ("neighbour", "text", "line"),
    [("b", "\n\n\nx = (", 4), ("_b", "\n\n\nx = (", 4), ("b", "\n1 / 0", 2), ("B", "\n1 / 0", 2)],
)
def test_a_broken_neighbour_is_found_in_its_own_file(tmp_path: Path, neighbour: str, text: str, line: int) -> None:
    """What fails in a module that another one imports is found in the file that fails, and at the import of it."""
    found = refused(tmp_path, {"a.py": f"\nfrom .{neighbour} import x", f"{neighbour}.py": text})
    places = sorted(finding.split(": ")[0].rpartition(":")[0] for finding in found)
    assert places == sorted(["handlers/a.py:2", f"handlers/{neighbour}.py:{line}"])


def test_a_load_sees_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each load reads the files again, those that are imported by others too, however quickly they were edited."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    files = {"a.py": "from .b import N\n\ndef get_a(): return M, N\n\nM = 1", "b.py": "N = 1"}
    answers = []
    for old, new in (("1", "1"), ("1", "2")):
        edited = {name: text.replace(f"= {old}", f"= {new}") for name, text in files.items()}
        write(tmp_path, edited)
        for name in files:
            os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))
        (handler,) = handlers.load(tmp_path, "handlers").found
        answers.append(handler.function())
    assert answers == [(1, 1), (2, 2)]


def test_two_loads_share_nothing(tmp_path: Path) -> None:
    """Two loads of one folder have modules of their own, so an old mock goes on while a new one begins."""
    files = {"a.py": "SEEN = []\n\ndef get_a(x): SEEN.append(x); return len(SEEN)"}
    (first,), (second,) = load(tmp_path, files), load(tmp_path, files)
    assert (first.function(1), first.function(1), second.function(1)) == (1, 2, 1)


def test_handlers_are_forgotten(tmp_path: Path) -> None:
    """Forgotten handlers leave no module behind, and take no other load's with them."""
    before = loaded_modules()
    write(tmp_path, {"a.py": "from . import _b\n\ndef get_a(): ...", "_b.py": ""})
    kept = handlers.load(tmp_path, "handlers")
    held = loaded_modules()
    assert len(held - before) == 3
    again = handlers.load(tmp_path, "handlers")
    assert len(loaded_modules() - held) == 3
    again.forget()
    assert loaded_modules() == held
    again.forget()
    kept.forget()
    assert loaded_modules() == before


@pytest.mark.parametrize("files", [{"_a.py": "X = 1"}, {}])
def test_a_load_without_handlers_is_forgotten_too(tmp_path: Path, files: dict[str, str]) -> None:
    """A load that finds no handlers can be forgotten like any other."""
    before = loaded_modules()
    loaded = handlers.load(write(tmp_path, files), "handlers")
    assert loaded.found == ()
    loaded.forget()
    assert loaded_modules() == before


def test_nothing_stays_of_a_load_that_fails(tmp_path: Path) -> None:
    """A load that fails leaves no module behind that nobody could forget."""
    before = loaded_modules()
    refused(tmp_path, {"a.py": "def get_a(): ...", "b.py": "from . import a\n\n1 / 0"})
    assert loaded_modules() == before


def test_what_words_refusals_is_no_handler(tmp_path: Path) -> None:
    """`handlers/errors.py` has a function `word`, and whatever helpers that needs."""
    text = "import json\n\n\ndef helper(): ...\n\n\ndef word(refusal):\n    return [refusal]"
    loaded = handlers.load(write(tmp_path, {"errors.py": text, "a.py": "def get_a(): ..."}), "handlers")
    assert [handler.operation_id for handler in loaded.found] == ["get_a"]
    assert loaded.wording is not None
    assert loaded.wording.place == Place("handlers/errors.py", 7)
    assert loaded.wording.function(Refusal(404, "No")).pop().status == 404
    assert handlers.load(write(tmp_path / "b", {"a.py": ""}), "handlers").wording is None


MISSING = "1:1: this module words refusals, and has no function word(refusal); name it otherwise if it has handlers"
PLAIN = "word() is a plain function, not an async one"
ARGUMENT = "word() takes one argument, the refusal"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [MISSING]),
        ("def get_errors(): ...", [MISSING]),
        ("from json import dumps as word", [MISSING]),
        ("word = print", [MISSING]),
        ("class word: ...", [MISSING]),
        ("\nasync def word(refusal): ...", [f"2:1: {PLAIN}"]),
        ("\n\ndef word(): ...", [f"3:1: {ARGUMENT}"]),
        ("def word(status, message): ...", [f"1:1: {ARGUMENT}"]),
        ("def word(*, refusal): ...", [f"1:1: {ARGUMENT}"]),
        ("async def word(): ...", [f"1:1: {PLAIN}", f"1:1: {ARGUMENT}"]),
        (
            "from understudy import operation\n\n@operation('get-a')\ndef word(refusal): ...",
            ["3:1: no handlers here: this module words refusals, and 'get-a' has to stand in another one"],
        ),
        ("1 / 0", ["1:1: cannot be loaded: ZeroDivisionError: division by zero"]),
        ("def word(refusal: Refusal): ...", ["1:1: cannot be loaded: NameError: name 'Refusal' is not defined"]),
    ],
)
def test_what_cannot_word_refusals(tmp_path: Path, text: str, expected: list[str]) -> None:
    """It is found when the project is loaded, at its line; a handler of operations in there too."""
    assert refused(tmp_path, {"errors.py": text}) == [f"handlers/errors.py:{line}" for line in expected]


@pytest.mark.parametrize(
    "signature", ["refusal", "refusal, /", "_", "refusal, more=1", "*refusal", "a=None", "a, *b, **c"]
)
def test_signatures_of_what_words_refusals(tmp_path: Path, signature: str) -> None:
    """It is given the refusal by its position, whatever it calls it."""
    assert handlers.load(write(tmp_path, {"errors.py": f"def word({signature}): ..."}), "handlers").wording


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        ("", None),
        ("a", None),
        ("a, b", None),
        ("*, b, a=1", None),
        ("c=1", None),
        ("**given", None),
        ("a, *more, **given", None),
        ("a, /", "get_a() takes 'a' by position only: arguments are passed by name"),
        ("a=1, /", "get_a() takes 'a' by position only: arguments are passed by name"),
        ("a, c", "get_a() wants 'c', which is no parameter of the operation: it has a, b"),
        ("*, c", "get_a() wants 'c', which is no parameter of the operation: it has a, b"),
    ],
)
def test_signatures(tmp_path: Path, signature: str, reason: str | None) -> None:
    """A handler takes those of the operation's arguments that it names, and no others without a default."""
    (handler,) = load(tmp_path, {"a.py": f"def get_a({signature}): ..."})
    assert handler.unfit(["a", "b"]) == reason


def test_signatures_without_parameters(tmp_path: Path) -> None:
    """A wrapped handler is judged by what it wraps, and an operation may have no parameters at all."""
    text = "import functools\n\ndef _f(id): ...\n\n@functools.wraps(_f)\ndef get_a(**given): ..."
    (handler,) = load(tmp_path, {"a.py": text})
    assert handler.unfit(["id"]) is None
    assert handler.unfit([]) == "_f() wants 'id', which is no parameter of the operation: it has none"


def test_an_operation_without_an_id_is_bound_by_its_method_and_path(tmp_path: Path) -> None:
    """`METHOD /path` names any operation, whether it has an operationId or not, and no operation twice."""
    paths = """
    /nameless/{who}:
      parameters: [{name: who, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: string}}}}}}
    /named:
      get:
        operationId: named
        responses: {'200': {description: OK, content: {application/json: {schema: {type: string}}}}}
    """
    handlers = """\
    from understudy import operation

    @operation("GET /nameless/{who}")
    async def nameless(who: str) -> str:
        return who

    @operation("GET /named")
    async def _by_path() -> str:
        return "by its path"
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths), "handlers/a.py": handlers})
    assert [ask(app, path).json for path in ("/nameless/ada", "/named")] == ["ada", "by its path"]
    twice = "async def named() -> str:\n    return 'again'\n"
    assert findings(write(tmp_path, {"handlers/b.py": twice})) == [
        "handlers/b.py:1:1: operation 'named' is already bound to _by_path() at handlers/a.py:7:1"
    ]
