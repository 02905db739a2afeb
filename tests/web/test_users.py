"""Users: passwords, sessions, roles, forged forms, and too many attempts."""

from __future__ import annotations

import base64
import errno
import re
import shutil
import stat

import pytest

from monitor.web import access
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage import users as stored
from storage.archive import Archive
from storage.errors import InputError, NotStored
from storage.users import Role, Users
from tests.commands.conftest import Typist
from tests.web.conftest import COST, fill

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an archive with a reader and an editor."""
    place = tmp_path_factory.mktemp("users") / "archive"
    with Archive.create(place) as archive:
        fill(archive)
    with Users.open(place) as users:
        users.add("rita", PASSWORD, Role.READER)
        users.add("edda", PASSWORD, Role.EDITOR)
        users.secret()  # made by the first page requested
    return place


@pytest.fixture
def app(folder):
    """The application with guarded pages."""
    access.TRIED.forget()
    app = create_app(Settings(folder, lambda *_: "", guarded=True))
    yield app
    app.extensions["variorum"].close()


def sign_in(client, name="rita", password=PASSWORD, **more):
    """Sign in by the form."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/login").text)[1]
    form = {"name": name, "password": password, "token": token, **more}
    return client.post("/login", data=form)


def basic(name, password=PASSWORD) -> dict[str, str]:
    """The ``Authorization`` header of a feed reader."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


PRIVATE = [
    "/",
    "/.json",
    "/changes.atom",
    "/articles/1",
    "/captures/1/raw",
    "/search?q=x",
    "/export",
    "/timemap/link/https://harbour.example/ferry-runs-late",
    "/openapi.json",
    "/nothing",
]


@pytest.mark.parametrize("path", PRIVATE)
def test_nothing_is_shown_to_strangers(app, path):
    """A browser is redirected to the form, a program gets a 401."""
    client = app.test_client()
    shown = client.get(path, headers={"Accept": "text/html"})
    assert shown.status_code == 303
    assert shown.headers["Location"].startswith("/login?next=/")
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/healthz").status_code == 200


def test_a_session_begins_and_ends(app):
    """It leads to the requested page, and ends on request; scripts cannot read the cookie."""
    client = app.test_client()
    answer = sign_in(client, next="/articles/1?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles/1?x=1")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    text = client.get("/").text
    assert "rita" in text
    token = re.search(r'name="token" value="([^"]+)"', text)[1]
    assert client.post("/logout", data={"token": token}).status_code == 303
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 303


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "x"]
)
def test_signing_in_leads_nowhere_else(app, target):
    """An open redirect is a gift to phishers."""
    assert sign_in(app.test_client(), next=target).headers["Location"] == "/"


def test_feed_readers_send_their_password(app):
    """With each request, by HTTP Basic."""
    client = app.test_client()
    assert client.get("/changes.atom", headers=basic("rita")).status_code == 200
    assert client.get("/changes.atom", headers=basic("rita")).status_code == 200
    assert client.get("/changes.atom", headers=basic("rita", "wrong password")).status_code == 401


def test_too_many_tries(app, monkeypatch):
    """After eight wrong passwords in a row even the right one is refused."""
    monkeypatch.setattr(access, "WINDOW_S", 3600.0)  # a busy machine takes a minute for them
    client = app.test_client()
    codes = [sign_in(client, password=f"guess number {number}").status_code for number in range(8)]
    assert codes == [403] * 8
    assert sign_in(client).status_code == 429
    access.TRIED.forget()
    assert sign_in(client).status_code == 303


def test_wrong_passwords_for_many_names_reset_no_limit(app, monkeypatch):
    """Their table was cleared when it was full: whoever filled it had the limit begin anew."""
    monkeypatch.setattr(access, "WINDOW_S", 3600.0)
    monkeypatch.setattr(access, "_MOST_KNOWN", 40)

    def fail(name, address):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            access.TRIED.failed(name)

    for _ in range(access.TRIES):
        fail("rita", "203.0.113.9")
    for number in range(100):
        fail(f"nobody {number}", f"198.51.100.{number}")
        assert len(access.TRIED._times) <= 43
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        assert not access.TRIED.may("rita")


def test_a_form_without_the_token_is_refused(app):
    """A page of another site cannot know the token."""
    client = app.test_client()
    sign_in(client, "edda")
    assert client.post("/outlets/harbour/pause").status_code == 403
    assert client.post("/outlets/harbour/pause", data={"token": "guess"}).status_code == 403
    assert client.post("/login", data={"name": "edda", "password": PASSWORD}).status_code == 403


def test_a_proxy_is_believed_only_where_one_is_told_of(folder):
    """Anybody can send these headers: without ``--behind-proxy`` they are ignored."""
    said = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https"}
    links = []
    for proxied in (False, True):
        access.TRIED.forget()
        app = create_app(Settings(folder, lambda *_: "", guarded=True, proxied=proxied))
        answer = app.test_client().get(
            "/timemap/link/https://harbour.example/ferry-runs-late",
            headers={**said, **basic("rita")},
        )
        links.append(answer.text)
        assert app.config["SESSION_COOKIE_SECURE"] is proxied
        app.extensions["variorum"].close()
    assert "news.example" not in links[0]
    assert "https://news.example/timegate/" in links[1]


def test_only_an_editor_writes(app):
    """A reader's form is refused, an editor's is accepted."""
    for name, code in (("rita", 403), ("edda", 303)):
        client = app.test_client()
        sign_in(client, name)
        text = client.get("/outlets/harbour").text
        token = re.search(r'name="token" value="([^"]+)"', text)[1]
        for verb in ("pause", "resume"):
            answer = client.post(f"/outlets/harbour/{verb}", data={"token": token})
            assert answer.status_code == code


@pytest.fixture
def copied(folder, tmp_path):
    """A separate archive for one test: the number of a removed user is not used again."""
    return shutil.copytree(folder, tmp_path / "archive")


def test_a_new_password_ends_sessions(copied, request):
    """So does removal, for good: a new user of the same name is somebody else."""
    access.TRIED.forget()
    app = create_app(Settings(copied, lambda *_: "", guarded=True))
    request.addfinalizer(app.extensions["variorum"].close)
    client = app.test_client()
    with Users.open(copied) as users:
        users.add("nils", PASSWORD, Role.READER)
        sign_in(client, "nils")
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
        assert client.get("/", headers=basic("nils")).status_code == 200
        users.remove("nils")
        users.add("nils", "a third password", Role.READER)
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 303
        assert app.test_client().get("/", headers=basic("nils")).status_code == 401
        users.add("nils", "another password", Role.READER)
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 303
        sign_in(client, "nils", "another password")
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
        users.remove("nils")
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 303


def test_a_password_is_slow_to_guess(monkeypatch):
    """Outside of these tests, each check takes 32 MB three times, and every parameter matters."""
    assert 128 * COST["n"] * COST["r"] >= 32 * 1024 * 1024
    assert COST["p"] >= 3
    cheap = stored._hash(PASSWORD, b"salt")
    for name in COST:
        with monkeypatch.context() as patch:
            patch.setitem(stored._COST, name, 2 * stored._COST[name])
            assert stored._hash(PASSWORD, b"salt") != cheap, name


def test_passwords_are_kept_apart_and_hashed(folder):
    """In a file that only its owner can read, and not in the archive."""
    path = folder / "users.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = path.read_bytes() + (folder / "archive.db").read_bytes()
    assert PASSWORD.encode() not in data
    with Users.open(folder) as users:
        assert users.check("rita", PASSWORD).role is Role.READER
        assert users.check("rita", "wrong password") is None
        assert users.check("nobody", PASSWORD) is None
        with pytest.raises(InputError):
            users.add("x", "short", Role.READER)
        with pytest.raises(InputError):
            users.add("a:b", PASSWORD, Role.READER)
        with pytest.raises(NotStored):
            users.remove("nobody")


def test_the_commands(folder, tmp_path):
    """Users are added, listed and removed; the password comes from stdin."""
    typist = Typist(shutil.copytree(folder, tmp_path / "copied"))
    assert typist("user", "add", "olga", "--role", "editor", text=f"{PASSWORD}\n").exit_code == 0
    assert {"olga", "rita"} <= {row["name"] for row in typist.json("user", "list")}
    assert typist("user", "remove", "olga").exit_code == 0
    assert typist("user", "remove", "olga").exit_code == 1
    assert typist("user", "add", "olga", text="").exit_code == 2


def test_a_list_of_nobody_makes_no_file(tmp_path):
    """It was made for reading, which fails in a read-only archive; the pages stay closed."""
    Archive.create(tmp_path / "archive").close()
    typist = Typist(tmp_path / "archive")
    assert typist.json("user", "list") == []
    assert typist("serve", "--host", "0.0.0.0", "--port", "0").exit_code == 2
    assert not (tmp_path / "archive" / "users.db").exists()


def test_a_file_of_users_that_is_refused_is_told(tmp_path, monkeypatch):
    """The error came without advice on what to do about it."""
    Archive.create(tmp_path / "archive").close()

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("storage.users.os.open", refuse)
    result = Typist(tmp_path / "archive")("user", "add", "olga", text=f"{PASSWORD}\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "users.db cannot be written" in result.stderr
    assert "Change its permissions" in result.stderr
