"""What is in the repository, and what of it gets into the wheel."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.quality.measure import ROOMS, ROOT

MACHINE = re.compile(
    r"/work/\w|/root/|/home/\w+/|\.library/|"
    # the hosts are put together here, so that this file does not name them itself
    + "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("debian", "org"),
            ("proxy", "golang", "org"),
        )
    )
)


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, or those that match; new ones that are not ignored among them."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    paths = [ROOT / line for line in done.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


def data_files() -> list[Path]:
    """Everything beside the code in the three rooms that the program reads."""
    return sorted(
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    )


def test_no_file_names_a_machine_or_a_registry():
    """Paths of somebody's machine and hosts of package registries are nobody else's business."""
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        own = path == Path(__file__).resolve()
        found += [
            f"{path.relative_to(ROOT)}: {match.group()}"
            for match in MACHINE.finditer(text)
            if not own
        ]
    assert not found


def test_the_search_for_machines_finds_them():
    """The pattern above is worth its test only if it matches."""
    for mark, parts in (("/", ("", "work", "main")), (".", ("files", "pythonhosted", "org"))):
        assert MACHINE.search(mark.join(parts))
    assert not MACHINE.search("how the network is at work/home")


def test_no_data_file_is_ignored():
    """The build leaves out what .gitignore names; data that the program reads must not be there."""
    files = data_files()
    assert any(path.name == "edits.toml" for path in files)
    assert set(files) <= set(tracked(*ROOMS))


def test_the_scripts_can_be_run():
    """`./run.sh` and the check of every submission are executable and whole."""
    for name in ("run.sh", ".ci/run"):
        path = ROOT / name
        assert path.stat().st_mode & 0o111
        subprocess.run(["bash", "-n", str(path)], check=True)


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="the build backend is not installed"
)
def test_the_wheel_contains_its_data(tmp_path):
    """Templates, articles, rules and models are installed with the code."""
    build = f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", build], capture_output=True, text=True, cwd=ROOT, check=True
    )
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        names = set(wheel.namelist())
    assert {path.relative_to(ROOT).as_posix() for path in data_files()} <= names
    assert "monitor/cli.py" in names
    assert not [name for name in names if name.startswith("tests/")]
