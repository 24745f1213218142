"""Errors that cannot be answered as the contract declares them."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.samples import Samples, Unsatisfied
from understudy.findings import Finding


def bodiless(subject: Subject) -> Iterator[Finding]:
    """Declared errors for which no valid body can be made: whoever asks for one is answered with a 500."""
    samples = Samples(subject.contract.schemas.answers)
    tried = set()
    for operation in subject.contract.operations:
        for status, schema in _errors(operation):
            made = subject.contract.schemas.resolve(schema)
            if (key := made.identity) in tried:
                continue
            tried.add(key)
            try:
                samples.sample(schema, "", {})
            except Unsatisfied as unsatisfied:
                reason = "; ".join(violation.message for violation in unsatisfied.violations)
                message = f"{operation} cannot answer {status}: no body was found that its schema allows: {reason}"
                found = made.finding(message, "fixture/no-error-body")
                yield found.beside(unsatisfied.place, "what no value satisfies")


def _errors(operation: Operation) -> Iterator[tuple[str, Node]]:
    """The schemas of declared errors in JSON that have no example."""
    for status, response in operation.responses.items():
        for name, content in response.body.content.items() if status[:1] in ("4", "5") else ():
            media_type, schema = media.parse(name), content.get("schema")
            if schema and media_type and media_type.is_json and not (content.get("example") or content.get("examples")):
                yield status, schema
