"""Metrics for Prometheus (an extra): the daemon's state at the time of the request."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.daemon import state as states
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from monitor.daemon.state import State

HOST = "127.0.0.1"
"""Only this machine may ask; others come through a proxy that authenticates them."""

_STATES = (states.RUNNING, states.OFFLINE, states.FULL, states.BUSY, states.STOPPING)
_GAUGES = {
    "flying": "Requests in progress.",
    "due": "Addresses that are due now, counted every half minute.",
    "unread": "Visits stored but not read yet.",
}
_COUNTERS = {
    "articles_new": "Articles seen for the first time, since the start.",
    "revisions_new": "Revisions after the first one of an article, since the start.",
}
_TIMES = {
    "started_at": "When the daemon started.",
    "seen_at": "When the loop last turned.",
    "last_visit_at": "When an address was last visited.",
    "last_checkpoint_at": "When the ledger was last signed.",
    "oldest_due": "Since when the longest overdue address is due.",
}


def served(
    port: int | None, folder: Path, state: Callable[[], State]
) -> AbstractContextManager[None]:
    """Serve ``/metrics`` at this port of the loopback address while inside; None: not at all.

    Raises InputError if the library is missing, or the port is taken.
    """
    return nullcontext() if port is None else _served(port, folder, state)


@contextmanager
def _served(port: int, folder: Path, state: Callable[[], State]) -> Iterator[None]:
    registry = _registry(folder, state)
    from prometheus_client import start_http_server  # noqa: PLC0415 — an extra

    try:
        server, thread = start_http_server(port, HOST, registry)
    except OSError as error:
        raise InputError(
            f"Cannot serve metrics at {HOST}, port {port}.",
            why=f"{error.strerror or error}.",
            do="Choose another --metrics-port.",
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _registry(folder: Path, state: Callable[[], State]) -> Any:
    try:
        from prometheus_client import (  # noqa: PLC0415 — an extra
            CollectorRegistry,
            PlatformCollector,
            ProcessCollector,
        )
    except ImportError as error:
        raise InputError(
            "Metrics need the library prometheus-client.",
            do="Install it with: pip install 'variorum[metrics]'",
        ) from error
    registry = CollectorRegistry()
    registry.register(_Collector(folder, state))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry


class _Collector:
    """Reads the state when asked, and stores nothing."""

    def __init__(self, folder: Path, state: Callable[[], State]) -> None:
        self._folder = folder
        self._state = state

    def collect(self) -> Iterator[Any]:
        """The metrics, as prometheus_client expects them."""
        from prometheus_client.core import (  # noqa: PLC0415 — an extra
            CounterMetricFamily,
            GaugeMetricFamily,
        )

        now = self._state()
        visits = CounterMetricFamily(
            "variorum_visits", "Visits since the start.", labels=["outcome"]
        )
        for outcome, number in sorted(now.visits.copy().items()):
            visits.add_metric([outcome], number)
        yield visits
        for name, text in _COUNTERS.items():
            yield CounterMetricFamily(f"variorum_{name}", text, value=getattr(now, name))
        for name, text in _GAUGES.items():
            yield GaugeMetricFamily(f"variorum_{name}", text, value=getattr(now, name))
        for name, text in _TIMES.items():
            at = getattr(now, name)
            if at is not None:
                seconds = datetime.fromisoformat(at).timestamp()
                called = f"variorum_{name.removesuffix('_at')}_timestamp_seconds"
                yield GaugeMetricFamily(called, text, value=seconds)
        state = GaugeMetricFamily("variorum_state", "1 for the state it is in.", labels=["state"])
        for name in _STATES:
            state.add_metric([name], float(now.state == name))
        yield state
        files = sum(path.stat().st_size for path in self._folder.glob("archive.db*"))
        yield GaugeMetricFamily("variorum_archive_bytes", "The archive's files.", value=files)
        free = shutil.disk_usage(self._folder).free
        yield GaugeMetricFamily("variorum_disk_free_bytes", "Room on the disk.", value=free)
