"""What systemd is told, by sd_notify(3): a datagram to the socket that it names. No library."""

from __future__ import annotations

import contextlib
import os
import socket
import time

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def tell(*words: str) -> bool:
    """Tell the service manager; False where there is none, or it does not listen."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if not name:
        return False
    address = "\0" + name[1:] if name.startswith("@") else name
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        one.sendto("\n".join(words).encode(), address)
        return True
    return False


def reloading() -> tuple[str, str]:
    """The words that say that settings are read again; READY ends it."""
    return "RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}"


def status(text: str) -> str:
    """The word that says in a sentence how it is."""
    return f"STATUS={' '.join(text.split())}"
