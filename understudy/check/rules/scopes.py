"""What is asked of credentials: scopes, and schemes of HTTP."""

from collections.abc import Iterator
from difflib import get_close_matches

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import LONGEST_QUOTE, did_you_mean, quoted
from understudy.findings import Finding

_SCHEMES = (
    *("basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth"),
    *("privatetoken", "scram-sha-1", "scram-sha-256", "vapid"),
)
"""Those that are registered with IANA (RFC 9110, 16.4.1)."""

_ALIKE = 0.7


def undeclared(subject: Subject) -> Iterator[Finding]:
    """A scope of OAuth 2.0 that is asked for is one of its flows' (OpenAPI 3.1, 4.8.29 and 4.8.30)."""
    schemes = subject.contract.security_schemes
    for holder in [subject.root, *subject.of("operation")]:
        security = holder.get("security")
        for requirement in security.elements() if security else ():
            for name, scopes in requirement.items():
                scheme = schemes.get(name, {})
                if subject.is_3_0 and scheme and scheme.get("type") not in ("oauth2", "openIdConnect"):
                    yield from _scopeless(name, str(scheme.get("type")), scopes)
                if scheme.get("type") != "oauth2":
                    continue
                flows = scheme["flows"].values()  # and what is said beside them under names with x-
                known = [scope for flow in flows if isinstance(flow, dict) for scope in flow.get("scopes", ())]
                for scope in scopes.elements():
                    if scope.value not in known:
                        message = f"no flow of {quoted(name)} has the scope {quoted(scope.value)}"
                        hint = did_you_mean(str(scope.value), known)
                        yield scope.finding(f"{message}{hint}", "contract/undeclared-scope")


def _scopeless(name: str, kind: str, scopes: Node) -> Iterator[Finding]:
    """In 3.0, nothing is asked of credentials of other types (3.0.3, Security Requirement Object)."""
    for scope in scopes.elements():
        message = f"{quoted(name)} is of the type {kind}, which has no scopes in OpenAPI 3.0"
        yield scope.finding(message, "contract/undeclared-scope")


def schemes(subject: Subject) -> Iterator[Finding]:
    """A scheme of HTTP is a registered one (OpenAPI 3.1, 4.8.27.1); one that is nearly called so is misspelt."""
    for scheme in subject.of("security_scheme"):
        name = scheme.get("scheme")
        if scheme.value.get("type") == "http" and name and isinstance(name.value, str):
            word = name.value.lower()
            near = [] if word in _SCHEMES else get_close_matches(word[:LONGEST_QUOTE], _SCHEMES, n=1, cutoff=_ALIKE)
            if near:
                message = f"no scheme of HTTP is called {quoted(name.value)}: did you mean {near[0]!r}?"
                yield name.finding(message, "contract/http-scheme")
