"""Two schemas as those of two documents, held against each other."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from understudy.contract.containment import Gap, Gaps, Plain, example
from understudy.contract.dialects import DIALECTS
from understudy.contract.document import Document, Node
from understudy.contract.objects import Walk
from understudy.contract.schemas import Schemas
from understudy.source import Source


@dataclass(frozen=True)
class Side:
    """A schema and the components that it refers to."""

    schema: Any
    components: dict[str, Any]

    @cached_property
    def node(self) -> Node:
        """The schema in its document."""
        return Node(self._source, (), self._source.value).child("components", "schemas", "It")

    @cached_property
    def _source(self) -> Source:
        value = {"openapi": "3.1.0", "components": {"schemas": {**self.components, "It": self.schema}}}
        return Source(Path("a.json"), "a.json", json.dumps(value), value)

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of the document."""
        document, dialect = Document(self._source), DIALECTS[0]
        return Schemas(document, dialect, [visit.node for visit in Walk(document, dialect) if visit.kind == "schema"])

    def takes(self, value: Any) -> bool:
        """Whether a value satisfies the schema."""
        return self.schemas.validator(self.node).is_valid(value)


@dataclass(frozen=True)
class Comparison:
    """An outer schema, which is to admit whatever an inner one does."""

    outer: Side
    inner: Side

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where it does not."""
        return Gaps(Plain(self.outer.schemas), Plain(self.inner.schemas)).between(self.outer.node, self.inner.node)

    def example(self, gap: Gap) -> Any:
        """A value in a gap."""
        return example(gap, self.outer.schemas, self.inner.schemas)


def held(outer: Any, inner: Any, others: Any = None, inner_others: Any = None) -> Comparison:
    """Two schemas with the components of the one, which are those of the other too if it has none of its own."""
    return Comparison(Side(outer, others or {}), Side(inner, inner_others or others or {}))
