"""What is looked for beyond what a start needs: each rule is a function, and says one thing."""

from collections.abc import Callable, Iterator, Mapping

from understudy.check import validator
from understudy.check.rules import (
    answering,
    components,
    contents,
    describing,
    discriminators,
    encodings,
    enums,
    errors,
    expressions,
    fields,
    files,
    headers,
    keys,
    keywords,
    links,
    naming,
    operations,
    paths,
    preferences,
    references,
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
    components.named: ("contract/component-name",),
    components.unused: ("contract/unused-component",),
    contents.bodiless: ("contract/no-content",),
    contents.media_types: ("contract/media-type",),
    contents.names: ("contract/media-type-name",),
    contents.two: ("contract/two-examples",),
    discriminators.dangling: ("contract/discriminator",),
    discriminators.unmet: ("contract/discriminator-property",),
    encodings.dangling: ("contract/encoding",),
    encodings.idle: ("contract/idle-encoding",),
    encodings.media_types: ("contract/media-type",),
    enums.duplicate: ("contract/duplicate-enum",),
    enums.unreachable: ("contract/unreachable-enum",),
    expressions.malformed: ("contract/expression",),
    headers.clash: ("contract/header-clash",),
    headers.ignored: ("contract/ignored-header",),
    headers.named: ("contract/header-name",),
    keywords.formats: ("contract/format",),
    keywords.idle: ("contract/idle-keyword",),
    keywords.unknown: ("contract/unknown-keyword",),
    links.dangling: ("contract/link",),
    operations.same_id: ("contract/duplicate-operation-id",),
    operations.same_parameter: ("contract/duplicate-parameter",),
    paths.colons: ("contract/path-colon",),
    paths.unreachable: ("contract/path",),
    references.in_values: ("contract/ref-in-value",),
    references.siblings: ("contract/ref-sibling",),
    requirements.undefined: ("contract/undefined-required",),
    schemas.impossible: ("contract/impossible-schema",),
    schemas.anchors: ("contract/duplicate-anchor",),
    schemas.itemless: ("contract/array-items",),
    schemas.nullable: ("contract/nullable",),
    schemas.twice: ("contract/duplicate-alternative",),
    schemas.vocabulary: ("contract/structure",),
    scopes.schemes: ("contract/http-scheme",),
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
    fields.misspelt: ("fixture/misspelt-field",),
    files.unread: ("fixture/unread",),
    files.unbound: ("handler/unread",),
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
