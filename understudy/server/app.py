"""The mock as one ASGI application: a project, and the way of a request through it."""

import asyncio
from collections.abc import Sequence
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.resources import resources
from understudy.contract.schemas import Schemas
from understudy.project import Project
from understudy.server import import_requests
from understudy.server.answering.answers import Answers
from understudy.server.answering.choice import Choice
from understudy.server.binding import Behind, BoundOperation, ContractApp, Middleware, PerOperation, in_context, secured
from understudy.server.control import PREFIX, Access, ControlDoor, Guard
from understudy.server.layers import beside
from understudy.server.layers.caught import Caught
from understudy.server.layers.cors import Cors
from understudy.server.layers.faults import Faults, Outage, Sleep
from understudy.server.layers.gate import Gate
from understudy.server.layers.head import Head
from understudy.server.layers.journal import Journaling
from understudy.server.layers.noting import Noting
from understudy.server.layers.prefer import Prefer
from understudy.server.layers.replay import Replay
from understudy.server.layers.sessions import InSession
from understudy.server.preferences import NOTHING, Preferences
from understudy.server.proven import Proven
from understudy.server.refusing.refusals import Refusals
from understudy.server.requests import RequestCheck
from understudy.server.responses import ResponseCheck
from understudy.server.security import Credentials, security_map
from understudy.server.shortcut import Shortcut
from understudy.state.journal import Journal
from understudy.state.session import Sessions
from understudy.state.store import Store


class Memory(Struct, frozen=True, eq=False):
    """What outlives a mock when its project is loaded anew."""

    sessions: Sessions = field(default_factory=Sessions)
    journal: Journal = field(default_factory=Journal)


class Mock(Struct, frozen=True, eq=False):
    """A project that answers, and others `beside` it for what its contract has not."""

    project: Project
    memory: Memory
    answers: Answers
    refusals: Refusals
    app: ContractApp
    proven: Proven | None = None
    shortcut: Shortcut | None = None
    usual: Preferences = NOTHING
    beside: tuple["Mock", ...] = ()

    @property
    def every(self) -> tuple["Mock", ...]:
        """This one and those beside it."""
        return (self, *self.beside)

    @property
    def store(self) -> Store:
        """What the fixtures of all of them say."""
        return beside.store([mock.project for mock in self.every])

    def forget(self) -> None:
        """Drop the handlers of all of them."""
        for mock in self.every:
            mock.project.forget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mock = self
        if self.beside and scope["type"] == "http":
            mock = self.every[beside.whose([each.project for each in self.every], scope)]
        await mock.app(scope, receive, send)


def together(mocks: Sequence[Mock]) -> Mock:
    """The first of these mocks with the others beside it. Raises ProjectError where they cannot stand together."""
    beside.check([mock.project for mock in mocks])
    return replace(mocks[0], beside=tuple(mocks[1:]))


def build(
    project: Project,
    memory: Memory | None = None,
    *,
    seed: str = "",
    access: Access | None = None,
    credentials: Credentials | None = None,
    stateless: bool = False,
    replay: bool = True,
    usual: Preferences = NOTHING,
    sleep: Sleep = asyncio.sleep,
) -> Mock:
    """The mock of a project that holds.

    `memory` is that of the mock before it, `seed` what made-up answers and chances follow from, `access` who may use
    the control API, `credentials` those that are good, `sleep` what an answer is held back by. A `stateless` mock
    remembers nothing but what its handlers write. With `replay`, the same request is answered with what was proven for
    it, as long as that holds. `usual` is what requests prefer that say nothing of it.
    """
    contract, memory, credentials = project.contract, memory or Memory(), credentials or Credentials()
    refusals = Refusals(project)
    keeper = None
    if not stateless and (placed := resources(contract.operations)):
        from understudy.server.resources import Keeper  # noqa: PLC0415 - half a megabyte, where there is no collection

        keeper = Keeper(project, placed, refusals.samples, seed)
    answers = Answers(project, Choice(project, refusals, seed), keeper)
    proven = Proven(memory.sessions, memory.journal, has_words=project.wording is not None) if replay else None
    noting = Noting(memory.journal, contract)
    if credentials.is_checked and contract.security_schemes:
        import_requests()
    guard = [secured(security_map(credentials))] if credentials.is_checked else []
    behind = operations(project, answers, [*guard, checked(contract.schemas.requests), for_functions(answers)])
    # The way of a request, from the outside in; each wraps all that come after it.
    way: list[Middleware] = [
        *([partial(Replay, proven=proven)] if proven is not None else []),
        partial(InSession, sessions=memory.sessions, contract=contract),
        partial(ControlDoor, store=project.store, control=partial(controls, project, memory, access or Access())),
        partial(Journaling, noting=noting),
        partial(Faults, sleep=sleep),
        Head,
        Cors,
        partial(Prefer, contract=contract, usual=usual),
        partial(Caught, refusals=refusals),
        partial(Gate, contract=contract),
        partial(Outage, project=project, seed=seed),
    ]
    app, shortcut = ContractApp(way, behind), None
    if proven is not None and usual is NOTHING:
        shortcut = Shortcut(
            project,
            proven=proven,
            answers=answers,
            refusals=refusals,
            behind=behind,
            sessions=memory.sessions,
            noting=noting,
        )
    return Mock(project, memory, answers, refusals, app, proven, shortcut, usual)


def controls(project: Project, memory: Memory, access: Access) -> ContractApp:
    """The control API of a project's mock, bound as the project is."""
    from understudy.server.control.operations import Control  # noqa: PLC0415 - made when somebody first asks

    own = Control(project, memory.sessions, memory.journal).project
    paths = [f"{PREFIX}{operation.path}" for operation in own.contract.operations]
    refusals = Refusals(own)
    answers = Answers(own, Choice(own, refusals, ""))
    way: list[Middleware] = [
        Head,
        partial(Caught, refusals=refusals),
        partial(Guard, access=access),
        partial(Gate, contract=own.contract, whole="The control API", paths=paths),
    ]
    return ContractApp(way, operations(own, answers, [checked(own.contract.schemas), in_context]))


def checked(schemas: Schemas) -> Behind:
    """The check of an operation's requests."""

    def check(app: ASGIApp, operation: BoundOperation) -> ASGIApp:
        return RequestCheck(app, operation.contract, schemas)

    return check


def for_functions(answers: Answers) -> Behind:
    """What the functions that answer may ask Connexion about a request; where there is none, nobody does."""

    def told(app: ASGIApp, operation: BoundOperation) -> ASGIApp:
        return in_context(app, operation) if answers.has_function(operation.contract) else app

    return told


def operations(project: Project, answers: Answers, behind: Sequence[Behind]) -> PerOperation:
    """What is behind the gate for each operation of a project."""
    check = partial(ResponseCheck, schemas=project.contract.schemas.answers)
    return PerOperation(project.contract, behind, answers, check)
