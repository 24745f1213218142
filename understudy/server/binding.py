"""Connexion, bound to a contract through its own seams: it is never handed a document, only what was read from one.

Its loader renders YAML as Jinja templates and knows no 3.1; so the specification and its operations are ours. What
stays Connexion's is the middle: middlewares by operation, security, context. Its decorators, which read a request's
arguments once more and inspect signatures each time, have nothing left to do. Its applications have neither: they
offer a test client, a user interface and a router, and importing them takes as long as all of our own start.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from connexion.resolver import Resolver
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.security import presented
from understudy.server.sent import Sent
from understudy.server.sharing import shared

Function = Callable[[Scope], Awaitable[Sent]]


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

    @classmethod
    def from_spec(cls, spec: Any, *_: Any, path: str, resolver: Resolver, **__: Any) -> Any:
        """The operation of this name: one for all of Connexion's middlewares."""
        return spec.bind(path, resolver)

    parameters: Any = ()
    produces: Any = ()
    consumes: Any = ()

    # What only Connexion's own router, validators and mock ask for, none of which is in our list of middlewares.
    response_schema = example_response = with_definitions = get_path_parameter_types = None
    body_name = body_schema = body_definition = None


class BoundSpecification(dict[str, Any]):
    """A contract as Connexion asks about it: its operations, each bound when it is first asked for.

    It lists no paths, so that nothing is made for an operation that nobody calls: there may be thousands.
    """

    operation_cls = BoundOperation
    base_path = ""

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self._operations = contract.by_name
        self._security_schemes = presented(contract.security_schemes)
        self._bound: dict[str, BoundOperation] = {}

    def bind(self, name: str, resolver: Resolver) -> BoundOperation:
        """The operation of this name, bound once. Raises KeyError where there is none."""
        if name not in self._bound:
            self._bound[name] = BoundOperation(self._operations[name], resolver, self._security_schemes)
        return self._bound[name]


class Operations(dict[str, Any]):
    """What one of Connexion's middlewares has for each operation, made when it is first asked for."""

    def __init__(self, api: RoutedAPI) -> None:
        super().__init__()
        self._api = api

    def __missing__(self, name: str) -> Any:
        self._api.add_operation(name, "get")  # Connexion asks for a method, and an operation is found without
        return self[name]


class ContractApp:
    """Connexion's middlewares and ours, around the functions of one contract's operations."""

    def __init__(
        self,
        contract: Contract,
        way: Sequence[Callable[[ASGIApp], ASGIApp]],
        function: Callable[[str], Function],
        make: Callable[[Function, Operation], ASGIApp],
        security: Mapping[str, Any] | None = None,
    ) -> None:
        """`way` are the middlewares, the outermost first; innermost is what is made for each operation.

        `function` has the function that answers the operation of a name.
        """
        specification, resolver = BoundSpecification(contract), Resolver(function)
        app: ASGIApp = Calls(make)
        apps = [app, *(app := middleware(app) for middleware in reversed(way))]
        for each in apps:
            if isinstance(each, RoutedMiddleware):
                api = each.add_api(specification, resolver=resolver, security_map=security)
                api.operations = Operations(api)
        self._app, self._others = app, Router()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # a server that begins or ends, which is well, or a socket that nobody listens to
            await self._others(scope, receive, send)
            return
        # What those on the way write down in a scope is no business of whoever called.
        extensions, headers = {**(scope.get("extensions") or {})}, shared(scope["headers"])
        scope = {**scope, "app": self, "extensions": extensions, "headers": headers}
        await self._app(scope, receive, send)


class PerOperation(RoutedMiddleware):
    """A middleware that is made anew for each operation, when that is first called."""

    def __init__(self, app: ASGIApp, make: Callable[[ASGIApp, Operation], ASGIApp]) -> None:
        super().__init__(app)

        class Api(RoutedAPI):
            def make_operation(self, operation: BoundOperation) -> ASGIApp:
                return make(self.next_app, operation.contract)

        self.api_cls = Api


class Calls(RoutedMiddleware):
    """The innermost application: for each operation, one that is made for its function at the first call."""

    def __init__(self, make: Callable[[Function, Operation], ASGIApp]) -> None:
        super().__init__(Router())

        class Api(RoutedAPI):
            def make_operation(self, operation: BoundOperation) -> ASGIApp:
                return make(operation.function, operation.contract)

        self.api_cls = Api
