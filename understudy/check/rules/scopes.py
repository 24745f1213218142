"""Scopes that are asked for."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding


def undeclared(subject: Subject) -> Iterator[Finding]:
    """A scope of OAuth 2.0 that is asked for is one of its flows' (OpenAPI 3.1, 4.8.29 and 4.8.30)."""
    schemes = subject.contract.security_schemes
    for holder in [subject.root, *subject.of("operation")]:
        security = holder.get("security")
        for requirement in security.elements() if security else ():
            for name, scopes in requirement.items():
                scheme = schemes.get(name, {})
                if scheme.get("type") != "oauth2":
                    continue
                flows = scheme["flows"].values()  # and what is said beside them under names with x-
                known = [scope for flow in flows if isinstance(flow, dict) for scope in flow.get("scopes", ())]
                for scope in scopes.elements():
                    if scope.value not in known:
                        message = f"no flow of {quoted(name)} has the scope {quoted(scope.value)}"
                        hint = did_you_mean(str(scope.value), known)
                        yield scope.finding(f"{message}{hint}", "contract/undeclared-scope")
