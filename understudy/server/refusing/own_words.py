"""What a project itself says in a refusal, held against the contract as everything is that it says."""

import json
from collections.abc import Mapping
from typing import Any

from understudy.contract.contract import Contract
from understudy.errors import Refusal
from understudy.handlers import Wording
from understudy.server.bodies.kinds import is_json
from understudy.server.refusing.error_schemas import Offered
from understudy.server.refusing.wording import Facts
from understudy.server.reports import broken, raised, raising, report
from understudy.source import json_value


def own_words(
    wording: Wording, contract: Contract, facts: Facts, headers: Mapping[str, str], offered: Offered
) -> tuple[str, Any] | None:
    """The body that the project's `word` makes of a refusal, with its media type.

    None where it leaves that to the engine, or makes none that holds: the log then says why.
    """
    details = {"violations": [problem.entry for problem in facts.problems]} if facts.problems else facts.details
    refusal = Refusal(facts.status, facts.message, facts.type, details, facts.code, dict(headers))
    try:
        body = json_value(json.dumps(wording.function(refusal), allow_nan=False))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a project's function may raise anything at all
        place = raising(error, wording.function, wording.place)
        report(place, f"word() says nothing that can be sent: {raised(error)}")
        return None
    reasons = [f"nothing is declared for {facts.status} that it could be"]
    for media_type, schema in offered or [("application/json", None)]:
        if body is not None and (is_json(media_type) or (media_type.startswith("text/") and isinstance(body, str))):
            found = contract.schemas.answers.violations(schema, body) if schema else []
            if not found:
                return media_type, body
            reasons = [broken(violation, contract.schemas) for violation in found]
    if body is not None:
        report(wording.place, f"what word() says for {facts.status} does not hold: {'; '.join(reasons)}")
    return None
