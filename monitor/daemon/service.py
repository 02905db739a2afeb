"""Notifying systemd as sd_notify(3) does: with a datagram to its socket, without a library."""

from __future__ import annotations

import contextlib
import os
import socket
import time

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def tell(*words: str) -> bool:
    """Notify the service manager; False if there is none, or it does not listen."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return False
    address = "\0" + name[1:] if name.startswith("@") else name
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        one.sendto("\n".join(words).encode(), address)
        return True
    return False


def reloading() -> tuple[str, str]:
    """The words that say that settings are being read again, until READY is sent."""
    return "RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}"


def status(text: str) -> str:
    """The word with a sentence about the present state."""
    return f"STATUS={' '.join(text.split())}"
