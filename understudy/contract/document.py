"""The OpenAPI document as written: one file, and every file below its directory that it refers to."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding, Place
from understudy.source import Pointer, Source, pointer_parts, pointer_text, read

BASE = "file:///"
"""Stands for the project's directory, so that no path of the machine shows in a URI."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document together with where it stands."""

    source: Source
    pointer: Pointer
    value: Any = field(repr=False)

    @property
    def place(self) -> Place:
        """Its place in the file."""
        return self.source.place(self.pointer)

    def finding(self, message: str, code: str) -> Finding:
        """A finding at this node."""
        return Finding(self.place, message, code)

    def child(self, *parts: str | int) -> "Node":
        """The value that these reference tokens lead to from here; KeyError or IndexError where nothing is."""
        value = self.value
        for part in parts:
            value = value[part]
        return Node(self.source, (*self.pointer, *parts), value)

    def get(self, key: str) -> "Node | None":
        """The member of this name, or None."""
        return self.child(key) if isinstance(self.value, dict) and key in self.value else None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """The members of an object; none where this is none."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield key, self.child(key)

    def elements(self) -> Iterator["Node"]:
        """The elements of an array; none where this is none."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self.child(index)


@dataclass(eq=False)
class Unresolved(MockError):
    """A reference that leads nowhere, or to where this project may not look."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Circular(Unresolved):
    """References that lead back to where they began."""


@dataclass(eq=False)
class Document:
    """The root file and those that references have led to, by their URI.

    References stay below the directory of the root file: a document that somebody sends must not read the machine.
    """

    root: Source
    sources: dict[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {id(self.root): self.root.path.name}
        self.sources[self.uri(self.root)] = self.root

    def uri(self, source: Source, pointer: Pointer = ()) -> str:
        """The URI of a place in this document, with a JSON Pointer as its fragment if one is given."""
        uri = BASE + quote(self._names[id(source)])
        return f"{uri}#{quote(pointer_text(pointer))}" if pointer else uri

    def locate(self, uri: str) -> Node | None:
        """The node that a URI made by `uri` names; a pointer too long gives the last node on its way."""
        base, _, fragment = uri.partition("#")
        source = self.sources.get(base)
        if source is None:
            return None
        node = Node(source, (), source.value)
        for part in pointer_parts(unquote(fragment)):
            try:
                node = node.child(int(part) if isinstance(node.value, list) else part)
            except (KeyError, IndexError, ValueError, TypeError):
                break
        return node

    def resolve(self, node: Node) -> Node:
        """Follow Reference Objects until something else is reached (OpenAPI 3.1, 4.8.23).

        Raises Unresolved; Circular where they never end.
        """
        seen: set[str] = set()
        while isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str):
            node = self.follow(node.source, node.value["$ref"])
            if (here := self.uri(node.source, node.pointer)) in seen:
                raise Circular(f"$ref {quoted(node.value.get('$ref'))} leads back to itself")
            seen.add(here)
        return node

    def follow(self, source: Source, reference: str) -> Node:
        """What one `$ref` in this file leads to (RFC 3986, section 5; RFC 6901, section 6).

        Raises Unresolved. Raises ProjectError if it leads to a file that cannot be read.
        """
        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            raise Unresolved(f"$ref {quoted(reference)} leads to the network, which is never asked: keep a copy")
        target = self._open(source, unquote(parts.path), reference) if parts.path else source
        fragment = unquote(parts.fragment)
        if fragment and not fragment.startswith("/"):
            raise Unresolved(f"unresolvable $ref {quoted(reference)}: a pointer begins with '#/'")
        node = Node(target, (), target.value)
        for part in pointer_parts(fragment):
            try:
                node = node.child(int(part) if isinstance(node.value, list) else part)
            except (KeyError, IndexError, ValueError, TypeError):
                raise Unresolved(f"unresolvable $ref {quoted(reference)}: {self._missing(node, part)}") from None
        return node

    def _missing(self, node: Node, part: str) -> str:
        known = list(node.value) if isinstance(node.value, dict) else []
        where = f"{node.source.file}#{pointer_text(node.pointer)}"
        return f"there is no {part!r} in {where}{did_you_mean(part, known)}"

    def _open(self, source: Source, path: str, reference: str) -> Source:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self._names[id(source)]), path))
        root = self.root.path.parent
        file = Path(root, name)
        inside = not name.startswith(("..", "/")) and file.resolve().is_relative_to(root.resolve())
        if not inside:
            raise Unresolved(f"$ref {quoted(reference)} leads out of the project's directory")
        uri = BASE + quote(name)
        if uri not in self.sources:
            if not file.is_file():
                raise Unresolved(f"unresolvable $ref {quoted(reference)}: there is no such file")
            opened = read(file, posixpath.join(posixpath.dirname(self.root.file), name))
            self._names[id(opened)] = name
            self.sources[uri] = opened
        return self.sources[uri]
