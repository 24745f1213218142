"""Modules that are found now, and run once somebody asks for what is in them.

Connexion imports whatever any of its users might need: HTTP clients, validators of its own, a template engine. A start
that waits for all of that takes twice as long, and the mock never asks. A module that is postponed is the very one that
anybody else gets who imports it, a handler for instance; it only runs later. `importlib.util.LazyLoader` does the same
for modules, but runs a package as soon as a module inside of it is imported.
"""

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any, ForwardRef


@dataclass
class _Waiting:
    """What there is to know of a module until it has run."""

    loader: Loader
    annotations: tuple[str, ...]
    is_importing: bool = True
    is_running: bool = False
    lock: Any = field(default_factory=RLock)


class _Postponed(ModuleType):
    """A module that has not run, or not to its end. It is asked here for what it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        assert spec is not None
        waiting: _Waiting = spec.loader_state
        if waiting.is_importing and name in waiting.annotations:
            return ForwardRef(name, module=spec.name)
        is_package = spec.submodule_search_locations is not None
        is_inside = is_package and waiting.is_importing and find_spec(f"{spec.name}.{name}") is not None
        if is_inside or name == "__path__":
            raise AttributeError(name)  # so that the import statement looks for a module, or knows that there are none
        with waiting.lock:
            if waiting.is_running:
                raise AttributeError(f"partially initialized module {spec.name!r} has no attribute {name!r}")
            if type(self) is _Postponed:  # nobody has run it while this thread waited
                self._run(waiting)
        return getattr(self, name)

    def _run(self, waiting: _Waiting) -> None:
        waiting.is_running = True
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nobody here could mend what a library's import warns of
                waiting.loader.exec_module(self)
        finally:
            waiting.is_running = False
        setattr(self, "__class__", ModuleType)  # noqa: B010 - as a statement, it is none that mypy would allow


class _Later(Loader):
    """Lets a module wait, once it knows its name and its place, instead of running it."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader  # to whom one goes for a package's other files
        module.__class__ = _Postponed


class _Finder(MetaPathFinder):
    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names
        self.found: list[_Waiting] = []

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in self._names else None
        if spec is None or spec.loader is None:
            return None
        spec.loader_state = _Waiting(spec.loader, self._names[fullname])
        spec.loader = _Later(spec.loader)
        self.found.append(spec.loader_state)
        return spec


@contextmanager
def postponed(names: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """While it lasts, modules of these names do not run when they, or modules inside of them, are imported.

    What else is taken out of one runs it, save for the names given with it: they stand in annotations alone, and are
    forward references to who imports them meanwhile.
    """
    finder = _Finder(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for waiting in finder.found:
            waiting.is_importing = False
