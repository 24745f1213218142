"""Connexion, bound to a contract through its own seams: it is never handed a document, only what was read from one.

Its loader renders YAML as Jinja templates and knows no 3.1; so the operations are ours. What stays Connexion's is what
it does for one of them: security, context, and how its function is resolved. Its middlewares, which look up an
operation once more each, its decorators, which read a request's arguments once more and inspect signatures each time,
and its applications, which take as long to be imported as all of our own start, have nothing left to do.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from connexion.middleware.context import ContextOperation
from connexion.middleware.security import SecurityOperation
from connexion.operations import AbstractOperation
from connexion.resolver import Resolver
from connexion.security import SecurityHandlerFactory
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.exchange import Exchange
from understudy.server.fields import fields
from understudy.server.security import presented
from understudy.server.sent import Sent

Function = Callable[[Scope], Awaitable[Sent]]
Middleware = Callable[[ASGIApp], ASGIApp]


class BoundOperation(AbstractOperation):
    """An operation as Connexion asks about it. It is told of no parameters: they are decoded by then."""

    def __init__(self, contract: Operation, resolver: Resolver, security_schemes: Any) -> None:
        self.contract = contract
        self._router_controller = None
        super().__init__(
            contract.method.lower(),
            contract.path,
            {"operationId": contract.name, "security": list(contract.security)},
            resolver,
            security_schemes=security_schemes,
        )

    parameters: Any = ()
    produces: Any = ()
    consumes: Any = ()

    # What only Connexion's own router, validators and mock ask for.
    from_spec = response_schema = example_response = with_definitions = get_path_parameter_types = None
    body_name = body_schema = body_definition = None


Behind = Callable[[ASGIApp, BoundOperation], ASGIApp]
"""Makes what stands behind the gate for one operation, around the application that is given."""


def in_context(app: ASGIApp, operation: BoundOperation) -> ASGIApp:
    """What tells `connexion.context` of a request."""
    context: ASGIApp = ContextOperation(app, operation=operation)
    return context


def secured(security: Mapping[str, Any]) -> Behind:
    """What lets nobody through to an operation who is not admitted by a check of this map."""
    factory = SecurityHandlerFactory(security)

    def guarded(app: ASGIApp, operation: BoundOperation) -> ASGIApp:
        if not operation.security:
            return app
        guard: ASGIApp = SecurityOperation.from_operation(operation, next_app=app, security_handler_factory=factory)
        return guard

    return guarded


class PerOperation(dict[str, ASGIApp]):
    """For each operation by its name what is behind the gate, made when it is first called: there may be thousands."""

    def __init__(
        self,
        contract: Contract,
        behind: Sequence[Behind],
        function: Callable[[str], Function],
        make: Callable[[Function, Operation], ASGIApp],
    ) -> None:
        """`behind` is made for each, the outermost first; innermost is what is made of the `function` that answers."""
        super().__init__()
        self._operations, self._behind, self._make = contract.by_name, behind, make
        self._resolver = Resolver(function)
        self._schemes = presented(contract.security_schemes)

    def __missing__(self, name: str) -> ASGIApp:
        operation = BoundOperation(self._operations[name], self._resolver, self._schemes)
        app = self._make(operation.function, operation.contract)
        for make in reversed(self._behind):
            app = make(app, operation)
        self[name] = app
        return app

    def call(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Call that of the operation which a request is for."""
        call = Exchange.of(scope).call
        assert call is not None
        return self[call.operation.name](scope, receive, send)


class ContractApp:
    """The way of a request through middlewares to the function of its operation."""

    def __init__(self, way: Sequence[Middleware], behind: PerOperation) -> None:
        """`way` are the middlewares as far as the gate."""
        app: ASGIApp = behind.call
        for middleware in reversed(way):
            app = middleware(app)
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _others(scope, receive, send)
            return
        # What those on the way write down in a scope is no business of whoever called.
        scope = {**scope, "app": self, "extensions": {**(scope.get("extensions") or {})}}
        fields(scope["headers"]).enter(scope)
        await self._app(scope, receive, send)


async def _others(scope: Scope, receive: Receive, send: Send) -> None:
    """What is no request: a server that begins or ends, which is well, or a socket that nobody listens to."""
    from starlette.routing import Router  # noqa: PLC0415 - next to nobody sends any of it

    await Router()(scope, receive, send)
