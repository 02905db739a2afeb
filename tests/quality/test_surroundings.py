"""What the caller of the tests has set changes no test."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.surroundings import ROOT

SHOWN = """
import json, os, time
from tests.surroundings import leave, settle
home = settle()
made = home / "made"
made.write_text("")
print(json.dumps([dict(os.environ), time.timezone, made.stat().st_mode & 0o777, str(home)]))
leave(home)
"""


@pytest.fixture(scope="module")
def plain():
    """The surroundings of tests that somebody started with no settings."""
    return surroundings({})


def surroundings(settings):
    """The variables, the time zone, and who may read a new file: after somebody's settings."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        env={"PATH": os.environ["PATH"]} | settings,
        cwd=ROOT,
        umask=0o077,
        capture_output=True,
        check=True,
    )
    variables, zone, mode, home = json.loads(done.stdout)
    assert variables.pop("HOME") == home
    return variables, zone, mode


def test_a_new_file_can_be_read_and_the_time_is_that_of_greenwich(plain):
    """Whatever the umask, the archive that a test makes is as a usual one."""
    variables, zone, mode = plain
    assert (variables["TZ"], zone, mode) == ("UTC", 0, 0o644)


@pytest.mark.parametrize(
    "name",
    [
        *("VARIORUM_ARCHIVE", "VARIORUM_LOG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"),
        *("HOME", "LANG", "LC_ALL", "TZ", "TERM", "PYTHONPATH", "PYTHONWARNINGS", "http_proxy"),
        *("all_proxy", "GIT_DIR", "NOTIFY_SOCKET", "SSL_CERT_FILE", "XDG_CONFIG_HOME"),
    ],
)
def test_a_setting_of_the_caller_reaches_no_test(plain, name):
    """With an archive of the caller's a command found that one, and not the one it stood in."""
    value = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONWARNINGS": "ignore"}
    assert surroundings({name: value.get(name, "/nowhere")}) == plain
