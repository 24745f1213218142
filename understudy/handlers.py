"""Handlers: a project's own functions, one for each operation that needs more than its fixtures."""

import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from understudy.errors import ProjectError
from understudy.findings import Finding, Place

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = "_understudy_handlers_"
_MARK = "__understudy_operation__"
_loads = count(1)


def operation(operation_id: str) -> Callable[[Function], Function]:
    """Bind a function to the operation with this operationId; one of that very name needs no decorator."""

    def mark(function: Function) -> Function:
        setattr(function, _MARK, operation_id)
        return function

    return mark


@dataclass(frozen=True, eq=False)
class Handler:
    """A function of the project, the operationId it is meant for, and where it stands."""

    operation_id: str
    function: Callable[..., Any]
    place: Place
    is_marked: bool

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


def load(directory: Path, shown: str) -> list[Handler]:
    """Every handler in the modules of a directory, which are loaded under a private name, anew at each call.

    Raises ProjectError with a finding for each module that cannot be loaded.
    """
    found: list[Finding] = []
    handlers: list[Handler] = []
    package = ModuleType(f"{_PACKAGE}{next(_loads)}")
    package.__path__ = [str(directory)]
    sys.modules[package.__name__] = package
    for file in sorted(directory.glob("*.py")):
        if file.stem.isidentifier():
            name = f"{shown}/{file.name}"
            try:
                handlers += _handlers(_module(f"{package.__name__}.{file.stem}", file), name)
            except Exception as error:  # noqa: BLE001 - a project's module may raise anything at all
                found.append(_failure(error, file, name))
    if found:
        raise ProjectError(found)
    return handlers


def forget(handlers: Iterable[Handler]) -> None:
    """Drop the modules of handlers that nothing will call any more."""
    for package in {handler.function.__module__.partition(".")[0] for handler in handlers}:
        for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
            del sys.modules[name]


def _module(name: str, file: Path) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]  # another handler module has imported it
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # Compiled here and not by the loader: bytecode cached by second would hide an edit from a reload.
    exec(compile(file.read_bytes(), str(file), "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    return module


def _handlers(module: ModuleType, shown: str) -> Iterator[Handler]:
    for name, value in vars(module).items():
        marked = getattr(value, _MARK, None)
        own = inspect.isfunction(value) and value.__module__ == module.__name__
        if own and (marked or not name.startswith("_")):
            place = Place(shown, inspect.unwrap(value).__code__.co_firstlineno)
            yield Handler(marked or name, value, place, is_marked=bool(marked))


def _failure(error: Exception, file: Path, shown: str) -> Finding:
    if isinstance(error, SyntaxError):
        place = Place(shown, error.lineno or 1, error.offset or 1)
        return Finding(place, f"not Python: {error.msg}", "handler/import")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    line = (frames[-1].lineno if frames else None) or 1
    return Finding(Place(shown, line), f"cannot be loaded: {type(error).__name__}: {error}", "handler/import")
