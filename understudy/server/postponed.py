"""Modules that what imports them has no need of, and that are imported once somebody asks for what is in them.

Connexion imports whatever any of its users might need: HTTP clients, validators of its own, a template engine. A start
that waits for all of that takes twice as long, and the mock never asks. So Connexion is handed stand-ins while it is
imported, and they are gone from `sys.modules` when that is done: who imports such a module later, a handler for
instance, has it imported by Python itself, as if nobody had been here. Whatever is asked of a stand-in then, it takes
out of that very module.
"""

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader, find_spec
from types import ModuleType
from typing import Any, ForwardRef


def _called(module: str, name: str, *arguments: Any, **named: Any) -> Any:
    return getattr(import_module(module), name)(*arguments, **named)


class _StandIn(ModuleType):
    """Stands in the place of a module that is not imported yet."""

    def __getattr__(self, name: str) -> Any:
        finder: _Postponing = self.__dict__["__spec__"].loader_state
        if finder.is_open:
            if name in finder.annotations[self.__name__]:
                return ForwardRef(name, module=self.__name__)
            if f"{name}()" in finder.annotations[self.__name__]:
                return partial(_called, self.__name__, name)
            if f"class {name}" in finder.annotations[self.__name__]:
                return finder.base(self.__name__, name)
            is_package = self.__spec__ is not None and self.__spec__.submodule_search_locations is not None
            if name == "__path__" or (is_package and find_spec(f"{self.__name__}.{name}") is not None):
                raise AttributeError(name)  # so that the import statement looks for a module, or knows there is none
        finder.put_aside(self)
        return getattr(import_module(self.__name__), name)


class _Unrun(LazyLoader):
    """Makes a stand-in of a module, once it knows its name and its place, instead of running it."""

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = _StandIn


class _Whole(LazyLoader):
    """Runs a package some of whose modules have been imported without it: it has them as it would have otherwise.

    What was derived from a class that stood for one of its own is derived from that one then.
    """

    def __init__(self, spec: ModuleSpec, bases: Mapping[str, type]) -> None:
        assert spec.loader is not None
        super().__init__(spec.loader)
        self._loader, self._bases = spec.loader, bases

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader  # to whom one goes for a package's other files
        for name, inner in list(sys.modules.items()):
            package, _, last = name.rpartition(".")
            if package == module.__name__ and inner is not None:
                setattr(module, last, inner)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nobody here could mend what a library's import warns of
            self._loader.exec_module(module)
        for name, base in self._bases.items():
            derived: type
            for derived in base.__subclasses__():
                bases = (getattr(module, name) if each is base else each for each in derived.__bases__)
                derived.__bases__ = tuple(bases)


class _There(LazyLoader):
    """Loads a module that is there by now."""

    @classmethod
    def spec(cls, name: str) -> ModuleSpec:
        """What finds it. The import system takes it out of the module, where that is there before it was found."""
        module = sys.modules[name]
        assert module.__spec__ is not None
        assert module.__spec__.loader is not None
        module.__spec__ = ModuleSpec(name, cls(module.__spec__.loader), loader_state=module.__spec__)
        return module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return sys.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__ = module.__spec__.loader_state


class _Postponing:
    """Finds stand-ins for as long as it `is_open`, and from then on the modules in whose places they stood."""

    def __init__(self, annotations: Mapping[str, tuple[str, ...]]) -> None:
        self.annotations = annotations
        self.is_open = True
        self._asked: set[str] = set()
        self._bases: dict[str, dict[str, type]] = {}

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if not self.is_open and self._is_inside(fullname) and fullname in sys.modules:
            return _There.spec(fullname)
        spec = PathFinder.find_spec(fullname, path, target) if fullname in self.annotations else None
        if spec is None or spec.loader is None:
            return None
        if self.is_open and fullname not in self._asked:
            spec.loader_state = self
            spec.loader = _Unrun(spec.loader)
        else:
            spec.loader = _Whole(spec, self._bases.get(fullname, {}))
        return spec

    def _is_inside(self, name: str) -> bool:
        """Whether a module stands in a package that was put aside, which has then run: it would have, before that."""
        outer = name.rpartition(".")[0]
        while outer and outer not in self._asked:
            outer = outer.rpartition(".")[0]
        if outer and outer not in sys.modules:
            import_module(outer)
        return bool(outer)

    def base(self, module: str, name: str) -> type:
        """An exception that stands for one of a module, for others to be derived from."""
        return self._bases.setdefault(module, {}).setdefault(name, type(name, (Exception,), {}))

    def put_aside(self, module: ModuleType) -> None:
        """Have a module imported the next time that somebody wants it."""
        self._asked.add(module.__name__)
        if sys.modules.get(module.__name__) is module:
            del sys.modules[module.__name__]

    def close(self) -> None:
        """Put all stand-ins aside."""
        self.is_open = False
        for name in self.annotations:
            if isinstance(module := sys.modules.get(name), _StandIn):
                self.put_aside(module)

    def run(self, name: str) -> None:
        """Import one of them as it would have been, had it not been postponed itself: the others still are."""
        if name in sys.modules:
            return
        asked, self._asked, self.is_open = self._asked, {name}, True
        try:
            import_module(name)
        finally:
            self.close()
            self._asked |= asked


@contextmanager
def postponed(names: Mapping[str, tuple[str, ...]]) -> Iterator[Callable[[str], None]]:
    """While it lasts, modules of these names do not run when they, or modules inside of them, are imported.

    What else is taken out of one runs it, save for the names given with it: they stand in annotations alone, and are
    forward references to who imports them meanwhile. What is only called is named with parentheses: a call imports it.
    An exception that is only derived from is named as a class: who is derived from it is so once it has been imported.

    It gives what imports one of them later on without the others.
    """
    finder = _Postponing(names)
    sys.meta_path.insert(0, finder)
    try:
        yield finder.run
    finally:
        finder.close()
