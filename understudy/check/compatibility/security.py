"""Who is let in by two versions of an operation, and how credentials are brought."""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.check.compatibility.changes import Change, deepest
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.operations import Operation

Requirement = Mapping[str, list[str]]

_URLS = ("authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl")


class Security:
    """Compares what is asked of who asks. What a scheme is called is the document's own business."""

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        left = {name: _brought(scheme) for name, scheme in new.security_schemes.items()}
        left = {name: how for name, how in left.items() if name not in old.security_schemes}
        self._called: dict[str, str] = {}
        """The schemes that are called otherwise now, with what they were called."""
        for name, scheme in old.security_schemes.items():
            same = [each for each, how in left.items() if how == _brought(scheme)]
            if name not in new.security_schemes and same:
                self._called[same[0]] = name
                del left[same[0]]

    def changes(self, old: Operation, new: Operation, at: Node) -> Iterator[Change]:
        """Who is no longer let in, who is now, and what credentials are now; `at` is where that stands."""
        name = str(new)
        before, now = list(old.security) or [{}], list(map(self._as_before, new.security)) or [{}]
        for requirement in before:
            if not any(_is_met(wanted, requirement) for wanted in now):
                asked = " or ".join(map(_worded, now))
                what = f"who comes with {_worded(requirement)} is no longer let in: {asked} is asked for"
                yield Change("compat/security", at, old.node, what, name)
        for wanted in now:
            if not any(_is_met(requirement, wanted) for requirement in before):
                what = f"who comes with {_worded(wanted)} is let in now"
                yield Change("compat/security-added", at, old.node, what, name)
        for scheme in sorted({name for requirement in before for name in requirement}):
            yield from self._scheme(scheme, name)

    def brought(self, old: Operation, new: Operation, name: str) -> Iterator[Change]:
        """What a provider proves itself with to who is called; what a document asks of its own clients is not that."""
        before, now = _own(old), list(map(self._as_before, _own(new)))
        at, was = new.node.get("security") or new.node, old.node.get("security") or old.node
        unproven = [wanted for wanted in now if not any(_is_met(requirement, wanted) for requirement in before)]
        for wanted in now:
            if wanted in unproven:
                came = " or ".join(map(_worded, before))
                what = f"it may come with {_worded(wanted)} now, and came with {came}"
                yield Change("compat/delivery-missing", at, was, what, name)
            elif wanted not in before:
                yield Change("compat/delivery-added", at, was, f"it may come with {_worded(wanted)} now", name)
        for requirement in before if not unproven else ():
            if requirement and not any(_is_met(requirement, wanted) for wanted in now):
                what = f"it no longer comes with {_worded(requirement)}"
                yield Change("compat/response-narrowed", at, was, what, name)
        for scheme in sorted({each for requirement in before for each in requirement}):
            yield from self._scheme(scheme, name)

    def _as_before(self, requirement: Requirement) -> Requirement:
        return {self._called.get(name, name): scopes for name, scopes in requirement.items()}

    def _scheme(self, scheme: str, operation: str) -> Iterator[Change]:
        """How credentials are brought, and where they are got."""
        old, new = (contract.security_schemes.get(scheme) for contract in (self._old, self._new))
        if not (old and new):
            return
        end, earlier = _declared(self._new, scheme), _declared(self._old, scheme)
        before, now = _brought(old), _brought(new)
        is_same = before["type"] == now["type"]
        for field in ("in", "name", "scheme") if is_same else ("type",):
            if before[field] != now[field] and old.get(field) != new.get(field):
                what = (
                    f"the {field} of the security scheme {scheme!r} is {new.get(field)!r}, and was {old.get(field)!r}"
                )
                at, was = deepest(end, (field,)), deepest(earlier, (field,))
                yield Change("compat/security-scheme", at, was, what, operation)
        flows = (before["flows"], now["flows"]) if is_same else ({}, {})
        for flow in flows[0].keys() - flows[1].keys():
            what = f"the security scheme {scheme!r} has no flow {flow!r} any more"
            at, was = deepest(end, ("flows",)), deepest(earlier, ("flows", flow))
            yield Change("compat/security-scheme", at, was, what, operation)
        for place in (("openIdConnectUrl",), *(("flows", flow, url) for flow in flows[0] for url in _URLS)):
            at, was = deepest(end, place), deepest(earlier, place)
            if at.pointer[-1] == was.pointer[-1] == place[-1] and at.value != was.value:
                what = f"the {place[-1]} of the security scheme {scheme!r} is {at.value!r}, and was {was.value!r}"
                yield Change("compat/security-url", at, was, what, operation)


def _own(operation: Operation) -> list[Requirement]:
    """What an operation asks for itself; no credentials where it says nothing of them."""
    return list(operation.security if "security" in operation.node.value else ()) or [{}]


def _declared(contract: Contract, scheme: str) -> Node:
    document = contract.document
    root = Node(document.root, (), document.root.value)
    return document.resolve(deepest(root, ("components", "securitySchemes", scheme)))


def _brought(scheme: Mapping[str, Any]) -> dict[str, Any]:
    """How a scheme's credentials are brought; neither schemes nor headers have a case (RFC 9110, 11.1 and 5.1)."""
    said = {field: scheme.get(field) for field in ("type", "in", "name", "scheme")}
    if isinstance(said["scheme"], str):
        said["scheme"] = said["scheme"].lower()
    if said["in"] == "header" and isinstance(said["name"], str):
        said["name"] = said["name"].lower()
    flows = scheme.get("flows")
    return {**said, "flows": {name: flow for name, flow in flows.items() if name[:2] != "x-"} if flows else {}}


def _is_met(wanted: Requirement, given: Requirement) -> bool:
    """Whether who brings what one alternative asks for has all that another one does."""
    return all(name in given and set(scopes) <= set(given[name]) for name, scopes in wanted.items())


def _worded(requirement: Requirement) -> str:
    said = [f"{name} ({', '.join(scopes)})" if scopes else name for name, scopes in requirement.items()]
    return " and ".join(said) or "no credentials"
