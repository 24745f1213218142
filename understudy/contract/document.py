"""The OpenAPI document as written: one file, and every file below its directory that it refers to."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from understudy.contract.identifiers import anchored, identifiers, joined
from understudy.errors import Circular, Unresolved, did_you_mean, quoted
from understudy.findings import Finding, Place
from understudy.source import Pointer, Source, pointer_parts, pointer_text, read

BASE = "file:///"
"""Stands for the project's directory, so that no path of the machine shows in a URI."""

_INDEX = re.compile("0|[1-9][0-9]{0,8}")
"""An array index in a JSON Pointer (RFC 6901, section 4)."""


Identity = tuple[int, Pointer]
"""What a place in a document is known by, while its file is there: of which file it is, and where it is in that."""


class Node(Struct, frozen=True):
    """A value of the document together with where it stands.

    Nobody writes to one. It is not frozen all the same: a start makes hundreds of thousands, and to make one that is
    frozen takes three times as long.
    """

    source: Source
    pointer: Pointer
    value: Any

    @property
    def identity(self) -> Identity:
        """What makes it the same one, however it was reached."""
        return id(self.source), self.pointer

    @property
    def place(self) -> Place:
        """Its place in the file."""
        return self.source.place(self.pointer)

    def finding(self, message: str, code: str) -> Finding:
        """A finding at this node."""
        return self.source.finding(self.pointer, message, code)

    def child(self, *parts: str | int) -> "Node":
        """The value that these reference tokens lead to from here; KeyError or IndexError where nothing is."""
        value = self.value
        for part in parts:
            value = value[part]
        return Node(self.source, (*self.pointer, *parts), value)

    def get(self, key: str) -> "Node | None":
        """The member of this name, or None."""
        value = self.value
        return Node(self.source, (*self.pointer, key), value[key]) if isinstance(value, dict) and key in value else None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """The members of an object; none where this is none."""
        if isinstance(self.value, dict):
            for key, member in self.value.items():
                yield key, Node(self.source, (*self.pointer, key), member)

    def listed(self, *keys: str) -> Iterator["Node"]:
        """The elements of arrays that are members of these names."""
        for key in keys:
            if member := self.get(key):
                yield from member.elements()

    def elements(self) -> Iterator["Node"]:
        """The elements of an array; none where this is none."""
        if isinstance(self.value, list):
            for index, element in enumerate(self.value):
                yield Node(self.source, (*self.pointer, index), element)


class Document(Struct, eq=False, dict=True):
    """The root file and those that references have led to.

    References stay below the directory of the root file, and those that are `allowed`: a document that somebody sends
    must not read the machine.
    """

    root: Source
    allowed: Sequence[Path] = ()

    def __post_init__(self) -> None:
        # A file may be referred to by more than one URI: percent-encoding leaves a choice.
        self.sources: dict[str, Source] = {}
        self._uris = {id(self.root): _file_uri(self.root.path.name)}
        self._by_name = {self.root.path.name: self.root}
        self._named = {id(self.root): self._ids(self.root)}
        self.is_named = any(self._named.values())
        """Whether any schema names itself by `$id`: what a reference leads to then depends on where it stands."""
        self._resolved: dict[tuple[int, Pointer | str], Node] = {}
        self._followed: dict[tuple[int, str], Node] = {}
        self.sources[self.uri(self.root)] = self.root
        own = self.root.value.get("$self") if isinstance(self.root.value, dict) else None
        self._own = self.uri(self.root)
        if isinstance(own, str):  # the name that it gives itself (OpenAPI 3.2, 4.1.1)
            with suppress(ValueError):
                self._own = urljoin(self._own, own).partition("#")[0]
                self.sources.setdefault(self._own, self.root)

    def uri(self, source: Source, pointer: Pointer = ()) -> str:
        """The URI of a place in this document, with a JSON Pointer as its fragment if one is given."""
        uri = self._uris[id(source)]
        return f"{uri}#{_fragment(pointer)}" if pointer else uri

    def locate(self, uri: str) -> Node | None:
        """The node that a URI and a pointer name; a pointer too long gives the last node on its way."""
        base, _, fragment = uri.partition("#")
        source = self.sources.get(base)
        root = Node(source, (), source.value) if source else self._identified(base)
        return _walk(root, pointer_parts(unquote(fragment)))[0] if root else None

    def resolve(self, node: Node) -> Node:
        """Follow Reference Objects until something else is reached (OpenAPI 3.1, 4.8.23).

        Raises Unresolved; Circular where they never end.
        """
        if not isinstance(node.value, dict) or not isinstance(node.value.get("$ref"), str):
            return node
        key = (id(node.source), node.pointer if self.is_named else node.value["$ref"])
        if key not in self._resolved:
            self._resolved[key] = self._resolve(node)
        return self._resolved[key]

    def _resolve(self, node: Node) -> Node:
        seen: set[tuple[int, Pointer]] = set()
        while isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str):
            node = self.follow(node.source, node.value["$ref"], node.pointer)
            if (here := node.identity) in seen:
                raise Circular(f"$ref {quoted(node.value.get('$ref'))} leads back to itself")
            seen.add(here)
        return node

    def follow(self, source: Source, reference: str, at: Pointer = ()) -> Node:
        """What one `$ref` at this place of a file leads to (RFC 3986, section 5; RFC 6901, section 6).

        It is relative to the nearest `$id` around it, and a fragment that is no pointer names an `$anchor` (JSON Schema
        2020-12, 8.2.1 and 8.2.2).

        Raises Unresolved. Raises ProjectError if it leads to a file that cannot be read.
        """
        if named := self._among_named(source, reference, at):
            return named
        key = (id(source), reference)
        if key not in self._followed:
            self._followed[key] = self._follow(source, reference)
        return self._followed[key]

    @property
    def followed(self) -> Iterable[Node]:
        """What references have led to, save to what is named."""
        return self._followed.values()

    def _follow(self, source: Source, reference: str) -> Node:
        try:
            parts = urlsplit(reference)
        except ValueError as error:
            raise Unresolved(f"unresolvable $ref {quoted(reference)}: {error}") from None
        itself = self.sources.get(reference.partition("#")[0]) if parts.scheme else None
        if itself is None and (parts.scheme or parts.netloc):
            raise Unresolved(f"$ref {quoted(reference)} leads to the network, which is never asked: keep a copy")
        target = itself or (self._open(source, parts.path, reference) if parts.path else source)
        root, fragment = Node(target, (), target.value), unquote(parts.fragment)
        if fragment and not fragment.startswith("/"):
            named = next(anchored(root, fragment), None)
            if named is None:
                raise Unresolved(f"unresolvable $ref {quoted(reference)}: no $anchor of that name in {target.file}")
            return named
        node, left = _walk(root, pointer_parts(fragment))
        if left:
            raise Unresolved(f"unresolvable $ref {quoted(reference)}: {_missing(node, left[0])}")
        return node

    def _among_named(self, source: Source, reference: str, at: Pointer) -> Node | None:
        """What a reference leads to, if it is in a schema that has named itself by `$id`."""
        if not self.is_named:
            return None
        try:
            uri, _, fragment = joined(self.canonical(source, at), reference).partition("#")
        except ValueError:
            return None
        root = self._identified(uri)
        if root is None:
            return None
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return next(anchored(root, fragment), None)
        node, left = _walk(root, pointer_parts(fragment))
        return None if left else node

    def canonical(self, source: Source, pointer: Pointer) -> str:
        """The URI of a place, by the nearest `$id` around it, if there is any."""
        ids = self._named[id(source)]
        for length in range(len(pointer) if ids else -1, -1, -1):
            if uri := ids.get(pointer[:length]):
                return f"{uri}#{_fragment(pointer[length:])}" if length < len(pointer) else uri
        return self.uri(source, pointer)

    def identified(self) -> Iterator[tuple[str, Node]]:
        """The schemas that name themselves by `$id`, with the URIs that these make."""
        for source in self._by_name.values():
            for pointer, uri in self._named[id(source)].items():
                yield uri, Node(source, (), source.value).child(*pointer)

    def _identified(self, uri: str) -> Node | None:
        return next((node for known, node in self.identified() if known == uri), None)

    def _ids(self, source: Source) -> dict[Pointer, str]:
        """The schemas of a file that name themselves, with their URIs."""
        has_any = "$id" in source.text  # most have none, and a large one takes its time to be searched
        return dict(identifiers(Node(source, (), source.value), self.uri(source))) if has_any else {}

    def _open(self, source: Source, path: str, reference: str) -> Source:
        # By the name that its URI gives it: that is how it is found when schemas are compiled.
        uri = urljoin(self.uri(source), path)
        if source is self.root and urljoin(self._own, path) == self._own:
            self.sources[uri] = source
            return source
        name = unquote(urlsplit(uri).path).lstrip("/")
        if name not in self._by_name:
            shown = posixpath.normpath(posixpath.join(posixpath.dirname(source.file), unquote(path)))
            opened = read(self._file(source, unquote(path), reference), shown)
            self._uris[id(opened)], self._by_name[name] = _file_uri(name), opened
            self._named[id(opened)] = self._ids(opened)
            self.is_named = any(self._named.values())
            self.sources[self.uri(opened)] = opened
        opened = self._by_name[name]
        self.sources[uri] = opened
        return opened

    def _file(self, source: Source, path: str, reference: str) -> Path:
        """The file that a path in another one names. Raises Unresolved where it is none that may be read."""
        roots = [self.root.path.parent, *self.allowed]
        written = Path(posixpath.normpath(Path(source.path.parent, path).absolute().as_posix()))
        try:
            file = written.resolve(strict=True)
            is_inside = any(file.is_relative_to(root.resolve()) for root in roots)
        except (OSError, RuntimeError, ValueError):  # not there, a circle of links, a name that no file can have
            file, is_inside = Path(), any(written.is_relative_to(root.absolute()) for root in roots)
        if not is_inside or path.startswith("/"):
            hint = "" if path.startswith("/") else "; --allow-refs DIR lets it"
            raise Unresolved(f"$ref {quoted(reference)} leads out of the project's directory{hint}")
        if not file.is_file():
            raise Unresolved(f"unresolvable $ref {quoted(reference)}: there is no such file")
        return file


def _file_uri(name: str) -> str:
    return BASE + quote(name)


def _fragment(pointer: Pointer) -> str:
    """A JSON Pointer as the fragment of a URI (RFC 6901, section 6)."""
    return "".join(map(_token, pointer))


@lru_cache(4096)
def _token(part: str | int) -> str:
    return quote(pointer_text((part,)))


def _walk(node: Node, parts: list[str]) -> tuple[Node, list[str]]:
    """The node that reference tokens lead to, or the last one on their way, with the tokens that are left."""
    for at, part in enumerate(parts):
        if isinstance(node.value, dict) and part in node.value:
            node = node.child(part)
        elif isinstance(node.value, list) and _INDEX.fullmatch(part) and int(part) < len(node.value):
            node = node.child(int(part))
        else:
            return node, parts[at:]
    return node, []


def _missing(node: Node, part: str) -> str:
    known = list(node.value) if isinstance(node.value, dict) else []
    where = f"{node.source.file}#{pointer_text(node.pointer)}"
    return f"there is no {part!r} in {where}{did_you_mean(part, known)}"
