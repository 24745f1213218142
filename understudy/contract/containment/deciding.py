"""What jsonschema-rs knows of two schemas: whether one admits every value that the other does."""

import json
from enum import Enum
from functools import lru_cache

import jsonschema_rs

from understudy.contract.containment.plain import Plainly
from understudy.contract.samples.values import canonical


class Verdict(Enum):
    """Whether something is so, as far as it can be told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def covers(outer: Plainly | None, inner: Plainly | None) -> Verdict:
    """Whether a schema admits every value that another one does. Of what is None, nothing is known."""
    one, other = canonicalized(outer), canonicalized(inner)
    try:
        return Verdict(one.covers(other).value) if one and other else Verdict.UNKNOWN
    except jsonschema_rs.canonical.CanonicalizationError:
        return Verdict.UNKNOWN


def is_disjoint(one: Plainly | None, other: Plainly | None) -> bool:
    """Whether it is known that no value satisfies both."""
    first, second = canonicalized(one), canonicalized(other)
    if first is None or second is None:
        return False
    try:
        return bool(first.intersect(second).satisfiability().value == "no")
    except jsonschema_rs.canonical.CanonicalizationError:
        return False


def left(inner: Plainly | None, outer: Plainly | None) -> Plainly | None:
    """A schema of what one admits and the other does not, where such a one can be written."""
    one, other = canonicalized(inner), canonicalized(outer)
    try:
        schema = one.subtract(other).to_json_schema() if one and other else None
    except jsonschema_rs.canonical.CanonicalizationError:
        return None
    return schema if isinstance(schema, dict) else None


def canonicalized(schema: Plainly | None) -> jsonschema_rs.CanonicalSchema | None:
    """A schema in its canonical form, formats asserted; None where it has none."""
    return None if schema is None else _canonicalized(canonical(schema))


@lru_cache(maxsize=1024)
def _canonicalized(text: str) -> jsonschema_rs.CanonicalSchema | None:
    try:
        return jsonschema_rs.canonicalize(
            json.loads(text), draft=jsonschema_rs.Draft202012, validate_formats=True, offline=True
        )
    except ValueError:  # a canonical form may be refused for its size, too
        return None
