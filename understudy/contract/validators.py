"""One schema of a document, compiled with the others."""

from typing import Any

import jsonschema_rs
from msgspec import Struct
from msgspec.structs import replace

from understudy.contract.alternatives import Said
from understudy.contract.violations import Violation, violations


class Validator(Struct, frozen=True):
    """Holds instances against one schema.

    Schemas that refer to each other are much the same things: compiled one by one, each takes what all of them take.
    So all are compiled as one, in which each describes a member of its own `name`. Of those that are written alike one
    stands for all: `uri` is where the schema itself is. `said` has what an instance says by a discriminator.
    """

    compiled: jsonschema_rs.Validator
    name: str
    uri: str
    said: Said

    def is_valid(self, instance: Any) -> bool:
        """Whether an instance satisfies the schema."""
        return self.compiled.is_valid({self.name: instance})

    def violations(self, instance: Any) -> list[Violation]:
        """Everything in which an instance does not satisfy the schema."""
        found = violations(self.compiled.iter_errors({self.name: instance}), instance, within=1, said=self.said)
        return found if self.name == self.uri else [self._here(violation) for violation in found]

    def _here(self, violation: Violation) -> Violation:
        """A violation of this schema, not of the one that stands for it: they hold keywords, and no other schema."""
        return replace(violation, location=f"{self.uri}/{(violation.location or '').rpartition('/')[2]}")
