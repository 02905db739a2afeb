"""Worker processes, which end with this process however it ends."""

from __future__ import annotations

import logging
import os
import pickle
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

from storage.errors import WorkerEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess
    from multiprocessing.queues import SimpleQueue

    Told = SimpleQueue[bytes]


_INTERRUPTIONS = {signal.SIGINT, signal.SIGTERM}


class _Pool(ProcessPoolExecutor):
    """A pool whose processes can be interrupted while they work, and at no other time."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return super().submit(_interruptible, work, *arguments, **named)


@contextmanager
def workers(
    number: int, begin: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    """A pool of processes, each of which has called ``begin`` with these arguments.

    Raises what ``begin`` raised in one of them, and WorkerEnded if one was killed.
    """
    # Spawned: a forked process would share SQLite's open files and locks.
    context = get_context("spawn")
    told: Told = context.SimpleQueue()
    with _Pool(number, context, _begin, (told, begin, *arguments)) as pool:
        try:
            with _uninterrupted():
                for _ in range(number):
                    pool.submit(int)  # each starts a process
            yield pool
        except BrokenProcessPool as error:
            raise _why(told) from error
        except BaseException:
            _interrupt_all(context.active_children())
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _interrupt_all(processes: Iterable[BaseProcess]) -> None:
    """Interrupt all, as their work is not wanted any more; only a terminal does so by itself."""
    for one in processes:
        if one.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGINT)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay interruptions until the end, also in processes that are started inside.

    A terminal interrupts all processes, and one that is loading modules would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _why(told: Told) -> Exception:
    """The error with which a worker failed to begin; if it reported none, it was killed."""
    if told.empty():
        return WorkerEnded()
    kind, arguments, parts = pickle.loads(told.get())  # noqa: S301 - from a process of our own
    error: Exception = kind.__new__(kind, *arguments)
    error.args = arguments
    vars(error).update(parts)
    return error


# --- in a worker -----------------------------------------------------------------------------
class _State:
    """Whether this worker is working, and whether it was interrupted."""

    working = False
    interrupted = False


def _begin(told: Told, begin: Callable[..., None], *arguments: Any) -> None:
    signal.signal(signal.SIGINT, _interrupt)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTIONS)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        begin(*arguments)
    except Exception as error:
        # In parts, because most of our errors take other arguments than an exception stores.
        told.put(pickle.dumps((type(error), error.args, vars(error))))
        logging.getLogger("concurrent.futures").disabled = True  # it would report it as well
        raise


def _interrupt(*_: object) -> None:
    _State.interrupted = True
    if _State.working:
        raise KeyboardInterrupt


def _interruptible(work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
    """Do the work, and return its result. Raises KeyboardInterrupt, even if it came earlier."""
    try:
        _State.working = True
        if not _State.interrupted:
            done = work(*arguments, **named)
    finally:
        _State.working = False
    if _State.interrupted:
        raise KeyboardInterrupt
    return done


def _end_with_parent() -> None:
    """End when the parent ends: if it is killed, this process would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # a worker has nothing to finish
