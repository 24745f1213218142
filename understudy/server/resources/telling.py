"""What a word says of a record: that it is so, or in such a state."""

from collections.abc import Callable

from understudy.contract.samples.names import words
from understudy.server.lists.members import FLAG, Words, kind
from understudy.server.resources.forms import Forms
from understudy.state.fixtures import Record

STATES = {"status", "state", "stage", "phase"}
IS = {"is", "has", "was"}

_DONE = {"closed", "complete", "completed", "done", "finished", "resolved"}
_OPEN = {"active", "incomplete", "open", "outstanding", "pending", "remaining", "todo", "uncompleted"}
"""What is said of what is, and of what is not yet so: these are each other's opposites."""

Is = Callable[[Record], bool]


def telling(forms: Forms, said: Words) -> Is | None:
    """Whether a record is `completed`, or `open`, by the one member that says so; None where none or several do."""
    found: list[tuple[str, object]] = []
    for name, node in forms.properties.items():
        spelled = words(name)
        if kind(forms.schemas, node) == FLAG:
            flag = tuple(word for word in spelled if word not in IS)
            found += [(name, True)] if flag == said else [(name, False)] if _are_opposite(flag, said) else []
        elif STATES & {*spelled[-1:]}:
            known = [each for part in forms.schemas.alternatives(node) for each in part.value.get("enum") or ()]
            found += [(name, each) for each in known if isinstance(each, str) and words(each) == said]
    if len(found) != 1:
        return None
    ((member, value),) = found
    return lambda record: record.get(member) == value


def _are_opposite(flag: Words, said: Words) -> bool:
    is_done = len(flag) == len(said) == 1 and flag[0] in _DONE and said[0] in _OPEN
    return is_done or said in ((f"un{flag[0]}", *flag[1:]) if flag else (), ("not", *flag))
