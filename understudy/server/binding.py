"""Connexion, bound to a contract through its own seams: it is never handed a document, only what was read from one.

Its loader renders YAML as Jinja templates and knows no 3.1; so the specification and its operations are
ours. What stays Connexion's is the middle: middlewares by operation, security, context, errors. Its decorators,
which read a request's arguments once more and inspect signatures each time, have nothing left to do.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from connexion import AsyncApp
from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.middleware.main import API
from connexion.operations import AbstractOperation
from connexion.resolver import Resolver
from connexion.spec import Specification
from starlette.routing import Router
from starlette.types import ASGIApp, Scope

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.security import presented
from understudy.server.sent import Sent

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
        """The operation that stands under this name: one for all of Connexion's middlewares."""
        return spec.bind(path, resolver)

    parameters: Any = ()
    produces: Any = ()
    consumes: Any = ()

    # What only Connexion's own router, validators and mock ask for, none of which is in our list of middlewares.
    response_schema = example_response = with_definitions = get_path_parameter_types = None
    body_name = body_schema = body_definition = None


class BoundSpecification(Specification):
    """A contract as Connexion asks about it: paths with methods, and security schemes.

    It knows eight methods, and routes nothing here: so each operation stands alone under a name, as if it were a GET.
    """

    operation_cls = BoundOperation
    base_path = ""
    security_schemes: Any = None
    _set_defaults = None

    def __init__(self, contract: Contract) -> None:
        self._operations = {str(operation): operation for operation in contract.operations}
        paths: dict[str, dict[str, Any]] = {name: {"get": {}} for name in self._operations}
        self._spec = self._raw_spec = {"paths": paths}
        self.security_schemes = presented(contract.security_schemes)
        self._bound: dict[str, BoundOperation] = {}

    def bind(self, name: str, resolver: Resolver) -> BoundOperation:
        """The operation of this name, made once."""
        if name not in self._bound:
            self._bound[name] = BoundOperation(self._operations[name], resolver, self.security_schemes)
        return self._bound[name]


class ContractApp(AsyncApp):
    """Connexion's application for one contract; built at once, so that what does not bind stops the start."""

    def bind(self, contract: Contract, make: Callable[[Function, Operation], ASGIApp]) -> None:
        """Bind every operation to the application that is made for its function.

        Raises connexion's ResolverError for one without.
        """
        middleware = self.middleware
        middleware.app = Calls(make)
        middleware.apis.append(API(BoundSpecification(contract), base_path=None, name="", **vars(middleware.options)))
        middleware.app, middleware.middleware_stack = middleware._build_middleware_stack()  # noqa: SLF001 - the one way


class PerOperation(RoutedMiddleware):
    """A middleware that is made anew for each operation, when the mock is built."""

    def __init__(self, app: ASGIApp, make: Callable[[ASGIApp, Operation], ASGIApp]) -> None:
        super().__init__(app)

        class Api(RoutedAPI):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.add_paths()

            def make_operation(self, operation: BoundOperation) -> ASGIApp:
                return make(self.next_app, operation.contract)

        self.api_cls = Api


class Calls(RoutedMiddleware):
    """The innermost application: for each operation, one that is made for its function when the mock is built."""

    def __init__(self, make: Callable[[Function, Operation], ASGIApp]) -> None:
        super().__init__(Router())

        class Api(RoutedAPI):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.add_paths()

            def make_operation(self, operation: BoundOperation) -> ASGIApp:
                return make(operation.function, operation.contract)

        self.api_cls = Api
