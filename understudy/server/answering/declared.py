"""The headers that a response declares, with values that hold against their schemas."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from understudy.contract.decoding import Decoder
from understudy.contract.document import Document, Node
from understudy.contract.examples import shown
from understudy.contract.operations import Header, Response
from understudy.contract.samples import Samples, Unsatisfied
from understudy.contract.schemas import Schemas
from understudy.server.answering import syntax
from understudy.server.digests import hashed
from understudy.server.responses import CODING, OF_THE_WIRE, check_headers

_CORS = ("access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers")
"""What is said to pages of other origins anyway (`cors.py`), and once."""

_OF_THE_BODY = ("content-range", "content-md5", "digest", "content-digest", "repr-digest")
"""What is true of one body and no other (RFC 9110, 14.4; RFC 9530): where nobody asks for it, it is not made up."""

_TRIES = 8

_TAG = 12
"""Characters of an `ETag`."""


class DeclaredHeaders:
    """Fills in the headers of answers."""

    def __init__(self, document: Document, schemas: Schemas, samples: Samples) -> None:
        self._document, self._schemas, self._samples = document, schemas, samples

    def missing(self, response: Response | None, headers: Mapping[str, str], seed: str) -> dict[str, str]:
        """Those that a response declares and these headers lack. One for which no value is found is left out."""
        present = {"content-type", *OF_THE_WIRE, *(name.lower() for name in headers)}
        found: dict[str, str] = {}
        for header in response.headers if response else ():
            name, required = header.name.lower(), header.parameter.required
            if name in present or (name in (CODING, *_CORS) and not required):
                continue
            if (text := self._text(header, name, seed)) is not None:
                found[header.name] = text
        return found

    def etag(self, response: Response, body: bytes) -> str | None:
        """The `ETag` of a body, if a response can have one: no example is that of every body."""
        digest, header = hashed(body), response.header("etag")
        return self._first(header, self._tags(header, digest)) if header else f'"{digest[:_TAG]}"'

    def held(self, header: Header, text: str) -> str | None:
        """A value, if a header can have it."""
        return self._first(header, [text])

    def _tags(self, header: Header, digest: str) -> Iterator[Any]:
        short = digest[:_TAG]
        yield from (f'"{short}"', f'W/"{short}"', short)
        schema = header.parameter.schema
        for each in [schema] if schema else ():
            with suppress(Unsatisfied):
                yield self._samples.sample(each, digest, {}, given=False)

    def _text(self, header: Header, name: str, seed: str) -> str | None:
        return self._first(header, self._values(header, name, seed))

    def _first(self, header: Header, values: Iterable[Any]) -> str | None:
        """The first of these values that holds and can be sent, as it is written."""
        decoder = Decoder(header.parameter, self._schemas)
        for value in values:
            text = _written(value, header)
            try:
                check_headers({header.name: text})
            except ValueError:  # a line break, or what Latin-1 has not
                continue
            if text == text.strip() and not decoder.decode([(header.name, text)])[1]:
                return text
        return None

    def _values(self, header: Header, name: str, seed: str) -> Iterator[Any]:
        """What it may say, the best first: what the document gives, what fields of its name say, what is made up."""
        node, schema = header.parameter.node, header.parameter.schema
        is_text = schema is None or self._schemas.allows(schema, "string")
        likely = syntax.likely(header.name, seed, is_text=is_text)
        if name == CODING:
            yield likely
            return
        content = node.get("content")
        types = (self._document.resolve(media_type) for _, media_type in (content.items() if content else ()))
        for holder in (node, *types):
            yield from self._examples(holder)
        if schema:
            yield from self._given(schema)
        if name in _OF_THE_BODY and not header.parameter.required:
            return
        if likely is not None:
            yield likely
        for tried in range(_TRIES) if schema else ():
            assert schema is not None
            try:
                yield self._samples.sample(schema, f"{seed} {header.name} {tried}", {}, given=tried == 0)
            except Unsatisfied:
                return
        yield ""

    def _given(self, schema: Node) -> Iterator[Any]:
        """What a schema itself gives as examples or default."""
        resolved = self._document.resolve(schema)
        examples = resolved.get("examples")
        for value in (resolved.get("example"), *(examples.elements() if examples else ()), resolved.get("default")):
            if value:
                yield value.value

    def _examples(self, node: Node) -> Iterator[Any]:
        if example := node.get("example"):
            yield example.value
        examples = node.get("examples")
        for _, named in examples.items() if examples else ():
            if value := shown(self._document.resolve(named)):
                yield value.value


def _written(value: Any, header: Header) -> str:
    """A value in the `simple` style (OpenAPI 3.1, 4.8.21), or as the JSON of its content."""
    if header.parameter.media_type:
        return value if isinstance(value, str) else json.dumps(value)
    if isinstance(value, list):
        return ",".join(map(_plain, value))
    if isinstance(value, dict):
        between = "=" if header.parameter.explode else ","
        return ",".join(f"{name}{between}{_plain(member)}" for name, member in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
