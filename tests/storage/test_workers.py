"""Worker processes end with their parent, and are missed if they end too soon."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.errors import ArchiveNotFound, WorkerEnded
from storage.workers import workers

PATIENCE_S = 60
TWO = """
import os, sys, time
from storage.workers import workers
with workers(2, time.sleep, 0) as pool:
    waiting = [pool.submit(time.sleep, 3600) for _ in range(2)]
    print(*pool._processes, flush=True)
    sys.stdin.readline()
"""


def runs(number):
    """Whether the process exists, and is not just a zombie."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
def test_they_end_with_whoever_they_work_for():
    """A killed parent tells them nothing: two of `verify` stayed for ever, with their memory."""
    with subprocess.Popen(
        [sys.executable, "-c", TWO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        numbers = process.stdout.readline().split()
        assert len(numbers) == 2
        assert all(map(runs, numbers))
        process.kill()
    until = time.monotonic() + PATIENCE_S
    while any(map(runs, numbers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(runs, numbers))


def test_one_that_is_killed_is_told():
    """As when memory runs out: no bug of the program, and not reported as one."""
    with pytest.raises(WorkerEnded), workers(1, time.sleep, 0) as pool:
        pool.submit(os._exit, 9).result()


def fails():
    """An error that a worker may meet: the archive is moved as the command begins, say."""
    raise ArchiveNotFound("/gone")


def test_what_one_met_as_it_began_is_told(capfd):
    """It was reported as killed, with advice to free memory, and a traceback before it."""
    with pytest.raises(ArchiveNotFound) as met, workers(2, fails) as pool:
        pool.submit(pow, 2, 3).result()
    assert str(met.value) == str(ArchiveNotFound("/gone"))
    assert capfd.readouterr().err == ""


def test_a_mistake_of_the_program_in_a_worker_is_told_as_such():
    """An exception of any kind is reported in its own words."""
    with pytest.raises(ValueError, match="negative"), workers(1, time.sleep, -1) as pool:
        pool.submit(pow, 2, 3).result()


@pytest.mark.skipif(os.name != "posix", reason="a terminal interrupts all processes of a group")
def test_an_interruption_while_they_start_is_quiet():
    """Each printed where it was in loading its modules, and the pool that it was broken."""
    told = """
try:
    {}
except KeyboardInterrupt:
    print("interrupted")
"""
    script = told.format(TWO.strip().replace("\n", "\n    ") + "; waiting[0].result()")
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for number in process.stdout.readline().split():
            os.kill(int(number), signal.SIGINT)
        assert process.communicate("\n") == ("interrupted\n", "")


LONG = """
import time
from storage.workers import workers
try:
    with workers(1, time.sleep, 0) as pool:
        pool.submit(pow, 2, 3).result()
        under_way = pool.submit(time.sleep, {})
        while not under_way.running():
            time.sleep(0.01)
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print("interrupted")
"""


def test_what_one_is_at_is_not_waited_for_after_an_interruption():
    """A terminal interrupts all; interrupted by another process, it waited for their work."""
    run = [sys.executable, "-c", LONG.format(2 * PATIENCE_S)]
    told = subprocess.run(run, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
    assert (told.stdout, told.stderr) == ("interrupted\n", "")
