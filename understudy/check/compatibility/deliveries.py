"""Callbacks and webhooks of two contracts, in which the sides are reversed: the provider asks, and clients answer."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from understudy.check.compatibility.bodies import judging, same_status, taking
from understudy.check.compatibility.changes import Change, deepest, deprecated, marks, schema_of
from understudy.check.compatibility.parameters import by_key, called, written
from understudy.check.compatibility.schemas import SchemaChanges
from understudy.check.compatibility.security import Security
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.impact import Impact, is_breaking
from understudy.contract.objects import Walk
from understudy.contract.operations import Body, Operation, Response, operations
from understudy.contract.parameters import Parameter
from understudy.errors import MockError, quoted

_Key = tuple[str, str]
"""What is delivered: its name, and the method."""


class _Kind(Struct, frozen=True):
    """What deliveries are called; for each of their names, where they stand in a document, or would."""

    word: str
    added: str
    removed: str
    of: str
    at: Callable[[str], Node]


class Deliveries:
    """Compares what a provider sends to its clients by itself."""

    def __init__(self, schemas: SchemaChanges, security: Security, old: Contract, new: Contract) -> None:
        self._schemas, self._security, self._old, self._new = schemas, security, old, new
        self._impacts = {id(each): _impact(each) for each in (old, new)}

    def webhooks(self) -> Iterator[Change]:
        """What changed about the webhooks."""
        now, before = (Node(each.document.root, (), each.document.root.value) for each in (self._new, self._old))
        codes = "compat/webhook-added", "compat/webhook-removed"
        kind = _Kind("webhook", *codes, "", lambda name: deepest(now, ("webhooks", name)))
        yield from self._compared(
            _items(self._old, before.get("webhooks")), _items(self._new, now.get("webhooks")), kind
        )

    def callbacks(self, old: Operation, new: Operation) -> Iterator[Change]:
        """What changed about the callbacks of an operation, by their names; of one with several URLs, by these too."""
        before, now = _callbacks(self._old, old), _callbacks(self._new, new)
        codes = "compat/callback-added", "compat/callback-removed"
        kind = _Kind("callback", *codes, f" of {new}", lambda name: deepest(new.node, ("callbacks", name)))
        was, have = dict[str, Node](), dict[str, Node]()
        for name in before | now:
            urls, others = now.get(name, {}), before.get(name, {})
            if len(urls) == len(others) == 1:
                ((url, item),), ((other, earlier),) = urls.items(), others.items()
                was[name], have[name] = earlier, item
                if url != other:
                    what = f"the callback {quoted(name)} goes to {quoted(url)}, and went to {quoted(other)}"
                    yield Change("compat/callback-url", item, earlier, what, str(new))
            else:
                was |= {f"{name} {url}": item for url, item in others.items()}
                have |= {f"{name} {url}": item for url, item in urls.items()}
        yield from self._compared(was, have, kind)

    def _operations(self, contract: Contract, items: Mapping[str, Node]) -> dict[_Key, Operation]:
        """The operations of path items, by the names of these."""
        listed = [(name, item, item) for name, item in items.items()]
        broken = self._impacts[id(contract)]
        found = operations(
            contract.document, listed, lambda item, each: broken.on(filter(None, (each, item.get("parameters"))))
        )
        return {(each.path, each.method): each for each in found}

    def _compared(self, before: Mapping[str, Node], now: Mapping[str, Node], kind: _Kind) -> Iterator[Change]:
        was, have = self._operations(self._old, before), self._operations(self._new, now)
        for key, old in was.items():
            name, new = f"{key[1]} {kind.word} {key[0]}{kind.of}", have.get(key)
            if new is None:
                mark = old.node.get("deprecated")
                code = "compat/operation-retired" if mark and mark.value is True else kind.removed
                what = f"the {kind.word} is gone: who waits for it waits in vain"
                yield Change(code, kind.at(key[0]), old.node, what, name)
            elif not (old.broken or new.broken):
                yield from _called(old, new, (before[key[0]], now[key[0]]), name)
                yield from self._changed(old, new, name)
        for key, new in have.items():
            if key not in was:
                name = f"{key[1]} {kind.word} {key[0]}{kind.of}"
                yield Change(kind.added, new.node, None, f"the {kind.word} is new", name)

    def _changed(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        yield from marks(old, new, name)
        yield from self._security.brought(old, new, name)
        yield from self._parameters(old, new, name)
        if old.body and new.body:
            at, was = (each.node.child("requestBody") for each in (new, old))
            if old.body.required and not new.body.required:
                yield Change("compat/delivery-missing", at, was, "the body may be missing now", name)
            if new.body.required and not old.body.required:
                yield Change("compat/response-narrowed", at, was, "the body is always there now", name)
            yield from self._body(old.body, new.body, name)
        elif old.body:
            code = "compat/delivery-missing" if old.body.required else "compat/delivery-removed"
            yield Change(code, new.node, old.node.child("requestBody"), "no body is sent any more", name)
        elif new.body:
            yield Change("compat/delivery-added", new.node.child("requestBody"), old.node, "a body is sent now", name)
        yield from self._answers(old, new, name)

    def _parameters(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        before, now = (
            {key: each for key, each in by_key(operation).items() if each.location != "path"}
            for operation in (old, new)
        )
        for key, parameter in before.items():
            if key in now:
                yield from self._parameter(parameter, now[key], name)
            else:
                code = "compat/delivery-missing" if parameter.required else "compat/delivery-removed"
                at = new.node.get("parameters") or new.node
                yield Change(code, at, parameter.node, f"{called(parameter)} is no longer sent", name)
        for key, parameter in now.items():
            if key not in before:
                yield Change(
                    "compat/delivery-added", parameter.node, old.node, f"{called(parameter)} is sent now", name
                )

    def _parameter(self, old: Parameter, new: Parameter, name: str) -> Iterator[Change]:
        if old.required and not new.required:
            what = f"{called(new)} may be missing now"
            yield Change("compat/delivery-missing", new.node, deepest(old.node, ("required",)), what, name)
        if new.required and not old.required:
            what = f"{called(new)} is always there now"
            yield Change("compat/response-narrowed", new.node, old.node, what, name)
        yield from deprecated(old.node, new.node, called(new), name)
        yield from written(old, new, self._old.schemas, self._new.schemas, label=called(new), operation=name)
        now, before = (each.schema or schema_of(each.node) for each in (new, old))
        self._schemas.answered(now, before, called(new), name)

    def _body(self, old: Body, new: Body, name: str) -> Iterator[Change]:
        """What a client gets, which cannot say what it takes."""
        for media_range, now in new.content.items():
            if (before := taking(old, media_range)) is None:
                what = f"the body may be sent as {media_range} now"
                yield Change("compat/delivery-media-type", now, None, what, name)
            else:
                self._schemas.answered_as(now, before, media_range, "the body", name)

    def _answers(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        """What a client may answer."""
        at = deepest(new.node, ("responses",))
        for status, before in old.responses.items():
            same = same_status(new, status)
            if not same:
                code = "compat/status-removed" if status[0] in "45" else "compat/delivery-answer"
                yield Change(code, at, before.node, f"the answer {status} is no longer understood", name)
            for now in same:
                yield from self._answer(before, now, name)
        for status, now in new.responses.items():
            if not same_status(old, status):
                yield Change(
                    "compat/request-widened", now.node, old.node, f"the answer {status} is understood too", name
                )

    def _answer(self, old: Response, new: Response, name: str) -> Iterator[Change]:
        label = f"the answer {new.status}"
        for media_range, before in old.body.content.items():
            if (now := taking(new.body, media_range)) is None:
                at, what = deepest(new.node, ("content",)), f"{label} is no longer taken as {media_range}"
                yield Change("compat/media-type-removed", at, before, what, name)
            else:
                self._schemas.sent_as(now, before, media_range, label, name)
        for media_range, now in new.body.content.items():
            if taking(old.body, media_range) is None:
                yield Change("compat/media-type-added", now, old.node, f"{label} is taken as {media_range} too", name)
        for header in new.headers:
            was = old.header(header.name.lower())
            if header.parameter.required and not (was and was.parameter.required):
                what = f"{label} has to have the header {header.name} now"
                yield Change("compat/parameter-required", header.parameter.node, old.node, what, name)
            if was:
                self._schemas.sent(judging(header), judging(was), f"the header {header.name}", name)


def _called(old: Operation, new: Operation, items: tuple[Node, Node], name: str) -> Iterator[Change]:
    """Where clients are called, as far as servers of its own say so: those of a document are where it is called."""
    was, at = (each.node.get("servers") or item.get("servers") for each, item in zip((old, new), items, strict=True))
    before, now = ([server["url"] for server in each.value] if each else [] for each in (was, at))
    if before != now:
        said = [" or ".join(map(quoted, urls)) or "no server of its own" for urls in (now, before)]
        what = f"it goes to {said[0]}, and went to {said[1]}"
        yield Change("compat/callback-url", at or new.node, was or old.node, what, name)


def _items(contract: Contract, declared: Node | None) -> dict[str, Node]:
    """Path items by their names, save those that lead nowhere."""
    found: dict[str, Node] = {}
    for name, node in declared.items() if declared else ():
        if (item := _resolved(contract, node)) and not name.startswith("x-"):
            found[name] = item
    return found


def _callbacks(contract: Contract, operation: Operation) -> dict[str, dict[str, Node]]:
    """The path items of each callback, by the URLs that they are for."""
    declared = operation.node.get("callbacks")
    return {name: _items(contract, _resolved(contract, node)) for name, node in (declared.items() if declared else ())}


def _resolved(contract: Contract, node: Node) -> Node | None:
    try:
        found = contract.document.resolve(node)
    except MockError:  # what leads nowhere is found as such
        return None
    return found if isinstance(found.value, dict) else None


def _impact(contract: Contract) -> Impact:
    """What is broken in operations that are none which a start looks at."""
    walk = Walk(contract.document, contract.schemas.dialect)
    for _ in walk if contract.findings else ():
        pass
    return Impact(contract.findings, walk.references, is_breaking)
