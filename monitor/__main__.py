"""``python -m monitor`` is ``variorum``."""

import sys

try:
    import gc

    from monitor.interruption import INTERRUPTED, ended_by_signals
except KeyboardInterrupt:  # too early for a handler of ours
    sys.exit(130)

GARBAGE = (10_000, 50, 100)
"""How rarely Python looks for reference cycles, by generation. Modules stay loaded; pages, their
readings and diffs leave no cycles, but are a hundred thousand small objects to examine. Everything
waits for a collection: with 50,000 instead of 10,000 a page that was served waited 20 to 60 ms for
it."""


def start() -> None:
    """Load the program and run it; the process then ends without a last garbage collection.

    If interrupted while loading, there is nothing to clean up or report: only the exit code says
    so. A traceback would look like a bug.
    """
    gc.set_threshold(*GARBAGE)
    try:
        with ended_by_signals(INTERRUPTED):
            from monitor.cli import main  # noqa: PLC0415 — it takes a while

        main(prog_name="variorum")
    finally:
        gc.freeze()


if __name__ == "__main__":
    start()
