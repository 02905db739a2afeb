"""What all tests may use: the command in its own process, and the test outlet."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from storage.archive import Archive
from storage.database.names import DATABASE_NAME
from tests import surroundings
from tests.forked import Nursery
from tests.outlet_server import OutletServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.forked import Forked


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A background job of a shell ignores SIGINT, as would every process it starts: tests that
    # interrupt one would wait forever.
    signal.signal(signal.SIGINT, signal.default_int_handler)

MEMORY = Path("/dev/shm")
ROOM = 4 << 30


def has_room(place: Path) -> bool:
    """Whether enough can be written there, and a program be run from it."""
    try:
        found = os.statvfs(place)
    except OSError:
        return False
    runs = not found.f_flag & os.ST_NOEXEC
    return runs and os.access(place, os.W_OK) and found.f_bavail * found.f_frsize >= ROOM


if has_room(MEMORY):
    # Each commit must wait milliseconds for the disk, and the tests commit thousands of times. In
    # memory they make the same system calls, which return at once.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

HOME = surroundings.settle()

# A busy machine must fail no test: examples may take any time.
settings.register_profile("variorum", deadline=None)
settings.load_profile("variorum")


_SITES: weakref.WeakSet[Any] = weakref.WeakSet()


@pytest.fixture(autouse=True)
def pages_let_go() -> Iterator[None]:
    """Close what the pages of a test have open, in the thread that opened it.

    Python 3.13 warns of a database that is collected while it is open, in whichever test that is.
    """
    module = sys.modules.get("monitor.web.site")
    if module is not None and not hasattr(module.Site, "noted"):
        begin = module.Site.__init__

        def noted(site: Any, *settings: Any) -> None:
            begin(site, *settings)
            _SITES.add(site)

        module.Site.__init__ = module.Site.noted = noted
    yield
    for site in list(_SITES):
        site.close()


@pytest.fixture(autouse=True)
def shared_archives_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check that shared archives are left as they were, or else other tests fail.

    When this begins, fixtures of a wider scope exist, and those of the test alone do not.
    """
    shared = {one for given in request.node.funcargs.values() for one in _archives_in(given)}
    before = {one: written(one) for one in shared}
    surroundings = _kept_of_all()
    yield
    for one in shared:
        assert written(one) == before[one], f"this test writes into {one}, which others share"
    assert _kept_of_all() == surroundings, "this test leaves other surroundings to the next"


def _archives_in(given: Any) -> Iterator[Path]:
    """The folders of archives in what a fixture gives: itself, its items or its attributes."""
    several = given if isinstance(given, tuple) else (given,)
    for one in several:
        folder = getattr(one, "folder", one)
        if isinstance(folder, Path) and (folder / DATABASE_NAME).is_file():
            yield folder


def written(folder: Path) -> dict[str, str]:
    """The digest of each file with content, except what readers make for themselves."""
    files = (one for one in folder.iterdir() if not one.name.startswith("index.db"))
    full = [one for one in files if one.is_file() and not one.name.endswith("-shm")]
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in full if one.stat().st_size
    }


def _kept_of_all() -> tuple[Any, ...]:
    """What a process has only one of: its folder, its variables, its handling of interrupts."""
    variables = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    return Path.cwd(), variables, signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its stdout as one document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its stdout as JSON, one object per line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command_line(folder: Path, *words: str) -> list[str]:
    """The command, run by this very Python."""
    return [sys.executable, "-m", "monitor", "--archive", str(folder), *words]


NURSERY = Nursery()
"""One for all tests of this process."""


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    surroundings.leave(HOME)


def pytest_collection_finish() -> None:
    """Spare the collector of rings all that was made until now: the tests, and what they import.

    It would look through a million objects again and again, for a twentieth of all the time.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take most of a minute, or a worker would end up waiting for one."""
    items.sort(key=lambda item: item.path.name != "test_floors.py")


@pytest.fixture(scope="session", autouse=True)
def _no_nursery_is_left() -> Iterator[None]:
    yield
    NURSERY.close()


def begin_variorum(folder: Path, *words: str) -> Forked:
    """Begin ``variorum --archive folder words…``, and discard what it prints."""
    with Path(os.devnull).open("r+b") as nowhere:
        return begin(folder, words, _surroundings(), [nowhere.fileno()] * 3)


def begin(
    folder: Path, words: Sequence[str], environment: dict[str, str], streams: list[int]
) -> Forked:
    """Begin it with these variables, and these handles for stdin, stdout and stderr."""
    return NURSERY.begin(("--archive", str(folder), *words), environment, streams)


def run_forked(
    folder: Path, *words: str, environment: dict[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run it to its end with this on stdin; gives what it printed on stdout and stderr."""
    with ExitStack() as files:
        streams = [files.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(given)
        streams[0].seek(0)
        code = begin(folder, words, environment, [one.fileno() for one in streams]).wait()
        for one in streams:
            one.seek(0)
        return subprocess.CompletedProcess(words, code, streams[1].read(), streams[2].read())


def run_variorum(folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Ran:
    """Run ``variorum --archive folder words…``; the exit code must be one of ``codes``."""
    done = run_forked(folder, *words, environment=_surroundings())
    out, err = (said.decode().replace("\r\n", "\n") for said in (done.stdout, done.stderr))
    assert done.returncode in codes, f"{words}: {done.returncode}\n{out}\n{err}"
    return Ran(done.returncode, out, err)


def _surroundings() -> dict[str, str]:
    return os.environ | {"NO_COLOR": "1"}


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes an empty archive: a copy of one that ``Archive.create`` made."""
    made = tmp_path_factory.mktemp("blank") / "archive"
    Archive.create(made).close()
    return lambda folder: Path(shutil.copytree(made, folder))


@pytest.fixture(scope="session")
def variorum() -> Callable[..., Ran]:
    """The command ``variorum`` as a function of folder, words, and acceptable exit codes."""
    return run_variorum


@pytest.fixture
def outlet() -> Iterator[OutletServer]:
    """An empty test outlet that serves."""
    with OutletServer() as server:
        yield server


@pytest.fixture
def watched(tmp_path: Path) -> Callable[[OutletServer], Path]:
    """Makes an archive that watches a test outlet under the name ``echo``."""

    def watch(server: OutletServer) -> Path:
        return watch_outlet(tmp_path / "archive", server)

    return watch


def watch_outlet(folder: Path, server: OutletServer) -> Path:
    """Make an archive in this folder that watches this outlet under the name ``echo``."""
    run_variorum(folder, "init", str(folder))
    run_variorum(folder, "add", server.home, "--name", "echo", "--yes")
    return folder
