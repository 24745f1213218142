"""`python -m understudy` is the command `understudy`."""

from understudy.cli import main

if __name__ == "__main__":  # pragma: no branch - it is not for importing
    main(prog_name="understudy")
