"""The surroundings that every test has, whoever starts it, from where and with which settings."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_KEPT = re.compile(
    r"PATH|VIRTUAL_ENV|LD_LIBRARY_PATH|TMPDIR|PYTEST\w*|COV\w*|PYTHONHASHSEED|PYTHONDONTWRITEBYTECODE"
    r"|PLAYWRIGHT\w*|SE_\w+"  # where the browser is
    r"|CASES|WRITE_GOLDEN|CHROMIUM|VARIORUM_(?:SOAK|SEASON)_\w+"  # what the tests are asked for
)
"""The variables that are left as they are: where programs are, and what pytest needs."""
_FIXED = {"LANG": "C.UTF-8", "TERM": "xterm", "TZ": "UTC", "SSL_CERT_FILE": os.devnull}
"""Every client reads the system's 140 authorities, which takes 30 ms, and no test contacts a host
that needs one of them."""


def settle() -> Path:
    """Give this process and those that it starts the surroundings of tests; gives their home.

    A caller's settings (``VARIORUM_ARCHIVE``, ``NO_COLOR``, a proxy, the ``GIT_DIR`` of a hook, a
    configuration at home, a strict umask) change what is tested.
    """
    home = Path(tempfile.mkdtemp(prefix="home-"))
    kept = {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}
    programs = os.pathsep.join((str(Path(sys.executable).parent), kept.get("PATH", os.defpath)))
    ours = {"HOME": str(home), "PATH": programs, "PYTHONPATH": str(ROOT)}
    os.environ.clear()
    os.environ.update(kept | _FIXED | ours)
    time.tzset()
    os.umask(0o022)
    return home


def leave(home: Path) -> None:
    """Remove the home that was made."""
    shutil.rmtree(home, ignore_errors=True)
