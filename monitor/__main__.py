"""``python -m monitor`` is ``variorum``."""

import gc
import sys

from monitor.interruption import INTERRUPTED, interrupted_by_sigterm

GARBAGE = (10_000, 50, 100)
"""How seldom Python looks for rings of garbage, by generation. What is loaded stays, and pages,
their readings and diffs leave no rings, but are a hundred thousand small objects to look through.
Everything waits for a look: with 50,000 instead of 10,000 a page that was shown waited 20 to 60 ms
for it."""


def start() -> None:
    """Load the program and run it; the process ends, without a last look for garbage.

    While it loads there is nothing to take away and nothing to tell: the code alone says that it
    was interrupted. A traceback would look like a mistake.
    """
    gc.set_threshold(*GARBAGE)
    try:
        with interrupted_by_sigterm():
            from monitor.cli import main  # noqa: PLC0415 — it takes a while

            main(prog_name="variorum")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()


if __name__ == "__main__":
    start()
