"""One request and its answer: what those on the way tell each other about them."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, ClassVar

from msgspec import Struct, field
from starlette.types import Scope

from understudy.contract.operations import Operation
from understudy.contract.schemas import MISSING
from understudy.contract.violations import Violation
from understudy.server.call import Call
from understudy.server.preferences import NOTHING, Preferences
from understudy.server.sent import Sent
from understudy.server.sharing import Line
from understudy.state.journal import Noted
from understudy.state.session import Session
from understudy.state.view import View

_KEY = "understudy.exchange"


class Exchange(Struct, eq=False):
    """A request in its session: what it prefers, what of that was obeyed, what was found, what is to go wrong.

    `path` is that of its target as it was sent, `prefix` what stood before it to name the session; behind the gate
    there is a `call`. The answer is `sent` when those that it comes by have all had their word; there is none where the
    client has gone, or where the connection `is_cut` before one. That of an exchange that `is_pure` follows from the
    request and from what its view has seen, and leaves no trace but in the journal, which has `noted` it. What the body
    has `told` is there where a handler is given another thing: of XML, its value. `seeded` is the header of its seed.
    """

    of: ClassVar[Callable[[Scope], "Exchange"]] = itemgetter(_KEY)
    """The exchange that a scope belongs to."""

    session: Session
    path: str
    prefix: str = ""
    malformed: list[Violation] = field(default_factory=list)
    preferences: Preferences = NOTHING
    view: View | None = None
    operation: Operation | None = None
    call: Call | None = None
    seed: str | None = None
    seeded: Line | None = None
    seconds: float = 0.0
    fault: str | None = None
    side: str = "request"
    violations: Sequence[Violation] = ()
    is_pure: bool = False
    sent: Sent | None = None
    is_cut: bool = False
    noted: Noted | None = None
    told: Any = MISSING
    applied: dict[str, str] = field(default_factory=dict)

    def enter(self, scope: Scope) -> None:
        """Be found by those behind."""
        scope[_KEY] = self

    def apply(self, name: str) -> None:
        """Note that a preference has been obeyed, if there is one of this name."""
        if name in self.preferences.given:
            self.applied[name] = self.preferences.given[name]
