"""What the parts of a schema allow together: of which types a value may be, and which values where they are listed."""

from typing import Any

from understudy.contract.samples.parts import Part, Parts
from understudy.contract.samples.values import both, canonical, has_type, likely


def barred(parts: Parts) -> list[dict[str, Any]]:
    """What a value must not be, as far as one keyword says it."""
    waiting, found = parts.said("not"), []
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, dict) and len(schema) == 1:
            found.append(schema)
            waiting += schema.get("anyOf", [])
    return found


def types(parts: Parts, nots: list[dict[str, Any]]) -> tuple[str, ...]:
    """The types that a value may have; where none is declared, first those that the keywords are about."""
    allowed = likely({keyword for part in parts for keyword in part.value}, parts.said("format"))
    declared = [(kinds,) if isinstance(kinds, str) else tuple(kinds) for kinds in parts.said("type")]
    for at, kinds in enumerate(declared):
        allowed = both(allowed, kinds) if at else both(kinds, allowed)
    never = [(kinds,) if isinstance(kinds, str) else kinds for kinds in (n.get("type", ()) for n in nots)]
    return tuple(kind for kind in allowed if not any(both((kind,), tuple(kinds)) == (kind,) for kinds in never))


def options(parts: Parts, nots: list[dict[str, Any]], kinds: tuple[str, ...]) -> tuple[Any, ...] | None:
    """The only values of these types that there are, where somebody lists them; null last."""
    lists = [*parts.said("enum"), *([value] for value in parts.said("const"))]
    if not lists:
        return None
    refused = [schema["const"] for schema in nots if "const" in schema]
    refused += [value for schema in nots for value in schema.get("enum", ())]
    never = {canonical(value) for value in refused}
    among = [{canonical(value) for value in values} - never for values in lists]
    found = [value for value in lists[0] if all(canonical(value) in values for values in among)]
    fitting = [value for value in found if any(has_type(value, kind) for kind in kinds)]
    return tuple(sorted(fitting, key=lambda value: value is None))


def offered(parts: Parts) -> list[tuple[Part, Any]]:
    """What the parts give: examples, of each schema the first, then defaults."""
    examples = [(part, value) for part, value in parts.saying("example")]
    examples += [(part, listed[0]) for part, listed in parts.saying("examples") if _is_listed(listed)]
    return examples + [(part, value) for part, value in parts.saying("default") if value is not None]


def _is_listed(examples: Any) -> bool:
    return isinstance(examples, list) and bool(examples)
