"""What two versions of an operation take as a body, and what they answer."""

from collections.abc import Iterator

from understudy.check.compatibility.changes import Change, deepest, schema_of
from understudy.check.compatibility.fields import Form, fields
from understudy.check.compatibility.schemas import SchemaChanges
from understudy.contract import media
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.operations import Body, Header, Operation, Response


class Bodies:
    """Compares bodies, statuses and headers."""

    def __init__(self, schemas: SchemaChanges, old: Contract, new: Contract) -> None:
        self._schemas, self._old, self._new = schemas, old, new

    def sent(self, old: Operation, new: Operation) -> Iterator[Change]:
        """What changed about the request's body."""
        name, field = str(new), ("requestBody",)
        at, was = deepest(new.node, field), deepest(old.node, field)
        if old.body and new.body:
            ends = self._new.document.resolve(at), self._old.document.resolve(was)
            yield from self._sent(old.body, new.body, ends, name)
        elif old.body:
            yield Change("compat/body-removed", at, was, "no body is taken any more", name)
        elif new.body and new.body.required:
            yield Change("compat/body-required", at, was, "a body is asked for now", name)
        elif new.body:
            yield Change("compat/body-added", at, was, "a body is taken now", name)

    def _sent(self, old: Body, new: Body, ends: tuple[Node, Node], operation: str) -> Iterator[Change]:
        at, was = ends
        if new.required and not old.required:
            yield Change(
                "compat/body-required", deepest(at, ("required",)), was, "the body is asked for now", operation
            )
        if old.required and not new.required:
            yield Change("compat/request-widened", at, was, "the body need not be sent any more", operation)
        for media_range, before in old.content.items():
            if (now := taking(new, media_range)) is None:
                what = f"{media_range} is no longer taken"
                yield Change("compat/media-type-removed", deepest(at, ("content",)), before, what, operation)
            else:
                kind = media.parse(media_range)
                forms = Form(before, self._old.schemas, kind), Form(now, self._new.schemas, kind)
                are_texts = all(form.is_of_texts for form in forms)
                self._schemas.sent_as(now, before, media_range, "the body", operation, are_texts=are_texts)
                yield from fields(*forms, operation)
        for media_range, now in new.content.items():
            if taking(old, media_range) is None:
                yield Change("compat/media-type-added", now, was, f"{media_range} is taken now", operation)

    def answered(self, old: Operation, new: Operation) -> Iterator[Change]:
        """What changed about the answers."""
        name, responses = str(new), deepest(new.node, ("responses",))
        for status, before in old.responses.items():
            same = same_status(new, status)
            if not same:
                code = "compat/success-removed" if status[0] in "23" else "compat/status-removed"
                yield Change(code, responses, before.node, f"{status} is no longer answered", name)
            for now in same:
                yield from self._response(before, now, name)
        for status, now in new.responses.items():
            if not (status in old.responses or (status.isdigit() and old.declares(int(status)))):
                code = "compat/success-added" if status[0] in "23" else "compat/status-added"
                yield Change(code, now.node, old.node, f"{status} may be answered now", name)

    def _response(self, old: Response, new: Response, operation: str) -> Iterator[Change]:
        label = f"the answer {new.status}"
        for media_range, before in old.body.content.items():
            if (now := taking(new.body, media_range)) is None:
                within = _within(new.body, media_range)
                for each in within:  # who reads any of a range reads what is left of it
                    what = f"{label} is only given as {each.pointer[-1]} now, and could be {media_range}"
                    yield Change("compat/response-narrowed", each, before, what, operation)
                    self._schemas.answered_as(each, before, media_range, label, operation)
                if within:
                    continue
                what = f"{label} is no longer given as {media_range}"
                yield Change("compat/media-type-removed", deepest(new.node, ("content",)), before, what, operation)
            else:
                self._schemas.answered_as(now, before, media_range, label, operation)
        for media_range, now in new.body.content.items():
            if taking(old.body, media_range) is None:
                what = f"{label} may be given as {media_range} now"
                yield Change("compat/media-type-added", now, old.node, what, operation)
        yield from self._headers(old, new, label, operation)

    def _headers(self, old: Response, new: Response, label: str, operation: str) -> Iterator[Change]:
        headers = {header.name.lower(): header for header in new.headers}
        for before in old.headers:
            now: Header | None = headers.get(before.name.lower())
            if now is None:
                what = f"{label} no longer has the header {before.name}"
                code = "compat/header-required" if before.parameter.required else "compat/header-removed"
                yield Change(code, deepest(new.node, ("headers",)), before.parameter.node, what, operation)
                continue
            if before.parameter.required and not now.parameter.required:
                what = f"the header {now.name} may be missing from {label} now"
                yield Change("compat/header-required", now.parameter.node, before.parameter.node, what, operation)
            subject = f"the header {now.name}"
            self._schemas.answered(judging(now), judging(before), subject, operation)


def judging(header: Header) -> Node:
    """The schema of a header."""
    return header.parameter.schema or schema_of(header.parameter.node)


def taking(body: Body, media_range: str) -> Node | None:
    """What a body says of a media range: under its very name, or under one that describes it."""
    if media_range in body.content:
        return body.content[media_range]
    parsed = media.parse(media_range)
    name = media.describing(body.content, parsed) if parsed else None
    return body.content[name] if name else None


def _within(body: Body, media_range: str) -> list[Node]:
    """What a body says of the types that a range describes."""
    described = media.parse(media_range)
    parsed = ((media.parse(name), node) for name, node in body.content.items())
    return [node for name, node in parsed if described and name and described.match(name)]


def same_status(operation: Operation, status: str) -> list[Response]:
    """What an operation answers with a status, be it as one of a range or as the default; with a range, all in it."""
    if status in operation.responses:
        return [operation.responses[status]]
    if status.endswith("XX"):
        return [response for key, response in operation.responses.items() if key[0] == status[0]]
    response = operation.response(int(status)) if status.isdigit() else None
    return [response] if response else []
