"""Files that look like a part of the project, and that nothing reads."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.findings import Finding
from understudy.project.strays import FIXTURES, HANDLERS, collections, handlers, nearly


def unread(subject: Subject) -> Iterator[Finding]:
    """Collections below the directory of the fixtures, beside it, or in one that is nearly called so."""
    directory, document = subject.parts.directory, subject.contract.document.root.path.name
    beside = [file for file in directory.glob("*") if file.name != document]
    yield from collections([*directory.glob(f"{FIXTURES}/*/*"), *beside, *nearly(directory, FIXTURES)])


def unbound(subject: Subject) -> Iterator[Finding]:
    """Modules with functions that are called like operations, where no handlers are looked for."""
    directory, known = subject.parts.directory, {operation.id for operation in subject.contract.operations}
    beside = directory / f"{HANDLERS}.py"
    yield from handlers([*directory.glob(f"{HANDLERS}/*/*"), beside, *nearly(directory, HANDLERS)], known)
