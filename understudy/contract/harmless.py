"""What is wrong with an object that says, all the same, whatever has to be known of it: it can be served.

Hardly a document that somebody wrote by hand is without one of these: a field that nobody knows there, an answer
without its description, nothing where an empty object was meant, a type as another language calls it.
"""

from typing import Any

from understudy.contract import patterns, types
from understudy.contract.dialects import EXCLUSIVE
from understudy.contract.document import Node
from understudy.contract.violations import Violation

_UNKNOWN = ("additionalProperties", "unevaluatedProperties")
_LEFT_OUT = {"parameters", "security", "headers", "examples", "properties"}
"""Fields that somebody has written the name of, and nothing else."""

_UNDESCRIBED = "one of 'schema', 'content' is required"


def is_harmless(violation: Violation, node: Node) -> bool:
    """Whether what is wrong in the structure of a node leaves no doubt."""
    pointer = (*node.pointer, *violation.pointer)
    last, over, above = (*reversed(pointer), "", "", "")[:3]
    location = violation.location or ""
    if violation.keyword in _UNKNOWN:  # what no field is known of was meant as something else; some have any fields
        holder = node.child(*violation.pointer[:-1]).value
        return over not in ("responses", "paths") and bool(holder.keys() - {*violation.facts.get("unexpected", ())})
    if violation.keyword == "required":
        return violation.facts["property"] == "description"  # type: ignore[no-any-return] # it is a name
    if last == "required":
        return violation.keyword in ("minItems", "uniqueItems") or violation.instance in (None, True, False)
    is_empty = last in _LEFT_OUT or over == "content" or (above == "content" and last == "schema")
    if (violation.instance is None and is_empty) or (last in EXCLUSIVE and isinstance(violation.instance, bool)):
        return True
    if types.is_meant(violation) or (_is_pattern(violation, last) and patterns.meant(violation.instance)):
        return True
    is_of_a_schema = last == "examples" and "/meta-data" in location  # of which they say nothing that would be read
    return is_of_a_schema or violation.message == _UNDESCRIBED or "/ExampleXORExamples/" in location


def _is_pattern(violation: Violation, last: Any) -> bool:
    return violation.keyword == "format" and last == "pattern" and violation.facts.get("format") == "regex"
