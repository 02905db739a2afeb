"""Processes that work for this one, and end with it however it ends."""

from __future__ import annotations

import logging
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

from storage.errors import WorkerEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.queues import SimpleQueue

    Told = SimpleQueue[bytes]


@contextmanager
def workers(
    number: int, begin: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each of which has called ``begin`` with these.

    Raises what ``begin`` raised in one of them, and WorkerEnded where one was killed.
    """
    # Spawned: a forked process would share what SQLite holds of files and locks.
    context = get_context("spawn")
    told: Told = context.SimpleQueue()
    with ProcessPoolExecutor(number, context, _begin, (told, begin, *arguments)) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise _why(told) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(told: Told, begin: Callable[..., None], *arguments: Any) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        begin(*arguments)
    except Exception as error:
        # Its parts: most of ours take other arguments than those that an exception keeps.
        told.put(pickle.dumps((type(error), error.args, vars(error))))
        logging.getLogger("concurrent.futures").disabled = True  # it would be told here as well
        raise


def _why(told: Told) -> Exception:
    """What one of them met as it began; else it was killed, which it tells nobody."""
    if told.empty():
        return WorkerEnded()
    kind, arguments, parts = pickle.loads(told.get())  # noqa: S301 - from a process of our own
    error: Exception = kind.__new__(kind, *arguments)
    error.args = arguments
    vars(error).update(parts)
    return error


def _end_with_parent() -> None:
    """Whoever is killed tells nobody, and who waits for work from it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nothing of a worker's is to be brought to an end
