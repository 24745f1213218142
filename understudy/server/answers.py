"""Who answers an operation: its handler, else a collection that fits, else the contract's own example."""

import asyncio
import functools
import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from anyio.to_thread import run_sync
from connexion.context import context, scope
from connexion.lifecycle import ConnexionResponse

from understudy.answers import Answer
from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.project import Project
from understudy.server.call import Call
from understudy.server.responses import Unanswered
from understudy.state.fixtures import Collection
from understudy.state.store import Store, current

_FRAMING = ("connection", "content-length", "transfer-encoding")
"""Headers that say where a message ends, which is the server's to say."""

Function = Callable[..., Awaitable[Any]]


class Answers:
    """The function that answers each operation, as Connexion resolves it by the operation's name."""

    def __init__(self, project: Project) -> None:
        self._project, self._store = project, Store(project.collections)
        self._operations = {operation.name: operation for operation in project.contract.operations}

    def __call__(self, name: str) -> Function:
        """The function for the operation of this name."""
        operation = self._operations[name]
        function, _ = self._chosen(operation)

        @functools.wraps(function)
        async def answer(**given: Any) -> ConnexionResponse:
            # Connexion makes up a body where none was sent; its context has just what the contract read.
            read = {name: value for name, value in given.items() if name in context}
            token = current.set(self._store)
            try:
                return _response(operation, await function(**read))
            except (SystemExit, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError) as error:
                task = asyncio.current_task()
                if task and task.cancelling():
                    raise
                raise RuntimeError(f"a handler may not end more than itself: {type(error).__name__}") from error
            finally:
                current.reset(token)

        return answer

    def source(self, operation: Operation) -> str:
        """Who answers an operation, in a word or two."""
        return self._chosen(operation)[1]

    def _chosen(self, operation: Operation) -> tuple[Function, str]:
        if handler := self._project.handlers.get(operation.id or ""):
            return _awaitable(handler.function), str(handler.place)
        _, response = operation.success
        if response and not response.body.content:
            return _constant(None), "no body"
        for collection in self._project.collections.values():
            if function := self._recorded(operation, collection):
                return function, collection.source.file
        for media_type, content in response.body.content.items() if response else ():
            if (example := self._example(content)) is not None:
                answer = Answer(operation.success[0], example.value, {"Content-Type": media_type})
                return _constant(answer), f"example, {example.place}"
        return _nobody(operation), "nobody yet"

    def _recorded(self, operation: Operation, collection: Collection) -> Function | None:
        """Answers from a collection where the operation's good answer is its schema, or holds an array of it."""
        schema = operation.good_schema
        taken = set(operation.arguments) & set(collection.key)
        if schema is None or operation.method != "GET":
            return None
        if self._project.is_of(collection, schema):

            async def one(**given: Any) -> Any:
                return self._store.records(collection.name).get(**{part: given.get(part) for part in collection.key})

            return one if taken == set(collection.key) else None

        async def listed(**given: Any) -> list[Any]:
            return self._store.records(collection.name).list(**{part: given[part] for part in taken if part in given})

        if self._is_array(schema, collection):
            return listed
        arrays = [
            name
            for name, member in self._project.contract.schemas.properties(schema).items()
            if self._is_array(member, collection)
        ]
        if len(arrays) != 1:
            return None

        async def wrapped(**given: Any) -> dict[str, Any]:
            return {arrays[0]: await listed(**given)}

        return wrapped

    def _is_array(self, schema: Node, collection: Collection) -> bool:
        resolved = self._project.contract.schemas.resolve(schema)
        items = resolved.get("items")
        return items is not None and self._project.is_of(collection, items)

    def _example(self, content: Node) -> Node | None:
        """The first example of a media type, else of its schema."""
        document = self._project.contract.document
        examples = content.get("examples")
        named = [document.resolve(node) for _, node in examples.items()] if examples else []
        schema = content.get("schema")
        resolved = document.resolve(schema) if schema else None
        own = resolved.get("examples") if resolved else None
        candidates = [
            content.get("example"),
            *(node.get("value") for node in named),
            resolved.get("example") if resolved else None,
            *(own.elements() if own else ()),
        ]
        return next((candidate for candidate in candidates if candidate is not None), None)


def _awaitable(function: Callable[..., Any]) -> Function:
    """A handler as a coroutine function; a plain one runs in a thread, so that it may block."""
    if inspect.iscoroutinefunction(function):
        return function

    @functools.wraps(function)
    async def in_thread(**given: Any) -> Any:
        return await run_sync(functools.partial(function, **given))

    return in_thread


def _constant(value: Any) -> Function:
    async def constant() -> Any:
        return value

    return constant


def _nobody(operation: Operation) -> Function:
    async def nobody() -> Any:
        raise Unanswered(501, f"{operation} has no handler, no fixture and no example to answer with")

    return nobody


def _response(operation: Operation, value: Any) -> ConnexionResponse:
    """What a handler returned, for the wire: a record or any JSON value is a good answer."""
    status, response = operation.success
    answer = value if isinstance(value, Answer) else Answer(status, value)
    headers = {name: value for name, value in answer.headers.items() if name.lower() not in _FRAMING}
    declared = operation.response(answer.status)
    if answer.body is None and not (declared and declared.body.content):
        return ConnexionResponse(answer.status, body=b"", headers=headers)
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = _media_type(operation, answer.status, response is declared)
    if isinstance(answer.body, bytes):
        return ConnexionResponse(answer.status, body=answer.body, headers=headers)
    media_type = media.parse(headers.get("Content-Type", ""))
    if isinstance(answer.body, str) and not (media_type and media_type.is_json):
        return ConnexionResponse(answer.status, body=answer.body.encode(), headers=headers)
    body = json.dumps(answer.body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return ConnexionResponse(answer.status, body=body.encode(), headers=headers)


def _media_type(operation: Operation, status: int, is_success: bool) -> str:  # noqa: FBT001
    """The media type of an answer whose handler gave none: the negotiated one, or the first that is declared."""
    call = Call.of(scope)
    if is_success and call and call.media_type:
        return media.concrete(call.media_type)
    declared = operation.response(status)
    return media.concrete(next(iter(declared.body.content), "application/json") if declared else "application/json")
