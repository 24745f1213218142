"""What is looked for beyond what a start needs: each rule is a function, and says one thing."""

from collections.abc import Callable, Iterator, Mapping

from understudy.check import validator
from understudy.check.rules import (
    answering,
    components,
    contents,
    describing,
    discriminators,
    enums,
    errors,
    headers,
    keys,
    links,
    naming,
    preferences,
    requirements,
    schemas,
    scopes,
    secrets,
    servers,
    states,
    tags,
)
from understudy.check.subject import Subject
from understudy.findings import Finding

Rule = Callable[[Subject], Iterator[Finding]]

_CONTRACT: Mapping[Rule, tuple[str, ...]] = {
    components.unused: ("contract/unused-component",),
    contents.media_types: ("contract/media-type",),
    contents.two: ("contract/two-examples",),
    discriminators.dangling: ("contract/discriminator",),
    enums.duplicate: ("contract/duplicate-enum",),
    enums.unreachable: ("contract/unreachable-enum",),
    headers.clash: ("contract/header-clash",),
    headers.ignored: ("contract/ignored-header",),
    headers.named: ("contract/header-name",),
    links.dangling: ("contract/link",),
    requirements.undefined: ("contract/undefined-required",),
    schemas.impossible: ("contract/impossible-schema",),
    schemas.itemless: ("contract/array-items",),
    schemas.nullable: ("contract/nullable",),
    scopes.undeclared: ("contract/undeclared-scope",),
    servers.variables: ("contract/server-variable",),
    tags.duplicate: ("contract/duplicate-tag",),
    tags.parents: ("contract/tag-parent",),
}


def validated(subject: Subject) -> Iterator[Finding]:
    """What openapi-spec-validator finds beyond all that."""
    found = (finding for rule in _CONTRACT for finding in rule(subject))
    yield from validator.validated(subject, [*subject.parts.findings, *found])


RULES: Mapping[Rule, tuple[str, ...]] = {
    **_CONTRACT,
    validated: ("contract/validator",),
    errors.bodiless: ("fixture/no-error-body",),
    keys.unmet: ("fixture/unmet-key",),
    keys.unreachable: ("fixture/unreachable",),
    preferences.unaskable: ("fixture/preference",),
    states.unseen: ("fixture/unseen-state",),
    answering.unanswered: ("binding/unanswered",),
    secrets.secrets: ("binding/secret",),
    describing.contact: ("style/contact",),
    describing.description: ("style/description",),
    describing.error: ("style/error",),
    describing.servers: ("style/servers",),
    describing.success: ("style/success",),
    describing.summary: ("style/summary",),
    naming.operation_id: ("style/operation-id",),
    naming.operation_id_case: ("style/operation-id-case",),
    naming.path_case: ("style/path-case",),
    naming.property_case: ("style/property-case",),
    naming.schema_case: ("style/schema-case",),
    naming.trailing_slash: ("style/trailing-slash",),
    tags.missing: ("style/tags",),
    tags.undeclared: ("style/undeclared-tag",),
}
"""The rules, with the codes of what they may find: one that nobody wants to hear of is not asked."""
