"""Who answers an operation: its handler, else a collection that fits, else the contract's own example."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.types import Scope

from understudy.contract.document import Node
from understudy.contract.examples import shown
from understudy.contract.operations import Operation
from understudy.contract.schemas import MISSING
from understudy.errors import RecordNotFound
from understudy.project import Project
from understudy.server.answering import preconditions
from understudy.server.answering.choice import Choice, Usual
from understudy.server.answering.outgoing import outgoing
from understudy.server.answering.portions import Portions
from understudy.server.answering.recorded import Recorded, by_name
from understudy.server.answering.representations import Representations
from understudy.server.answering.validators import Validators
from understudy.server.eagerly import in_task, may_wait
from understudy.server.exchange import Exchange
from understudy.server.sent import Given, Sent
from understudy.state.records import current

if TYPE_CHECKING:
    from understudy.server.resources import Above, Keeper  # which is there where there is a collection

Function = Callable[..., Awaitable[Any]]

_CHANGING = ("PUT", "PATCH", "DELETE")
"""The methods of what may rest on what is there."""


class Answers:
    """The function that answers each operation, as Connexion resolves it by the operation's name."""

    def __init__(self, project: Project, choice: Choice, keeper: "Keeper | None" = None) -> None:
        """Without a keeper, nothing is remembered but what handlers write."""
        self._project, self._choice, self._keeper = project, choice, keeper
        self._operations = project.contract.by_name
        self._paths = Representations(project.contract, self)
        self._passed_over = {
            (finding.place.file, finding.pointer[:length])
            for finding in project.contract.findings
            if finding.code == "contract/example" and finding.pointer
            for length in range(len(finding.pointer) + 1)
        }

    def __call__(self, name: str) -> Callable[[Scope], Awaitable[Sent]]:
        """The function for the operation of this name: it answers the call that a scope carries."""
        operation = self._operations[name]
        function, _ = self._chosen(operation)
        handler = self._project.handler(operation)
        is_own = handler is not None
        is_pure = handler is None or handler.is_pure
        needs_task = function is not None and is_own and may_wait(function)

        taken = _taken(function, operation) if function else None
        validators = Validators(operation, self._choice.declared, is_own=is_own)
        portions = Portions(operation, self._choice.declared, is_own=is_own)
        own = ((validators.matter, validators.validated), (portions.matter, portions.portion))
        added = [add for matters, add in own if matters]
        is_changing = operation.method in _CHANGING and not is_own and operation.success[1] is not None
        others = self._keeper.others(operation) if self._keeper and not is_own else ()
        schemas = self._project.contract.schemas.answers
        is_read, choose = operation.method == "GET", self._choice.answer

        async def answer(scope: Scope) -> Sent:
            given = scope["extensions"]["connexion_context"]
            exchange = Exchange.of(scope)
            exchange.is_pure, view = is_pure, exchange.view
            assert view is not None
            if needs_task:
                await in_task()
            token = current.set(view)
            try:
                usual: Usual | None = None
                if function:
                    read = given if taken is None else {name: given[name] for name in taken if name in given}
                    usual = functools.partial(function, **read)
                if is_changing and preconditions.are_set(scope):
                    usual = self._expecting(operation, scope, given, validators, usual or _constant(MISSING))
                said = dict(given) if function else given
                answer = await choose(operation, exchange, scope, said, usual, is_own=is_own, others=others)
                is_given = isinstance(answer, Given)
                sent = answer.sent() if is_given else outgoing(operation, answer, scope, schemas, is_own=is_own)
                for add in added:
                    sent = add(sent, scope)
                return sent if is_read else await self._paths.told(scope, validators, sent)
            except Exception:
                raise
            except BaseException as error:
                if (task := asyncio.current_task()) and task.cancelling():
                    raise
                ended = RuntimeError(f"a handler may not end more than itself: {type(error).__name__}")
                raise ended.with_traceback(error.__traceback__) from error
            finally:
                current.reset(token)

        return answer

    def has_function(self, operation: Operation) -> bool:
        """Whether a function answers an operation, or words its refusals, and not the document alone."""
        return self._project.wording is not None or self._chosen(operation)[0] is not None

    def is_prompt(self, operation: Operation) -> bool:
        """Whether an operation is answered without waiting for anything, as it is sure where no conditions are set.

        A handler may wait, and a write that tells a tag asks another operation for it.
        """
        handlers = [self._project.handler(operation)]
        if operation.method != "GET" and any(response.header("etag") for response in operation.responses.values()):
            handlers += self._project.handlers.values()
        return not any(handler and may_wait(_awaitable(handler.function)) for handler in handlers)

    def _expecting(
        self, operation: Operation, scope: Scope, given: Mapping[str, Any], validators: Validators, usual: Usual
    ) -> Usual:
        """What answers usually, once it is sure that what is there is what a request expects."""

        async def sure() -> Any:
            is_known = self._keeper.is_known(operation, given) if self._keeper else None
            await self._paths.check(scope, validators, is_known=is_known)
            return await usual()

        return sure

    def source(self, operation: Operation) -> str:
        """Who answers an operation, in a word or two."""
        source = self._chosen(operation)[1]
        if isinstance(source, str):
            return source
        # for the sake of one place a file is read once more, which takes seconds where it is large
        return "example" if source.source.is_large else f"example, {source.place}"

    def _chosen(self, operation: Operation) -> tuple[Function | None, str | Node]:
        """The function that answers an operation, if not the document does, and who that is; or the example."""
        if handler := self._project.handler(operation):
            return _awaitable(handler.function), str(handler.place)
        _, response = operation.success
        kept = self._keeper.function(operation) if self._keeper else None
        if kept and operation.method != "GET":
            return kept
        above = self._keeper.above(operation) if self._keeper else None
        if response and not response.body.content:
            return _below(above, operation, _constant(None)), "no body"
        recorded = self._choice.recorded[operation.name] if operation.method == "GET" else ()
        if found := [each for each in recorded if each.finds(operation)]:
            return _below(above, operation, _of_records(found)), found[0].collection.source.file
        if kept:
            return kept
        content = response.body.content if response else {}
        examples = [example for name in content if (example := self._example(content[name])) is not None]
        left = _below(above, operation, _constant(MISSING)) if above and response else None
        return left, examples[0] if examples else "made up"

    def _example(self, content: Node) -> Node | None:
        """The first example of a media type, else of its schema; one that breaks its schema is not sent."""
        document = self._project.contract.document
        examples = content.get("examples")
        named = [document.resolve(node) for _, node in examples.items()] if examples else []
        schema = content.get("schema")
        resolved = document.resolve(schema) if schema else None
        own = resolved.get("examples") if resolved else None
        candidates = [
            content.get("example"),
            *(shown(node) for node in named),
            resolved.get("example") if resolved else None,
            *(own.elements() if own else ()),
        ]
        return next((each for each in candidates if each and not self._is_passed_over(each)), None)

    def _is_passed_over(self, example: Node) -> bool:
        """Whether something was found in an example."""
        return (example.source.file, example.pointer) in self._passed_over


def _awaitable(function: Callable[..., Any]) -> Function:
    """A handler as a coroutine function; a plain one runs in a thread, so that it may block."""
    if inspect.iscoroutinefunction(function):
        return function
    from anyio.to_thread import run_sync  # noqa: PLC0415 - most handlers are coroutine functions

    @functools.wraps(function)
    async def in_thread(**given: Any) -> Any:
        return await run_sync(functools.partial(function, **given))

    return in_thread


def _of_records(found: Sequence[Recorded]) -> Function:
    """The answer of the first, and of the others where that has no such record."""
    first, *others = found

    async def of_records(**given: Any) -> Any:
        try:
            return await first.answer(current.get(), given)
        except RecordNotFound:
            for other in others:
                with suppress(RecordNotFound):
                    return await other.answer(current.get(), given)
            raise

    return of_records


def _constant(value: Any) -> Function:
    async def constant(**_: Any) -> Any:
        return value

    return constant


def _below(above: "Above | None", operation: Operation, function: Function) -> Function:
    """What a function answers where all is there that the operation's path names above."""
    if not above:
        return function

    async def below(**given: Any) -> Any:
        view = current.get()
        with view.session.lock:
            above.check(view, by_name(operation, given, "path"))
        return await function(**given)

    return below


def _taken(function: Function, operation: Operation) -> tuple[str, ...] | None:
    """The arguments that a function takes by name; None where it takes all that there are."""
    parameters = inspect.signature(function).parameters.values()
    names = tuple(parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_POSITIONAL)
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    return None if takes_any or operation.arguments.keys() <= set(names) else names
