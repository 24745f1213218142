"""Whether what is listed or created below a record is of the collection that it is called like."""

from understudy.contract.document import Node
from understudy.contract.operations import Operation
from understudy.contract.resources import Role
from understudy.project.matching import is_same
from understudy.server.resources.forms import Forms
from understudy.server.resources.sending import members_sent

_TELLING = (Role.LIST, Role.CREATE)
"""Operations whose schemas say what they are about."""


def is_part(forms: Forms, whole: Forms, role: Role) -> bool:
    """Whether an operation of such a role, in a part with these forms, is about records that are of the whole.

    What is listed has no other members, and what is sent has some of them: who adds a track to a playlist may say but
    which one it is.
    """
    operation, known = forms.resource.operations.get(role), whole if whole.record else forms
    if operation is None or role not in _TELLING:
        told = [is_part(forms, whole, each) for each in _TELLING if each in forms.resource.operations]
        return bool(told) and (all(told) if forms.resource.alone else any(told))
    if role is Role.CREATE:
        sent, own = _sent(forms, operation), known.properties.keys()
        return bool(own) and (not sent or not own.isdisjoint(sent - {known.key_member(known.properties)}))
    item, record = forms.item, known.record
    return item is not None and record is not None and _shows(known, item, record)


def _shows(forms: Forms, item: Node, record: Node) -> bool:
    schemas = forms.schemas
    return is_same(schemas, item, record) or schemas.properties(item).keys() <= forms.properties.keys()


def _sent(forms: Forms, operation: Operation) -> set[str]:
    """The members of what is sent, save for a form with a file in it, which may be called anyhow."""
    content = operation.body.content if operation.body else {}
    named = [each for name, each in content.items() if not name.startswith("multipart/")]
    bodies = [node for each in named if (node := each.get("schema"))]
    return {name for body in bodies for name in members_sent(forms, body)}
