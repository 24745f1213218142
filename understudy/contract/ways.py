"""What a schema is beside each of several alternatives that are objects: with that one, and without the others."""

from collections.abc import Mapping

from msgspec import Struct

from understudy.contract.discriminators import said
from understudy.contract.document import Identity, Node
from understudy.contract.schemas import Schemas

Without = frozenset[Identity]
"""Alternatives that are not meant."""


class Ways(Struct, frozen=True):
    """The alternatives of a keyword, by their index: with each, which others are not meant."""

    schema: Node
    keyword: str
    others: Mapping[int, Without]

    def told(self, sent: Mapping[str, str], schemas: Schemas) -> Without | None:
        """The others of the one that a discriminator tells, by the texts of members; None where none does."""
        kind = said(self.schema, self.keyword, sent, schemas.together)
        return self.others.get(kind.at) if kind and kind.at is not None else None


def ways(schema: Node, schemas: Schemas) -> Ways | None:
    """The outermost alternatives of a schema of which several name members; None where there are none."""
    for part in schemas.alternatives(schema):
        for keyword in ("oneOf", "anyOf"):
            listed = part.get(keyword)
            among = (
                {at: node for at, node in enumerate(listed.elements()) if schemas.properties(node)} if listed else {}
            )
            if len(among) > 1:
                every = frozenset(node.identity for node in among.values())
                return Ways(part, keyword, {at: every - {node.identity} for at, node in among.items()})
    return None
