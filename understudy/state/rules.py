"""Rules that every record of a collection keeps, in CEL, the language of Kubernetes' validation rules."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

from msgspec import Struct

from understudy.errors import did_you_mean, quoted


@cache
def _cel() -> Any:
    """The extension module of `cel`, without the package around it.

    The package imports its own command line, and with it a terminal toolkit: a quarter of the time that it takes this
    server to start, and a tenth of its memory.
    """
    if "cel.cel" not in sys.modules:  # pragma: no branch - unless somebody else has imported it
        package = find_spec("cel")
        spec = PathFinder.find_spec("cel.cel", package.submodule_search_locations if package else None)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["cel.cel"] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules["cel.cel"])
    return sys.modules["cel.cel"]


class Rule(Struct, frozen=True, eq=False):
    """One CEL expression over `record`, and what it means in words."""

    expression: str
    message: str
    program: Any

    @classmethod
    def compile(cls, expression: str, message: str) -> "Rule":
        """Raises ValueError, with what is wrong in one line, for an expression that is not CEL."""
        try:
            return cls(expression, " ".join(message.split()), _cel().compile(expression))
        except ValueError as error:
            # "Failed to parse expression '…': ERROR: <input>:1:12: Syntax error: … expecting {…}", and a drawing
            first = str(error).partition("\n")[0]
            raise ValueError(first.partition("<input>:")[2].partition(" expecting")[0] or first) from None


def broken(rules: Iterable[Rule], record: Mapping[str, Any]) -> Iterator[tuple[Rule, str]]:
    """Each of the rules that a record breaks, and why it does."""
    context: Any = None
    for rule in rules:
        try:
            # made once for all rules: to convert a record takes longer than to ask what it is like
            context = context or _cel().Context({"record": record})
            told = rule.program.execute(context)
            if told is False:
                yield rule, rule.message
            elif told is not True:
                yield rule, f"{rule.message} (the rule says {quoted(told)}, which is neither true nor false)"
        except Exception as error:  # noqa: BLE001 - CEL raises nearly every built-in error, each meaning the same here
            text = re.split(r":?\n|\. |: Conversion Error", str(error), maxsplit=1)[0]  # what follows is advice
            if isinstance(error, KeyError):
                text = f"there is no {error}{did_you_mean(str(error.args[0]), list(record))}"
            yield rule, f"{rule.message} (the rule cannot tell: {text})"
