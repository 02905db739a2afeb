"""Processes that work for this one, and end with it however it ends."""

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
    """One whose processes can be interrupted at their work, and nowhere else."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return super().submit(_interruptible, work, *arguments, **named)


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
    """What they are at is waited for, and nobody wants it; only a terminal tells them by itself."""
    for one in processes:
        if one.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGINT)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interruption comes after it; processes that start inside begin without one as well.

    A terminal interrupts all of them: one that is loading its modules would print where it was.
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
    """What one of them met as it began; else it was killed, which it tells nobody."""
    if told.empty():
        return WorkerEnded()
    kind, arguments, parts = pickle.loads(told.get())  # noqa: S301 - from a process of our own
    error: Exception = kind.__new__(kind, *arguments)
    error.args = arguments
    vars(error).update(parts)
    return error


# --- in a worker -----------------------------------------------------------------------------
class _State:
    """Whether this worker is at work, and whether it was interrupted."""

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
        # Its parts: most of ours take other arguments than those that an exception keeps.
        told.put(pickle.dumps((type(error), error.args, vars(error))))
        logging.getLogger("concurrent.futures").disabled = True  # it would be told here as well
        raise


def _interrupt(*_: object) -> None:
    _State.interrupted = True
    if _State.working:
        raise KeyboardInterrupt


def _interruptible(work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
    """What the work gives. Raises KeyboardInterrupt, where it came before or was lost as well."""
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
    """Whoever is killed tells nobody, and who waits for work from it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nothing of a worker's is to be brought to an end
