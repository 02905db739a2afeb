"""``python -m monitor`` is ``variorum``."""

import sys

from monitor.interruption import INTERRUPTED, interrupted_by_sigterm


def start() -> None:
    """Load the program and run it; the process ends.

    While it loads there is nothing to take away and nothing to tell: the code alone says that it
    was interrupted. A traceback would look like a mistake.
    """
    try:
        with interrupted_by_sigterm():
            from monitor.cli import main  # noqa: PLC0415 — it takes a while

            main(prog_name="variorum")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    start()
