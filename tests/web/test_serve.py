"""``variorum serve`` as a process, over real HTTP."""

from __future__ import annotations

import base64
import gc
import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import ExitStack

import pytest

from monitor.diff.records import Diff
from monitor.web.app import create_app
from monitor.web.serving import PageServer
from monitor.web.site import Settings
from storage.archive import Archive
from storage.users import Role, Users
from tests.commands.conftest import Typist
from tests.conftest import command_line
from tests.web.conftest import command


@pytest.fixture
def serving(kept):
    """The running command, and the address that it reports."""
    words = command_line(kept, "serve", "--port", "0")
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.readline()
        assert "http://127.0.0.1:" in said
        yield process, said.split()[-1].rstrip("/")
        process.kill()


def test_it_serves_until_it_is_told_to_stop(kept, serving):
    """The data is the same as the command's; SIGTERM ends it with 0."""
    process, base = serving
    with urllib.request.urlopen(f"{base}/.json") as answer:
        assert json.load(answer) == Typist(kept).json("log")
        assert "Python" not in str(answer.headers)
    with urllib.request.urlopen(base) as answer:
        assert "Latest changes" in answer.read().decode()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0


def test_idle_connections_keep_nobody_out(serving):
    """With a hundred of them, as a few browsers leave behind, there was no page for minutes."""
    _, base = serving
    host, port = base.removeprefix("http://").split(":")
    with ExitStack() as idle:
        for _ in range(150):
            idle.enter_context(socket.create_connection((host, int(port))))
        with urllib.request.urlopen(base, timeout=60) as answer:
            assert "Latest changes" in answer.read().decode()


def test_the_first_page_finds_everything_ready(kept):
    """Before the first request, templates are compiled, and each thread has its archive open."""
    app = create_app(Settings(kept, command))
    opened: list[int] = []
    site = app.extensions["variorum"]
    opening = site.archive
    site.archive = lambda: opened.append(threading.get_ident()) or opening()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = PageServer(app, listener, threads=3)
        server.warm_up()
        gc.unfreeze()
        thread = threading.Thread(target=server.run)
        thread.start()
        workers = [one for one in threading.enumerate() if one.ident in opened]
        server.stop()
        for one in (thread, *workers):
            one.join()
    assert len(set(opened)) == 3
    assert len(app.jinja_env.cache) == len(app.jinja_env.list_templates(extensions=["html"]))


def test_a_loop_that_wakes_by_itself_takes_nothing_from_who_stops_it(kept, monkeypatch):
    """A request that ended just then woke it: it closed the pipe that the stop was to write to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = PageServer(create_app(Settings(kept, command)), listener, threads=1)
        trigger, woken = server._server.trigger, threading.Event()
        pull, read = trigger._physical_pull, trigger.handle_read

        def pulled_twice() -> None:
            pull()
            assert woken.wait(timeout=120)
            pull()

        def handle_read() -> None:
            woken.set()
            read()

        monkeypatch.setattr(trigger, "_physical_pull", pulled_twice)
        monkeypatch.setattr(trigger, "handle_read", handle_read)
        thread = threading.Thread(target=server.run)
        thread.start()
        server.stop()
        thread.join(timeout=120)
        assert not thread.is_alive()


@pytest.mark.parametrize("proxied", [False, True])
def test_what_a_proxy_says_arrives_where_one_is_told_of(kept, tmp_path, proxied):
    """The server under the pages removes these headers by itself, and links would lead nowhere."""
    place = shutil.copytree(kept, tmp_path / "kept")
    with Users.open(place) as users:
        users.add("rita", "correct horse battery", Role.READER)
    app = create_app(Settings(place, command, guarded=True, proxied=proxied))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = PageServer(app, listener, threads=1, proxied=proxied)
        thread = threading.Thread(target=server.run)
        thread.start()
        said = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https"}
        secret = base64.b64encode(b"rita:correct horse battery").decode()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/changes.atom"
        headers = {**said, "Authorization": f"Basic {secret}"}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
                text = answer.read().decode()
        finally:
            server.stop()
            thread.join()
    assert ("https://news.example/changes.atom" in text) is proxied


def test_a_long_page_holds_nobody_up_for_good(kept):
    """Pages are made in turn, and a turn that does not end is waited for only for a moment."""
    site = create_app(Settings(kept, command)).extensions["variorum"]
    done = threading.Event()

    def page() -> None:
        with site.turn():
            done.set()

    thread = threading.Thread(target=page)
    with site.turn():
        thread.start()
        assert done.wait(60)
    thread.join()
    with site.turn():
        assert not site._turn.acquire(blocking=False)
    assert site._turn.acquire(blocking=False)


def test_a_page_leaves_no_ring_of_garbage(kept):
    """A macro in the page's own template would: a long diff stays until Python collects cycles."""
    client = create_app(Settings(kept, command)).test_client()
    client.get("/articles/1/diff/1..2")
    gc.collect()
    gc.disable()
    try:
        before = diffs()
        assert client.get("/articles/1/diff/1..2").status_code == 200
        known = {id(one) for one in before}  # fixtures of other tests may have some
        assert not [one for one in diffs() if id(one) not in known]
    finally:
        gc.enable()


def diffs():
    """All diffs that Python keeps in memory."""
    return [one for one in gc.get_objects() if isinstance(one, Diff)]


def test_a_port_that_is_taken_is_told(kept, serving):
    """The error says to choose another one."""
    port = serving[1].rpartition(":")[2]
    done = Typist(kept).process("serve", "--port", port)
    assert done.returncode == 2
    assert b"Choose another --port" in done.stderr


def test_others_do_not_get_in_unasked(blank, tmp_path):
    """An address that others can reach is refused as long as nobody has a password."""
    done = Typist(blank(tmp_path / "archive")).process("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert b"nobody has a password yet" in done.stderr


def test_without_an_archive_it_says_how_to_make_one(tmp_path):
    """And serves nothing."""
    done = Typist(tmp_path / "none").process("serve", "--port", "0")
    assert done.returncode == 1
    assert b"variorum init" in done.stderr


def test_run_serves_beside_the_crawl(tmp_path):
    """The pages answer while ``run`` has the archive open, and end with it."""
    Archive.create(tmp_path / "archive").close()
    code = (
        "import monitor.commands.serve as s, monitor.commands.run as r, sys;"
        "s.pages_served.__wrapped__.__defaults__ = ('127.0.0.1', 0);"
        "from monitor.cli import main; main(sys.argv[1:])"
    )
    words = [sys.executable, "-c", code, "--archive", str(tmp_path / "archive"), "run", "--serve"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        base = process.stderr.readline().split()[-1]
        assert "started" in process.stderr.readline()
        with urllib.request.urlopen(f"{base}healthz") as answer:
            assert answer.read().startswith(b"ok 0\n")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0
        assert "Traceback" not in process.stderr.read()
