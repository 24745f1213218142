"""What can be known of a mock before anybody asks: that each of its declared answers can be given at all."""

from collections.abc import Iterator

from understudy.contract import media
from understudy.contract.samples import Unsatisfied
from understudy.findings import Finding
from understudy.server.app import Mock


def impossible(mock: Mock) -> list[Finding]:
    """The schemas of answers that no value was found for; all others are compiled by then, and have been tried."""
    return sorted(set(_found(mock)))


def _found(mock: Mock) -> Iterator[Finding]:
    for operation in mock.project.contract.operations:
        for response in operation.responses.values():
            for name, content in response.body.content.items():
                schema, media_type = content.get("schema"), media.parse(name)
                if schema is None or media_type is None or not media_type.is_json:
                    continue
                try:
                    mock.refusals.samples.sample(schema, "", {})
                except Unsatisfied as unsatisfied:
                    reason = "; ".join(violation.message for violation in unsatisfied.violations)
                    message = f"{operation} cannot answer {response.status}: no value was found: {reason}"
                    yield Finding(unsatisfied.place, message, "contract/impossible-schema")
