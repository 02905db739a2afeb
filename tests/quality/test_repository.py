"""What the repository contains, and what of it gets into the wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from monitor.cli import COMMANDS, main
from monitor.demo import edits
from spiders.configuration import Configuration
from spiders.outlets.form import DATES, KEYS
from spiders.outlets.rules import parse
from tests.picture import SHOWN
from tests.quality.measure import PACKAGES, ROOT

MACHINE = re.compile(
    r"/work/\w|/root/|/home/\w+/|\.library/|"
    # the hosts are assembled here, so that this file itself does not name them
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
    """The files of the repository (that match), including new ones that are not ignored."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    paths = [ROOT / line for line in done.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


def data_files() -> list[Path]:
    """Every file other than code in the three packages."""
    return sorted(
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    )


def test_no_file_names_a_machine_or_a_registry():
    """Paths of somebody's machine and hosts of package registries do not belong here."""
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
    """The test of the pattern above means something only if it matches."""
    for mark, parts in (("/", ("", "work", "main")), (".", ("files", "pythonhosted", "org"))):
        assert MACHINE.search(mark.join(parts))
    assert not MACHINE.search("how the network is at work/home")


def test_no_data_file_is_ignored():
    """The build leaves out what .gitignore names; data that the program reads may not be there."""
    files = data_files()
    assert any(path.name == "edits.toml" for path in files)
    assert set(files) <= set(tracked(*PACKAGES))


def test_the_scripts_can_be_run():
    """`./run.sh` and the check of every submission are executable and have no syntax errors."""
    for name in ("run.sh", ".ci/run"):
        path = ROOT / name
        assert path.stat().st_mode & 0o111
        subprocess.run(["bash", "-n", str(path)], check=True)


def test_an_old_python_is_told_plainly(tmp_path):
    """With only Python 3.9 at hand, the message says which one is needed, without a traceback."""
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(9, 20))):
        old = tmp_path / "bin" / name
        old.parent.mkdir(exist_ok=True)
        old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')
        old.chmod(0o755)
    shutil.copy(ROOT / "run.sh", tmp_path)
    done = subprocess.run(
        ["bash", "run.sh", "demo"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed; found: Python 3.9.2" in done.stderr


def test_links_in_documents_lead_somewhere():
    """Newcomers click on them."""
    for document in tracked("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_every_decision_is_in_their_index():
    """A decision that nobody finds would be made again, and differently."""
    folder = ROOT / "docs" / "decisions"
    told = (folder / "README.md").read_text(encoding="utf-8")
    index = re.findall(r"^- \[(.+)\]\((\w+\.md)#([\w-]+)\)$", told, re.MULTILINE)
    there = [
        (entry, page.name, re.sub(r"[^\w -]", "", entry.lower()).replace(" ", "-"))
        for page in folder.glob("*.md")
        if page.name != "README.md"
        for entry in re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert there
    assert sorted(index) == sorted(there)


def test_commands_in_the_guide_are_commands():
    """The commands that the README and the guide show exist."""
    for name in ("README.md", "docs/guide.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        verbs = re.findall(r"^(?:    |\$ )variorum (?:--archive \S+ )?([a-z]+)", text, re.MULTILINE)
        assert verbs
        assert set(verbs) <= set(COMMANDS)


PAGES = ("README.md", "docs/guide.md", "docs/commands.md", "docs/warc.md", "docs/evidence.md")


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_documents_can_be_typed(page):
    """Every command line in the documents uses options and arguments that the command takes."""
    text = (ROOT / page).read_text(encoding="utf-8")
    typed = re.findall(r"^(?:    |\$ )variorum ([^|>#&\n]*)", text, re.MULTILINE)
    assert typed
    for line in typed:
        words, group, context = shlex.split(line), main, None
        while isinstance(group, click.Group):
            context = click.Context(group, parent=context)
            _, rest, _ = group.make_parser(context).parse_args(list(words))
            assert rest, f"{page}: {line}"
            _, group, words = group.resolve_command(context, rest)
        group.make_parser(click.Context(group, parent=context)).parse_args(list(words))


def test_every_package_is_described():
    """The design document names each package, so that a newcomer knows what is in it."""
    told = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    for path in tracked(*(f"{package}/*/__init__.py" for package in PACKAGES)):
        name = path.parent.name
        assert re.search(rf"\b{name}(?:/|\b)", told), path.parent


@pytest.mark.parametrize("page", ["guide.md", "rules.md"])
def test_the_rule_files_of_the_documents_are_such(page):
    """The example is a valid rule file, and docs/rules.md describes every rule."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert "news.example" in parse("example", example, page).hosts
    told = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for key in (*KEYS, *DATES):
        assert f"`{key}`" in told or f"`[[{key}]]`" in told or f"`[{key}]`" in told, key


def test_every_setting_is_told_of():
    """In the section on `init`, which writes the file with the settings."""
    told = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").split("\n## ")
    (page,) = [text for text in told if text.startswith("init\n")]
    for setting in fields(Configuration):
        assert f"`{setting.name}`" in page, setting.name


def test_the_picture_is_drawn_from_the_demo():
    """The README's picture is well-formed and shows the edits of the demo's script."""
    tree = ET.parse(ROOT / "docs" / "diff.svg")
    text = "".join(tree.getroot().itertext())
    shown = [edit for edit in edits.load() if edit.article in SHOWN]
    assert len(shown) == len(SHOWN)
    for edit in shown:
        for words in set(edit.new.split()) - set(edit.old.split()):
            assert words in text


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
