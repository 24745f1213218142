"""Files and directories that may not be there, or may not be read."""

from pathlib import Path

from understudy.errors import ProjectError
from understudy.findings import Finding, Place


def entries(directory: Path, shown: str) -> list[Path]:
    """What is in a directory, in the order of names, save for what is hidden; nothing where there is none.

    Raises ProjectError for one that cannot be read.
    """
    try:
        return sorted(each for each in directory.iterdir() if not each.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ProjectError([unreadable(shown, error)]) from None


def unreadable(file: str, error: OSError) -> Finding:
    """That a file cannot be read, in the system's own words."""
    return Finding(Place(file), f"cannot be read: {error.strerror}", "source/unreadable")
