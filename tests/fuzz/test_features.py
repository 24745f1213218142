"""Schemathesis finds nothing where a document alone answers, whatever it is that the document makes use of."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from fuzz.harness import ALL_CHECKS, configuration, fuzz
from openapi_spec_validator import validate

from understudy import project
from understudy.server.app import build
from understudy.server.security import Credentials

PROJECTS = Path(__file__).parents[1] / "projects"
FEATURES = sorted(file.parent for file in PROJECTS.glob("*/openapi.yaml") if not file.parent.name.startswith("crud"))

NOT_UNDERSTOOD = {"media": "missing_deserializer", "recursive": "nresolvable"}
"""What schemathesis itself says that it cannot do: read a form, or follow a reference that is relative to an `$id`."""

SAME_ON_THE_WIRE = {
    "forms": {
        "operations": [{"include-name": "POST /albums", "checks": {"negative_data_rejection": {"enabled": False}}}]
    }
}
"""Whatever is written as a part of a multipart body may be a file."""

GOOD = Credentials(("spade", "gardener:spade"))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_another_validator_accepts_the_contract(feature: Path) -> None:
    """Each is OpenAPI by the word of a second reader too."""
    validate(yaml.safe_load((feature / "openapi.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_nothing_is_found(feature: Path) -> None:
    """All checks pass in all phases."""
    read = project.load(feature)
    run = fuzz(
        build(read, credentials=GOOD),
        configuration([], examples=15, **credentials(read), **SAME_ON_THE_WIRE.get(feature.name, {})),
    )
    assert run.failures == {}
    passed_over = NOT_UNDERSTOOD.get(feature.name, "nothing")
    assert {error for error in run.errors if passed_over not in error} == set()
    assert ALL_CHECKS - run.checks <= {"ignored_auth", "use_after_free", "ensure_resource_availability"}
    assert {operation.method for operation in read.contract.operations} <= {sent.method for sent in run.exchanges}


def credentials(read: project.Project) -> dict[str, Any]:
    """Good ones for each scheme of a contract."""
    forms = {"apiKey": {"api_key": "spade"}, "http": {"bearer": "spade"}}
    known = {
        name: {"username": "gardener", "password": "spade"}
        if scheme.get("scheme") == "basic"
        else forms[scheme["type"]]
        for name, scheme in read.contract.security_schemes.items()
        if scheme["type"] in forms
    }
    return {"auth": {"openapi": known}} if known else {}
