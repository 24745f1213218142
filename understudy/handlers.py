"""Handlers: a project's own functions, one for each operation that needs more than its fixtures."""

import importlib
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from itertools import count
from pathlib import Path
from threading import current_thread, main_thread
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

from msgspec import Struct

from understudy.errors import ProjectError, Refusal
from understudy.files import entries, unreadable
from understudy.findings import Finding, Place

Function = TypeVar("Function", bound=Callable[..., Any])

WORDING = "errors"
"""The module that handles no operation: its function `word` says how this API words its refusals."""

_PACKAGE = "_understudy_handlers_"
_MARK = "__understudy_operation__"
_PURE = "__understudy_pure__"
_loads = count(1)


def operation(operation_id: str, *, pure: bool = False) -> Callable[[Function], Function]:
    """Bind a function to the operation with this operationId, or to this `METHOD /path`.

    One of the operationId's very name needs no decorator. A `pure` one does nothing but answer, and its answer follows
    from its arguments and from what `records(…)` and `clock()` say: the same request is then answered without calling
    it, for as long as they would say the same.

    Raises TypeError where it is not told which operation.
    """
    if not isinstance(operation_id, str):
        raise TypeError("@operation(…) names an operation, as in @operation('get_pet') or @operation('GET /pets')")

    def mark(function: Function) -> Function:
        setattr(function, _MARK, operation_id)
        setattr(function, _PURE, pure)
        return function

    return mark


class Handler(Struct, frozen=True, eq=False):
    """A function of the project, the operation it is meant for (its operationId, or `METHOD /path`), and its place.

    One that `is_pure` says so itself.
    """

    operation_id: str
    function: Callable[..., Any]
    place: Place
    is_marked: bool
    is_pure: bool = False

    @property
    def name(self) -> str:
        """What the function calls itself."""
        return self.function.__qualname__

    def unfit(self, arguments: list[str]) -> str | None:
        """Why the function cannot be called with these arguments, or None if it can. It may leave any of them out."""
        parameters = inspect.signature(self.function).parameters.values()
        for parameter in parameters:
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            if parameter.kind is parameter.POSITIONAL_ONLY:
                return f"{self.name}() takes {parameter.name!r} by position only: arguments are passed by name"
            if parameter.name not in arguments and parameter.default is parameter.empty:
                known = ", ".join(arguments) or "none"
                return f"{self.name}() wants {parameter.name!r}, which is no parameter of the operation: it has {known}"
        return None


class Wording(Struct, frozen=True, eq=False):
    """A project's own way to word refusals: a function that makes the body of one, or None where the engine shall."""

    function: Callable[[Refusal], Any]
    place: Place


class Handlers(Struct, frozen=True, eq=False):
    """The handlers of one project, and the private package that their modules live in."""

    package: str
    found: tuple[Handler, ...]
    wording: Wording | None = None

    def forget(self) -> None:
        """Drop the modules, which nothing will call any more."""
        for name in [name for name in sys.modules if name == self.package or name.startswith(f"{self.package}.")]:
            del sys.modules[name]


def load(directory: Path, shown: str) -> Handlers:
    """Every handler in the modules of a directory, which are loaded under a private name, anew at each call.

    Raises ProjectError with a finding for each module that cannot be loaded, or words refusals as none can be.
    """
    package = ModuleType(f"{_PACKAGE}{next(_loads)}")
    package.__path__ = [str(directory)]
    sys.modules[package.__name__] = package
    handlers = Handlers(package.__name__, ())
    found: list[Finding] = []
    functions: list[Handler] = []
    wording: Wording | None = None
    for file in entries(directory, shown):
        if file.suffix != ".py":
            continue
        name = f"{shown}/{file.name}"
        if not file.stem.isidentifier():
            message = "cannot be loaded: a module's name has letters, digits and underscores alone"
            found.append(Finding(Place(name), message, "handler/import"))
            continue
        try:
            module = importlib.import_module(f"{package.__name__}.{file.stem}")
        except BaseException as error:
            # A project's module may raise anything at all.
            if isinstance(error, KeyboardInterrupt) and current_thread() is main_thread():
                raise  # that of whoever waits; another thread never gets it
            found.append(_failure(error, file, name))
            continue
        if file.stem == WORDING:
            wording = _wording(module, name, found)
        else:
            functions += _handlers(module, name)
    if found:
        handlers.forget()
        raise ProjectError(found)
    return Handlers(package.__name__, tuple(functions), wording)


class _Uncached(SourceFileLoader):
    """Compiles a module each time: bytecode kept by the second would hide an edit from a reload."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder:
    """Finds modules of handlers, also those that handlers import from each other."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if path is None or not fullname.startswith(_PACKAGE):
            return None
        finders = (FileFinder(directory, (_Uncached, SOURCE_SUFFIXES)) for directory in path)
        return next((spec for finder in finders if (spec := finder.find_spec(fullname))), None)


sys.meta_path.insert(0, _Finder())


def _handlers(module: ModuleType, shown: str) -> Iterator[Handler]:
    for name, value in _functions(module):
        marked = getattr(value, _MARK, None)
        if marked or not name.startswith("_"):
            pure = getattr(value, _PURE, False)
            yield Handler(marked or name, value, _place(value, shown), is_marked=bool(marked), is_pure=pure)


def _wording(module: ModuleType, shown: str, found: list[Finding]) -> Wording | None:
    """The function that words refusals; None where there is none that can, with a finding that says why."""
    functions = dict(_functions(module))
    for function in functions.values():
        if marked := getattr(function, _MARK, None):
            message = f"no handlers here: this module words refusals, and {marked!r} has to stand in another one"
            found.append(Finding(_place(function, shown), message, "wording/handler"))
    if (word := functions.get("word")) is None:
        message = "this module words refusals, and has no function word(refusal); name it otherwise if it has handlers"
        found.append(Finding(Place(shown, 1), message, "wording/missing"))
        return None
    wording = Wording(word, _place(word, shown))
    if inspect.iscoroutinefunction(word):
        found.append(Finding(wording.place, "word() is a plain function, not an async one", "wording/signature"))
    try:
        inspect.signature(word).bind(None)
    except TypeError:
        found.append(Finding(wording.place, "word() takes one argument, the refusal", "wording/signature"))
    return wording


def _functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """The functions that a module defines itself."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            yield name, value


def _place(function: FunctionType, shown: str) -> Place:
    wrapped = inspect.unwrap(function)
    return Place(shown, (wrapped if inspect.isfunction(wrapped) else function).__code__.co_firstlineno)


def _failure(error: BaseException, file: Path, shown: str) -> Finding:
    here = file.resolve()
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).resolve() == here:
        place = Place(shown, max(error.lineno or 1, 1), max(error.offset or 1, 1))
        return Finding(place, f"not Python: {error.msg}", "handler/import")
    if isinstance(error, OSError) and error.filename == str(file):
        return unreadable(shown, error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).resolve() == here]
    line = (frames[-1].lineno if frames else None) or 1
    reason = ": ".join([type(error).__name__, *str(error).splitlines()[:1]])
    return Finding(Place(shown, line), f"cannot be loaded: {reason}", "handler/import")
