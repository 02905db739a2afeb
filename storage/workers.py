"""Processes that work for this one, and end with it however it ends."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

from storage.errors import WorkerEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def workers(
    number: int, begin: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each of which has called ``begin`` with these.

    Raises WorkerEnded where one of them was killed.
    """
    # Spawned: a forked process would share what SQLite holds of files and locks.
    with ProcessPoolExecutor(number, get_context("spawn"), _begin, (begin, *arguments)) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise WorkerEnded from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(begin: Callable[..., None], *arguments: Any) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    begin(*arguments)


def _end_with_parent() -> None:
    """Whoever is killed tells nobody, and who waits for work from it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nothing of a worker's is to be brought to an end
