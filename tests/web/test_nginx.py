"""The pages behind a real nginx, set up as the guide says; skipped if nginx is missing."""

from __future__ import annotations

import base64
import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from monitor.indexing import catch_up
from monitor.web.app import create_app
from monitor.web.serving import PageServer
from monitor.web.site import Settings
from storage.archive import Archive
from storage.users import Role, Users
from tests.commands.conftest import Keeper, reading
from tests.outlet_server import held
from tests.web.conftest import command
from tests.web.test_proxy import GUIDE

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
FORM = r"```\n(map [^\n]+\n\n)?(location .+?\n)```"
PASSWORD = "correct horse battery"
SIGNED = {"Authorization": "Basic " + base64.b64encode(f"rita:{PASSWORD}".encode()).decode()}
ODD = (
    "https://harbour.example/ac%2Fdc",
    "https://harbour.example/a//double",
    "https://harbour.example/q?id=5&x=a%26b",
    "https://harbour.example/%C3%BCber",
    "https://harbour.example/a%3Fb",
    "https://harbour.example/c%25d",
)
"""Addresses that a proxy which decodes them would rewrite."""


def told() -> dict[str, tuple[str, str]]:
    """The guide's configurations by path: what goes outside of the server, and what goes inside."""
    text = GUIDE.read_text(encoding="utf-8")
    found = {}
    for beside, location in re.findall(FORM, text, re.DOTALL):
        found[location.split()[1]] = (beside, location)
    return found


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """The port of the pages of an archive with odd addresses."""
    place = tmp_path_factory.mktemp("behind") / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        for number, url in enumerate(ODD):
            keeper.begin(url, reading(f"Title {number}", f"Text {number}."), f"<p>{url}".encode())
        catch_up(archive)
    with Users.open(place) as users:
        users.add("rita", PASSWORD, Role.READER)
    app = create_app(Settings(place, command, guarded=True, proxied=True))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = PageServer(app, listener, threads=2, proxied=True)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield listener.getsockname()[1]
        server.stop()
        thread.join()


@contextmanager
def nginx(folder, behind, path):
    """Run nginx with the guide's configuration for this path; gives its port."""
    if NGINX is None:
        pytest.skip("there is no nginx (Debian: apt-get install nginx-light)")
    beside, location = told()[path]
    place = held()
    port = place.getsockname()[1]
    spaces = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{spaces}{beside}"
        f"server {{ listen 127.0.0.1:{port};\n{location} }}\n}}\n".replace("8300", str(behind))
    )
    running = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while running.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        assert running.poll() is None, running.stderr.read()
        yield port
    finally:
        running.terminate()
        running.communicate()
        place.close()


def ask(port, path, **headers):
    """Send a request to nginx; gives the answer and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": "papers.example", **SIGNED, **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


@pytest.mark.parametrize(("path", "prefix"), [("/", ""), ("/news/", "/news")])
def test_every_archived_address_is_found_behind_nginx(tmp_path, behind, path, prefix):
    """Including one with an encoded slash, which nginx would pass on as a plain one."""
    with nginx(tmp_path, behind, path) as port:
        for url in ODD:
            gate, _ = ask(port, f"{prefix}/timegate/{url}")
            assert gate.status == 302, url
            place = urlsplit(gate.headers["Location"])
            assert place.path.startswith(f"{prefix}/web/"), url
            _, page = ask(port, place._replace(scheme="", netloc="").geturl())
            assert page == f"<p>{url}"


def test_a_visitor_puts_no_prefix_before_the_links(tmp_path, behind):
    """If the proxy serves no path, a header sent by the visitor sets none either."""
    with nginx(tmp_path, behind, "/") as port:
        _, text = ask(port, "/search", **{"X-Forwarded-Prefix": "/elsewhere"})
        assert 'action="/search"' in text
        assert "elsewhere" not in text


def test_a_stored_page_is_locked_up_behind_nginx(tmp_path, behind):
    """The headers that restrict it are passed on."""
    with nginx(tmp_path, behind, "/news/") as port:
        answer, _ = ask(port, "/news/captures/1/raw")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_each_proxy_of_the_guide_says_which_prefix():
    """Otherwise a visitor's own header would: each of the two Caddy and two nginx forms sets it."""
    text = GUIDE.read_text(encoding="utf-8")
    forms = re.findall(r"```\n(?:map|location|news\.example\.org)[^`]+```", text)
    assert len(forms) == 4
    assert [form for form in forms if "X-Forwarded-Prefix" not in form] == []
