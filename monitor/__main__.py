"""``python -m monitor`` is ``variorum``."""

from monitor.cli import main

if __name__ == "__main__":
    main(prog_name="variorum")
