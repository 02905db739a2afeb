"""Ends a command early: Ctrl-C and SIGTERM have the same effect.

It is imported before everything else, so it imports little.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

INTERRUPTED = 130

_came: list[int] = []
"""The signals that raised an :class:`Interruption` in the context that is open."""


class Interruption(KeyboardInterrupt):
    """What Ctrl-C and SIGTERM raise.

    If a plain KeyboardInterrupt passes through code that is made from text, as dataclasses are,
    Python ends the process by the signal, whatever exit code was chosen.
    """


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """A context in which Ctrl-C and SIGTERM raise :class:`Interruption`: cleanup is the same.

    A second SIGTERM does nothing, as `timeout` sends two. A signal that is already handled or
    ignored is left unchanged.
    """
    _came.clear()
    try:
        with _handled(_interrupt):
            yield
    finally:
        _came.clear()


def raise_if_interrupted() -> None:
    """Raise an :class:`Interruption` again if one was swallowed.

    Python swallows what is raised in a destructor, for example. A service calls this before it
    starts to wait for a signal that may have come already.
    """
    if _came:
        raise Interruption


@contextmanager
def ended_by_signals(code: int) -> Iterator[None]:
    """A context in which Ctrl-C and SIGTERM end the process at once, with this exit code.

    For loading modules, when there is nothing to clean up: an exception could be swallowed there,
    or become another one.
    """
    with _handled(lambda *_: os._exit(code)):
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """A context in which the signals call this handler, unless they have one that is not ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = (signal.default_int_handler, signal.SIG_DFL, _interrupt)
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    ours = {one: old for one, old in before.items() if old in known}
    for number in ours:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in ours.items():
            signal.signal(number, old)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    _came.append(number)
    if number == signal.SIGTERM:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Interruption
