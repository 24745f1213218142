"""What a contract says of the body that a request brings a record in, and of the one that shows it."""

from collections.abc import Mapping

from connexion.context import scope

from understudy.contract.document import Node
from understudy.contract.operations import Operation, Response
from understudy.contract.schemas import MISSING
from understudy.server.bodies import kinds
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.lists import place
from understudy.server.resources.forms import Forms
from understudy.state.fixtures import Record


def told(forms: Forms, operation: Operation) -> set[str]:
    """The members that the schema of what is sent says something of itself."""
    schema = schema_sent(operation)
    return {*forms.schemas.properties(schema), *members_sent(forms, schema)} if schema else set()


def meant(forms: Forms, operation: Operation) -> Record:
    """The members that stand for those that are not sent."""
    schema = schema_sent(operation)
    return defaults(forms, schema) if schema else {}


def defaults(forms: Forms, schema: Node) -> Record:
    """The members of a record that a request means without saying them (JSON Schema validation, 9.2)."""
    found = {name: forms.schemas.default(node) for name, node in members_sent(forms, schema).items()}
    meant = {name: value for name, value in found.items() if value is not MISSING}
    known = forms.properties
    return forms.sent({name: v for name, v in meant.items() if name in known and forms.fits(known[name], v)})


def members_sent(forms: Forms, schema: Node) -> Mapping[str, Node]:
    """The members of a record in a schema of what is sent: in its envelope, if that is there."""
    known = outer = forms.schemas.properties(schema)
    for name in forms.envelope:
        known = forms.schemas.properties(known[name]) if name in known else {}
    return known or outer


def schema_sent(operation: Operation) -> Node | None:
    """The schema of the body that is sent, if there is one."""
    content = operation.body.content if operation.body else {}
    sent_as = header(scope, "content-type") or next(iter(content), "")
    declared = kinds.describing(content, sent_as)
    return content[declared].get("schema") if declared else None


def is_patch(forms: Forms, operation: Operation) -> bool:
    """Whether a list that is sent is a JSON Patch, as far as its schema says what is in it."""
    schema = schema_sent(operation)
    listed = place(forms.schemas, schema) if schema else None
    names = forms.schemas.properties(listed[0]) if listed else {}
    return not names or "op" in names


def schema_shown(response: Response | None) -> Node | None:
    """The schema of the JSON that a response is, in the media type that the client likes best."""
    call = Exchange.of(scope).call
    return response.json_schema_as(call.media_type if call else None) if response else None
