"""The mock as one ASGI application: a project, and the way of a request through it."""

from dataclasses import dataclass
from functools import partial

from connexion.exceptions import ProblemException
from connexion.middleware.context import ContextMiddleware
from connexion.middleware.exceptions import ExceptionMiddleware
from connexion.middleware.security import SecurityMiddleware
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from understudy.project import Project
from understudy.server.answers import Answers
from understudy.server.binding import ContractApp, PerOperation
from understudy.server.cors import Cors
from understudy.server.gate import Gate
from understudy.server.head import Head
from understudy.server.refusals import Refusals
from understudy.server.requests import RequestCheck
from understudy.server.responses import ResponseCheck
from understudy.server.security import security_map


@dataclass(frozen=True, eq=False)
class Mock:
    """A project that answers."""

    project: Project
    answers: Answers
    refusals: Refusals
    app: ContractApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def build(project: Project) -> Mock:
    """The mock of a project that holds."""
    contract = project.contract
    answers, refusals = Answers(project), Refusals(project)
    app = ContractApp(
        "understudy",
        resolver=answers,
        security_map=security_map(contract),
        # The way of a request, from the outside in; each wraps all that come after it.
        middlewares=[
            Head,
            Cors,
            ExceptionMiddleware,
            partial(Gate, contract=contract),
            SecurityMiddleware,
            partial(PerOperation, make=partial(RequestCheck, schemas=contract.schemas)),
            partial(PerOperation, make=partial(ResponseCheck, schemas=contract.schemas)),
            ContextMiddleware,
        ],
    )
    for kind in (Exception, HTTPException, ProblemException):  # Connexion words each of the three by itself
        app.add_error_handler(kind, refusals)
    app.bind(contract)
    return Mock(project, answers, refusals, app)
