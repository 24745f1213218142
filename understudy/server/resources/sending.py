"""What a contract says of the body that a request brings a record in."""

from connexion.context import scope

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.server.bodies import kinds
from understudy.server.fields import header
from understudy.server.lists import place
from understudy.server.resources.forms import Forms
from understudy.state.fixtures import Record


def told(forms: Forms, operation: Operation) -> set[str]:
    """The members that the schema of what is sent says something of itself."""
    content = _content(operation)
    return forms.told(content) if content else set()


def meant(forms: Forms, operation: Operation) -> Record:
    """The members that stand for those that are not sent."""
    content = _content(operation)
    return forms.defaults(content) if content else {}


def is_patch(forms: Forms, operation: Operation) -> bool:
    """Whether a list that is sent is a JSON Patch, as far as its schema says what is in it."""
    content = _content(operation)
    schema = content.get("schema") if content else None
    listed = place(forms.schemas, schema) if schema else None
    names = forms.schemas.properties(listed[0]) if listed else {}
    return not names or "op" in names


def _content(operation: Operation) -> Node | None:
    """What describes the body that is sent, if anything does."""
    content = operation.body.content if operation.body else {}
    sent_as = header(scope, "content-type") or next(iter(content), "")
    declared = kinds.describing(content, sent_as)
    return content[declared] if declared else None
