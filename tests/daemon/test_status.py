"""``variorum status``, ``/healthz`` and the metrics: the daemon seen from outside."""

from __future__ import annotations

import json
import os
import socket
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from monitor.daemon import metrics, state
from monitor.daemon.state import State
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.database.times import to_text
from storage.errors import InputError
from tests.conftest import run_variorum
from tests.daemon.conftest import beside_a_daemon
from tests.outlet_server import held
from tests.stories import story


def put(folder, *, seen=None, pid=None, name=state.RUNNING):
    """Write the state of a daemon that was last seen then."""
    now = to_text(seen or datetime.now(UTC))
    state.write(folder, State(name, pid or os.getpid(), "0", now, now))


def test_a_daemon_is_seen_from_outside(outlet, echo):
    """By a command in another process, while it runs and afterwards."""
    outlet.publish(story("mill-fire"), story("ferry"))
    found = {}

    def script(one):
        one.until_counted(articles=2)
        found.update(run_variorum(echo, "status", "--json", "--exit-code").json)

    beside_a_daemon(echo, script)
    assert (found["state"], found["pid"], found["outlets"]) == ("running", os.getpid(), 1)
    after = run_variorum(echo, "status", "--json").json
    assert after["state"] == "stopped"
    assert after["visits"]["captured"] >= 2
    assert (after["articles_new"], after["unread"]) == (2, 0)
    assert after["next_due"] is not None
    assert run_variorum(echo, "status", "--exit-code", codes=(1,)).out.startswith(
        "state\tstopped\n"
    )


def test_before_the_first_run(tmp_path):
    """What is due is known all the same."""
    Archive.create(tmp_path / "archive").close()
    found = run_variorum(tmp_path / "archive", "status", "--json").json
    assert (found["state"], found["due"], found["next_due"]) == ("stopped", 0, None)


def test_a_state_is_believed_only_from_whoever_holds_the_archive(tmp_path):
    """A killed daemon left its file; another command may have the lock; a live one may be stuck."""
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    put(folder)
    found = state.read(folder)
    assert (found["state"], found["pid"]) == ("stopped", None), "another program's by now"
    with Archive.open_to_write(folder):
        assert state.read(folder)["state"] == "running"
        put(folder, pid=1)
        assert state.read(folder)["state"] == "stopped"
        put(folder, seen=datetime.now(UTC) - timedelta(minutes=5))
        assert state.read(folder)["state"] == "stuck"
        (folder / state.FILE_NAME).write_text("{half")
        assert state.read(folder) == {"state": "stopped"}


@pytest.mark.parametrize(
    ("name", "minutes", "code"),
    [
        ("running", 0, 200),
        ("offline", 0, 200),
        ("full", 0, 503),
        ("busy", 0, 503),
        ("running", 5, 503),
    ],
)
def test_healthz_tells_a_machine(tmp_path, name, minutes, code):
    """503 if somebody must act; the second line says what the state is."""
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    app = create_app(Settings(folder, lambda *_: ""))
    with Archive.open_to_write(folder):
        put(folder, name=name, seen=datetime.now(UTC) - timedelta(minutes=minutes))
        answer = app.test_client().get("/healthz")
    assert answer.status_code == code
    assert answer.text.splitlines()[1] == f"run {'stuck' if minutes else name}"
    app.extensions["variorum"].close()


@pytest.mark.parametrize("name", ["full", "running"])
def test_health_says_that_nothing_is_visited(tmp_path, name):
    """Where the disk was full every outlet was called ok, and nothing said that none is visited."""
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    with Archive.open_to_write(folder):
        put(folder, name=name)
        said = run_variorum(folder, "health").err
    assert ("waits for room on the disk" in said) == (name == "full")
    assert said.strip().endswith("status") == (name == "full")


def test_metrics_of_a_daemon(outlet, echo):
    """On a loopback port, in Prometheus' format, on its work and the process."""
    pytest.importorskip("prometheus_client")
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415 — an extra

    outlet.publish(story("mill-fire"))
    told = {}
    with held() as place:
        address = f"http://127.0.0.1:{place.getsockname()[1]}/metrics"

        def script(one):
            one.until_counted(articles=1)
            with urllib.request.urlopen(address) as answer:
                text = answer.read().decode()
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    told[sample.name, *sample.labels.values()] = sample.value

        beside_a_daemon(echo, script, metrics_port=place.getsockname()[1])
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(address, timeout=60)
    assert told["variorum_visits_total", "captured"] >= 1
    assert told["variorum_state", "running"] == 1
    assert told["variorum_archive_bytes",] > 0
    assert told["process_open_fds",] > 0


def test_metrics_that_cannot_be(tmp_path, monkeypatch):
    """A missing library, or a port in use, is reported before anything begins."""
    pytest.importorskip("prometheus_client")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=str(port)), metrics.served(port, tmp_path, None):
            pass
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(InputError) as caught, metrics.served(0, tmp_path, None):
        pass
    assert "variorum[metrics]" in caught.value.do
    assert json.dumps(caught.value.what)
