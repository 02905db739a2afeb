"""Our WACZ files in other programs: validated, and two versions of one page replayed.

`py-wacz` comes with the group `interop`. The other tools belong in ``tests/interop/replay``; type
there ``python -m venv .venv && .venv/bin/pip install pywb`` (it brings a `brotli` of its own, which
cannot be installed next to ours) and, with Chromium and Node installed, ``npm install
--ignore-scripts --omit=optional``. A test whose tools are not there is skipped.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from storage.warc.keys import browser_key, cdx_key
from tests.conftest import run_variorum
from tests.interop.conftest import NEW
from tests.stories import PLAIN
from tests.warc.test_keys import BROWSER_KEYS, KEYS

REPLAY = Path(__file__).parent / "replay"
PYWB = REPLAY / ".venv" / "bin"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
OLD = PLAIN[0].title


@pytest.fixture(scope="module")
def package(crawled, tmp_path_factory):
    """A WACZ of two passes over the test outlet; the first story changes its headline."""
    folder = tmp_path_factory.mktemp("wacz")
    target = folder / "all.wacz"
    archive = shutil.copytree(crawled, folder / "archive")
    run_variorum(archive, "checkpoint")  # makes a key, so that the package is signed
    run_variorum(archive, "export", "wacz", "-o", str(target))
    return target


@pytest.fixture(scope="module")
def versions(package):
    """Address and time of both versions of the first story, from the list of pages."""
    with zipfile.ZipFile(package) as opened:
        lines = opened.read("pages/pages.jsonl").decode().splitlines()[1:]
    pages = [json.loads(line) for line in lines]
    [new] = [page for page in pages if page["title"] == NEW]
    [old] = [page for page in pages if page["url"] == new["url"] and page != new]
    assert OLD in old["title"]
    return [(one["url"], re.sub(r"\D", "", one["ts"])) for one in (old, new)]


@pytest.mark.skipif(find_spec("wacz") is None, reason="py-wacz is not installed")
def test_wacz_validate(package):
    """`wacz validate` accepts it: contents, data package, paths and digests."""
    words = [sys.executable, "-m", "wacz.main", "validate", "-f", str(package)]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation succeeded" in done.stdout


@pytest.mark.skipif(find_spec("cdxj_indexer") is None, reason="cdxj_indexer is not installed")
def test_the_index_is_what_cdxj_indexer_makes(package, tmp_path):
    """Keys, times, offsets and digests are those of the indexer that others use."""
    with zipfile.ZipFile(package) as opened:
        ours = gzip.decompress(opened.read("indexes/index.cdx.gz")).decode().splitlines()
        opened.extract("archive/data.warc.gz", tmp_path)
    words = [sys.executable, "-m", "cdxj_indexer.main", "--sort"]
    done = subprocess.run(
        [*words, str(tmp_path / "archive" / "data.warc.gz")],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    )
    theirs = done.stdout.splitlines()

    def places(lines):
        rows = {}
        for line in lines:
            key, at, about = line.split(" ", 2)
            told = json.loads(about)
            if told["mime"] != "application/warc-fields" and told.get("status") != "304":
                digest = told["digest"].removeprefix("sha256:")
                rows[told["offset"], told["length"]] = (key, at, told["url"], told["mime"], digest)
        return rows

    assert len(places(ours)) > 5
    assert places(ours) == places(theirs)


@pytest.mark.parametrize(
    "url",
    [
        *(url for url, _ in KEYS[:-1]),
        "https://www.herald.example/News/Story.html?B=2&a=1",
        "http://herald.example:80/",
        "http://127.0.0.1:8123/x",
        "https://www2.herald.example",
        "https://herald.example/a%20b?q=%C3%A9",
    ],
)
def test_keys_are_those_of_surt(url):
    """Readers look a page up by the key that this library makes."""
    surt = pytest.importorskip("surt")
    assert cdx_key(url) == surt.surt(url)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (REPLAY / "node_modules" / "warcio").is_dir(), reason="npm install was not run"
)
def test_keys_in_a_browser_are_those_of_warcio_js():
    """replayweb.page looks a page up by these if an index has more than one block."""
    urls = [url for url, _ in BROWSER_KEYS]
    script = (
        'import { getSurt } from "warcio";'
        "console.log(JSON.stringify(JSON.parse(process.argv[1]).map(getSurt)))"
    )
    command = ["node", "--input-type=module", "-e", script, json.dumps(urls)]
    done = subprocess.run(command, cwd=REPLAY, capture_output=True, check=True, timeout=120)
    assert [browser_key(url) for url in urls] == json.loads(done.stdout)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def pywb(folder, package):
    """A pywb that serves the package, unpacked by itself."""
    for words in (["init", "news"], ["add", "--unpack-wacz", "news", str(package)]):
        command = [PYWB / "wb-manager", *words]
        subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    port = free_port()
    words = [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(150):
                with contextlib.suppress(URLError, OSError):
                    urlopen(f"http://127.0.0.1:{port}/", timeout=120).close()
                    break
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/news"
        finally:
            process.terminate()


@pytest.mark.skipif(not (PYWB / "wayback").exists(), reason="pywb is not installed")
def test_pywb_replays_both_versions(package, versions, tmp_path):
    """Each time leads to the text that was there then."""
    with pywb(tmp_path, package) as served:
        for (url, at), wanted, other in zip(versions, (OLD, NEW), (NEW, OLD), strict=True):
            with urlopen(f"{served}/{at}id_/{url}", timeout=120) as answer:
                page = answer.read().decode("utf-8", "replace")
            assert f"<h1>{wanted}</h1>" in page or wanted in page
            assert f"<h1>{other}</h1>" not in page


@pytest.mark.skipif(not (PYWB / "wayback").exists(), reason="pywb is not installed")
def test_history_comes_in_from_pywb_as_it_was_captured(package, versions, tmp_path):
    """Pages that its TimeMap names have its own scripts; what is imported has the old digest."""
    [(url, first), (_, second)] = versions
    with zipfile.ZipFile(package) as opened:
        index = gzip.decompress(opened.read("indexes/index.cdx.gz")).decode().splitlines()
    told = [json.loads(line.split(" ", 2)[2]) for line in index if f'"{url}"' in line]
    archive = tmp_path / "archive"
    run_variorum(archive, "init", str(archive))
    with pywb(tmp_path, package) as served:
        run_variorum(archive, "import", "--memento", f"{served}/timemap/link/{url}")
    rows = run_variorum(archive, "export", "jsonl", "--table", "visits").lines
    assert [re.sub(r"\D", "", one["started_at"])[:14] for one in rows] == [first, second]
    assert {one["payload"] for one in rows} == {one["digest"] for one in told}


class Ranges(SimpleHTTPRequestHandler):
    """Serves a folder, with byte ranges, as replayweb.page needs them to read a WACZ."""

    def log_message(self, *_words):
        """Say nothing."""

    def end_headers(self):
        """Let the service worker control the whole site."""
        self.send_header("Service-Worker-Allowed", "/")
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def do_GET(self):
        """Send a file, or the requested part of it."""
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if not asked or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        first = int(asked[1]) if asked[1] else max(0, len(data) - int(asked[2]))
        last = min(int(asked[2]) if asked[1] and asked[2] else len(data) - 1, len(data) - 1)
        self.send_response(206)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(data[first : last + 1])


@contextlib.contextmanager
def replay_site(folder, package):
    """replayweb.page with the package next to it, served on loopback."""
    tool = REPLAY / "node_modules" / "replaywebpage"
    (folder / "replay").mkdir()
    shutil.copy(tool / "ui.js", folder / "ui.js")
    shutil.copy(tool / "sw.js", folder / "replay" / "sw.js")
    shutil.copy(package, folder / "news.wacz")
    handler = partial(Ranges, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (REPLAY / "node_modules" / "puppeteer-core").is_dir(), reason="npm install was not run"
)
@pytest.mark.parametrize("which", [0, 1])
def test_replayweb_page_replays_both_versions(package, versions, tmp_path, which):
    """In a real browser, each of two captures of one address shows the text of its time."""
    url, at = versions[which]
    wanted, other = (OLD, NEW) if which == 0 else (NEW, OLD)
    with replay_site(tmp_path, package) as served:
        element = f'<replay-web-page source="/news.wacz" url="{url}" ts="{at}" embed="replayonly">'
        (tmp_path / "index.html").write_text(
            "<!doctype html><script src=/ui.js></script>"
            f"<div style=height:600px>{element}</replay-web-page></div>"
        )
        query = urlencode({"at": at})
        done = subprocess.run(
            ["node", "replay.mjs", f"{served}/index.html?{query}", str(tmp_path / "p.png"), wanted],
            cwd=REPLAY,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "CHROMIUM": str(CHROMIUM)},
        )
    assert done.returncode == 0, done.stderr
    shown = "\n".join(json.loads(done.stdout.splitlines()[-1]))
    assert wanted in shown
    assert other not in shown
