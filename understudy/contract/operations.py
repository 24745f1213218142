"""The operations of a document: what each takes, and what it may answer (OpenAPI 3.1, 4.8.10 to 4.8.17)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from keyword import iskeyword

from msgspec import Struct

from understudy.contract import media, schemes
from understudy.contract.bases import base_paths
from understudy.contract.document import Document, Node
from understudy.contract.objects import Item, operation_items
from understudy.contract.parameters import Parameter
from understudy.contract.paths import template_names
from understudy.contract.schemas import MISSING
from understudy.findings import Finding, Place

Why = Callable[[Node, Node], tuple[Finding, ...]]
"""What is wrong with an operation, given its path item and itself."""


class Body(Struct, frozen=True, eq=False):
    """What a request or response may carry: media ranges with their Media Type Objects."""

    content: Mapping[str, Node]
    required: bool = False

    def schema(self, media_range: str) -> Node | None:
        """The schema of what is sent as this media range, if it has one."""
        return self.content[media_range].get("schema")


class Header(Struct, frozen=True, eq=False):
    """A declared response header. Its value is judged as a `simple` parameter is."""

    name: str
    parameter: Parameter


class Response(Struct, frozen=True, eq=False):
    """A declared response; `status` is its key: `200`, `4XX` or `default`."""

    status: str
    body: Body
    headers: tuple[Header, ...]
    node: Node

    @property
    def json_schema(self) -> Node | None:
        """The schema of the JSON that it is, if it is any: of several, that which a client is given that takes any."""
        return self.json_schema_as(None)

    def json_schema_as(self, chosen: str | None) -> Node | None:
        """The same where a media type was chosen, of which there may be a schema of its own."""
        names = [name for name in self.body.content if (media_type := media.parse(name)) and media_type.is_json]
        if chosen not in names:
            chosen = media.negotiate(None, names) if len(names) > 1 else next(iter(names), None)
        return self.body.schema(chosen) if chosen is not None else None

    def header(self, name: str) -> Header | None:
        """The header of this name, which is in lower case, if it declares one."""
        return next((header for header in self.headers if header.name.lower() == name), None)


class Operation(Struct, frozen=True, eq=False, dict=True):
    """One method of one path. `name` is its operationId, or `GET /path` where it has none.

    What it takes and what it answers is read when somebody first asks: of thousands, few are called.
    """

    name: str
    id: str | None
    method: str
    path: str
    node: Node
    broken: tuple[Finding, ...]
    """What keeps it from being served; nothing else is then known of it."""
    _item: Node
    _document: Document

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What it takes beside a body: its own parameters, and those of its path.

        A part of the path that nobody has declared may be anything.
        """
        if self.broken:
            return ()
        declared = _parameters(self._document, self._item) | _parameters(self._document, self.node)
        missing = [name for name in self.path_names if ("path", name) not in declared]
        known = declared | {("path", name): Parameter.part(name, self.node) for name in missing}
        return tuple(each for (where, name), each in known.items() if where != "path" or name in self.path_names)

    @cached_property
    def body(self) -> Body | None:
        """The body that it takes."""
        node = None if self.broken else self.node.get("requestBody")
        return _body(self._document, self._document.resolve(node)) if node else None

    @cached_property
    def responses(self) -> Mapping[str, Response]:
        """What it may answer, by status."""
        node = None if self.broken else self.node.get("responses")
        return {
            status.upper() if status != "default" else status: _response(self._document, status, response)
            for status, response in (node.items() if node else ())
            if not status.startswith("x-")
        }

    @cached_property
    def security(self) -> tuple[Mapping[str, list[str]], ...]:
        """The ways to prove who asks, any of which will do: its own, or the document's; by what is declared."""
        if self.broken:
            return ()
        root = Node(self._document.root, (), self._document.root.value)
        known = schemes.declared(root)
        holder = root if self.node.value.get("security") is None else self.node
        known |= schemes.by_uri(self._document, [holder])
        return tuple(
            {name: each[name] for name in each if name in known} for each in holder.value.get("security") or ()
        )

    @property
    def bases(self) -> tuple[str, ...]:
        """The paths of its servers' URLs: those that it names itself, or its path does, or the document (4.8.5)."""
        for value in (self.node.value, self._item.value, self._document.root.value):
            if isinstance(value, dict) and "servers" in value:
                servers = value["servers"]
                each = map(base_paths, servers if isinstance(servers, list) else [])
                return tuple(dict.fromkeys(chain.from_iterable(each)))
        return ()

    @cached_property
    def path_names(self) -> tuple[str, ...]:
        """The names in its path's braces, in their order."""
        return tuple(template_names(self.path))

    @property
    def place(self) -> Place:
        """Its place in the document."""
        return self.node.place

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def response(self, status: int) -> Response | None:
        """The response declared for a status: exactly, then as a range, then as `default`."""
        declared = self.responses
        return declared.get(str(status)) or declared.get(f"{status // 100}XX") or declared.get("default")

    def declares(self, status: int) -> bool:
        """Whether a response is declared for a status."""
        return self.response(status) is not None

    @cached_property
    def success(self) -> tuple[int, Response | None]:
        """The status of an answer to which nobody gave one, and what is declared for it.

        It is the lowest good one, else 200 where there is a `default`, else the lowest that leads elsewhere: of all
        those, 302, which clients follow, and not 300, which none does.
        """
        successes = sorted(key for key in self.responses if key.startswith("2"))
        if not successes and "default" not in self.responses:
            successes = sorted(key for key in self.responses if key.startswith("3"))
        status = int(successes[0].replace("3XX", "302").replace("XX", "00")) if successes else 200
        return status, self.response(status)

    @cached_property
    def arguments(self) -> dict[str, tuple[str, str]]:
        """The names by which a handler may take the parameters, with the location and name of each.

        What Python could not write is written with underscores, behind its own words too; `body` is the request's body.
        """
        named: dict[str, tuple[str, str]] = {}
        for parameter in self.parameters:
            name = parameter.name.lower() if parameter.location == "header" else parameter.name
            name = "".join(c if c.isalnum() else "_" for c in name)
            name = f"_{name}" if name[:1].isdigit() else name
            name = f"{name}_" if iskeyword(name) else name
            named.setdefault(name, (parameter.location, parameter.name))
        if self.body:
            named.setdefault("body", ("body", ""))
        return named

    @cached_property
    def good_schema(self) -> Node | None:
        """The schema of the JSON that a good answer is, if it is any."""
        _, response = self.success
        return response.json_schema if response else None


def operations(document: Document, items: Iterable[Item], why: Why = lambda *_: ()) -> Iterator[Operation]:
    """Every operation of these paths, in their order; `why` says what is wrong with those that cannot be read."""
    names: set[str] = set()
    for path, _, item in items:  # fields beside a path item's `$ref` are not defined (3.1, 4.8.9.1)
        for method, node in operation_items(item):
            broken = why(item, node)
            identifier = None if broken else node.value.get("operationId")
            identifier = None if identifier in names else identifier
            name = identifier or f"{method} {path}"
            if not broken:
                names.add(name)
            yield Operation(name, identifier, method, path, node, broken, item, document)


def _parameters(document: Document, node: Node) -> dict[tuple[str, str], Parameter]:
    """By what makes a parameter unique: location and name, of headers in any case (RFC 9110, 5.1)."""
    declared = node.get("parameters")
    found: dict[tuple[str, str], Parameter] = {}
    for element in declared.elements() if declared else ():
        parameter = Parameter.read(document.resolve(element), document)
        name = parameter.name.lower() if parameter.location == "header" else parameter.name
        if not (parameter.location == "header" and name in ("accept", "content-type", "authorization")):
            # these three are described elsewhere, and are ignored here (3.1, 4.8.12.2.1)
            found.setdefault((parameter.location, name), parameter)
    return found


def _response(document: Document, status: str, node: Node) -> Response:
    response = document.resolve(node)
    declared = response.get("headers")
    headers = (
        Header(name, Parameter.header(name, document.resolve(header), document))
        for name, header in (declared.items() if declared else ())
        if name.lower() != "content-type"
    )
    return Response(status, _body(document, response), tuple(headers), response)


def _body(document: Document, node: Node) -> Body:
    """What is in a body; a Media Type Object may be a reference (OpenAPI 3.2, 4.13.1).

    Nothing can be sent as what is no media type: where there is another, that alone is read.
    """
    content = node.get("content")
    types = {
        name: _media_type(document.resolve(media_type)) for name, media_type in (content.items() if content else ())
    }
    named = {name: described for name, described in types.items() if media.parse(name)}
    return Body(named or types, node.value.get("required", False))


def _media_type(node: Node) -> Node:
    """A Media Type Object; nothing, or nothing for a schema, is read as if it were left out."""
    if node.value is None:
        return Node(node.source, node.pointer, {})
    if node.value.get("schema", MISSING) is None:
        return Node(node.source, node.pointer, {name: each for name, each in node.value.items() if name != "schema"})
    return node
