"""Processes that work for another one: they end with it, and are missed where they end before."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.errors import WorkerEnded
from storage.workers import workers

PATIENCE_S = 60
TWO = """
import os, sys, time
from storage.workers import workers
with workers(2, time.sleep, 0) as pool:
    waiting = [pool.submit(time.sleep, 1) for _ in range(2)]
    print(*pool._processes, flush=True)
    sys.stdin.readline()
"""


def runs(number):
    """Whether it is there, and more than the memory of one that has ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
def test_they_end_with_whoever_they_work_for():
    """Killed, it tells nobody: two of `verify` stayed for ever, each with its memory."""
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
    """As the system does where memory runs out: no mistake of the program, and no report of one."""
    with pytest.raises(WorkerEnded), workers(1, time.sleep, 0) as pool:
        pool.submit(os._exit, 9).result()
