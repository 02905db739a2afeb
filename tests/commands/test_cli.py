"""The program as a whole: help, start-up, errors, exit codes."""

from __future__ import annotations

import errno
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import monitor
from monitor.cli import COMMANDS, main
from monitor.examples import EXAMPLES
from tests.commands.conftest import Typist
from tests.conftest import command_line

HEAVY = [
    "scrapy",
    "twisted",
    "sqlite_utils",
    "numpy",
    "bs4",
    "selectolax",
    "regex",
    "trafilatura",
    "feedparser",
    "lxml",
    "rapidfuzz",
    "apscheduler",
]
CLICK = "import dataclasses, importlib, pathlib, shlex, click"
ROOT = Path(__file__).parents[2]
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def _context() -> click.Context:
    return main.make_context("variorum", ["--help"], resilient_parsing=True)


def _all_commands() -> list[tuple[str, click.Command]]:
    """Every command and subcommand with the words that call it."""
    found = []
    for name in COMMANDS:
        command = main.get_command(_context(), name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {verb}", sub) for verb, sub in command.commands.items()]
    return found


def _modules_after(*words: str) -> set[str]:
    """The modules that a command line has imported by its end."""
    code = (
        "import sys\nfrom monitor.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as end: code = end.code\n"
        "sys.stderr.write('\\n'.join(['MODULES', *sys.modules])); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=True, timeout=60
    )
    return set(run.stderr.decode().partition("MODULES\n")[2].split("\n"))


def test_help_names_every_command_and_imports_none_of_the_heavy() -> None:
    """Nobody likes a command line that loads Scrapy to print its help."""
    modules = _modules_after("--help")
    assert "click" in modules
    assert not modules & set(HEAVY)


@pytest.mark.parametrize(
    "words",
    [
        ["log"],
        ["log", "--json"],
        ["show", "1"],
        ["show", "1", "--raw"],
        ["outlet", "list"],
        ["health"],
        ["verify"],
        ["export", "jsonl"],
        ["crawl", "--dry-run"],
        ["crawl", "--help"],
        ["diff", "--help"],
        ["add", "--help"],
        ["run", "--unit"],
    ],
    ids=" ".join,
)
def test_reading_commands_import_none_of_the_heavy(filled: Path, words: list[str]) -> None:
    """Commands that only read the archive answer in a tenth of a second."""
    modules = _modules_after("--archive", str(filled), *words)
    assert "sqlite3" in modules or "--help" in words or "--unit" in words
    assert not modules & set(HEAVY)


def test_a_kind_without_facts_is_listed_without_what_compares(filled: Path) -> None:
    """Headlines are listed as they are: loading the comparison takes longer than all the rest."""
    modules = _modules_after("--archive", str(filled), "log", "--kind", "headline")
    assert "monitor.comparing.kept" not in modules
    with_facts = _modules_after("--archive", str(filled), "log", "--kind", "number")
    assert "monitor.comparing.kept" in with_facts


def test_what_was_compared_before_is_shown_without_what_compares(filled: Path) -> None:
    """Loading the rules by which texts are compared took half of the time of a diff."""
    comparing = {"monitor.comparing.articles", "regex", "rapidfuzz"}
    first, again = (_modules_after("--archive", str(filled), "diff", "1") for _ in range(2))
    assert "monitor.comparing.stored" in first & again
    assert not again & comparing


def test_a_search_loads_what_mends_a_slip_only_for_a_slip(filled: Path) -> None:
    """Distances between words are for a field that is misspelt; the first search may index."""
    _, modules = (_modules_after("--archive", str(filled), "search", "ferry") for _ in range(2))
    assert "monitor.search.query" in modules
    assert not modules & {"rapidfuzz", "monitor.comparing.articles", "monitor.diff.sentences"}


def _cpu_of(*words: str) -> float:
    """The seconds of CPU time that a Python process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_plain_list_imports_nothing_for_what_was_not_asked(filled: Path) -> None:
    """It loaded every part of the archive and its records, which took longer than the listing."""
    modules = _modules_after("--archive", str(filled), "log", "--json")
    assert "storage.changelog" in modules
    assert not modules & {"difflib", "spiders.urls", "storage.records"}
    assert not any(one.startswith(("storage.payload", "storage.agenda")) for one in modules)
    assert {one for one in modules if one.startswith("storage.proof.")} == {
        "storage.proof.unfinished"
    }


def test_a_start_is_not_searched_for_garbage() -> None:
    """Garbage was collected 50 times during start-up, and once more over everything at the end.

    That was a sixth of the time that a list of changes takes.
    """
    code = (
        "import atexit, gc, sys\nfrom monitor.__main__ import start\n"
        "def looks(): return sum(one['collections'] for one in gc.get_stats())\n"
        "before, sys.argv[1:] = looks(), ['log', '--help']\n"
        "atexit.register(lambda: print(looks() - before, gc.get_freeze_count()))\nstart()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    searched, left_alone = map(int, run.stdout.split()[-2:])
    assert searched < 8
    assert left_alone > 10_000


def test_help_takes_little_time() -> None:
    """``--help`` takes little longer than the library that prints it (measured: 1.3 times)."""
    pairs = [(_cpu_of("-m", "monitor", "--help"), _cpu_of("-c", CLICK)) for _ in range(4)]
    ours, bare = (min(times) for times in zip(*pairs, strict=True))
    assert ours < 2 * bare


def test_every_command_has_help_and_says_it_alike() -> None:
    """The table that spares the imports has the same short help as the commands themselves."""
    for name, command in _all_commands():
        assert command.help, name
        assert command.short_help, name
        if name in COMMANDS:
            assert command.short_help == COMMANDS[name]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


def test_no_help_speaks_of_what_the_database_can_count() -> None:
    """``[1<=x<=9223372036854775807]`` was next to every ``--limit``."""
    for name, command in _all_commands():
        with click.Context(command) as context:
            told = command.get_help(context)
        assert not re.search(r"\d{10}", told), name


def test_every_command_has_examples() -> None:
    """Below its help, each the same as in docs/commands.md and with options that exist."""
    told = set()
    for name, command in _all_commands():
        if isinstance(command, click.Group):
            continue
        told.add(name)
        with click.Context(command) as context:
            assert (
                f"Examples:\n    variorum {EXAMPLES[name][0]}\n" in command.get_help(context) + "\n"
            )
        options = {option for one in command.params for option in one.opts}
        for example in EXAMPLES[name]:
            assert f"\n    variorum {example}" in COMMANDS_PAGE, example
            words = shlex.split(example.partition(f"{name} ")[2].partition(" && ")[0])
            assert {word for word in words if word.startswith("-")} <= options, example
    assert told == EXAMPLES.keys()


def test_bounds_are_said_in_words(filled: Path) -> None:
    """Not as ``[x>=1]`` or ``[0<=x<=86400]``, which only programmers read."""
    for name, command in _all_commands():
        with click.Context(command) as context:
            assert "<=" not in command.get_help(context).replace(">=", "<="), name
    refused = CliRunner().invoke(main, ["--archive", str(filled), "log", "-n", "0"])
    assert "0 is not in the range from 1 on" in refused.output


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md has a section for each command that names each of its options."""
    for name, command in _all_commands():
        heading = f"\n## {name}\n" if " " not in name else f"\n### {name}\n"
        assert heading in COMMANDS_PAGE, name
        section = COMMANDS_PAGE.partition(heading)[2].partition("\n## ")[0]
        if " " in name or isinstance(command, click.Group):
            section = section.partition("\n### ")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in (*parameter.opts, *parameter.secondary_opts):
                    assert f"`{option}" in section, f"{name} {option}"
    for parameter in main.params:
        assert f"`{parameter.opts[0]}" in COMMANDS_PAGE


def test_documented_commands_are_there() -> None:
    """docs/commands.md has no section about a command that does not exist."""
    told = {
        line.removeprefix("## ")
        for line in COMMANDS_PAGE.splitlines()
        if line.startswith("## ") and line.removeprefix("## ").islower()
    }
    assert told == set(COMMANDS)


def test_version() -> None:
    """``--version`` prints the version of the package."""
    result = CliRunner().invoke(main, ["--version"])
    assert result.stdout == f"variorum {monitor.__version__}\n"


def test_wrong_use_is_two(type_at: Typist) -> None:
    """Usage errors have their own exit code."""
    assert type_at("nonsense").exit_code == 2
    assert type_at("log", "--weight", "heavy").exit_code == 2
    assert type_at("diff").exit_code == 2


@pytest.mark.parametrize(("typed", "meant"), [("crwal", "crawl"), ("lgo", "log")])
def test_a_slip_in_a_name_is_asked_about(type_at: Typist, typed: str, meant: str) -> None:
    """Commands are imported only when used, but their names are known before that."""
    result = type_at(typed)
    assert result.exit_code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in result.stderr
    assert "mean" not in type_at("nonsense").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("log --archive other", "--archive goes before the command: main --archive DIR log"),
        ("outlet list --quiet", "--quiet goes before the command: main --quiet outlet list"),
        ("--json outlet list", "--json goes after the command: main log --json"),
        ("search bridge -closed", "Put the whole query in quotation marks: 'ferry -late'"),
        ("log 1@2", "Name the article: 1"),
        ("help", "Help is an option: variorum --help"),
        ("help export", "variorum export --help"),
        ("log --outlet harbor", "Did you mean harbour?"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(type_at: Typist, words: str, told: str) -> None:
    """And nothing is suggested that merely looks similar."""
    result = type_at(*words.split())
    assert result.exit_code in {1, 2}
    assert told in result.stderr
    assert "--patch" not in result.stderr


def test_in_the_folder_of_an_archive_it_is_named(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is in the folder of an archive is not told to make one there."""
    monkeypatch.chdir(filled)
    result = CliRunner().invoke(main, ["log"])
    assert result.exit_code == 1
    assert "The current folder is one." in result.stderr
    assert "init" not in result.stderr
    assert CliRunner().invoke(main, ["--archive", ".", "log"]).exit_code == 0


def test_no_archive_says_how_to_make_one(tmp_path: Path) -> None:
    """A command that needs an archive and finds none says how to make it."""
    folder = tmp_path / "none"
    result = Typist(folder)("log")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"variorum init {folder}" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_environment_names_the_archive(filled: Path) -> None:
    """VARIORUM_ARCHIVE replaces --archive."""
    result = CliRunner().invoke(main, ["log"], env={"VARIORUM_ARCHIVE": str(filled)})
    assert result.exit_code == 0
    assert "Ferry runs late" in result.stdout


def test_an_option_goes_before_the_environment(type_at: Typist) -> None:
    """--archive takes precedence over VARIORUM_ARCHIVE."""
    assert type_at("log", env={"VARIORUM_ARCHIVE": "/nowhere"}).exit_code == 0


def test_advice_works_when_pasted(type_at: Typist) -> None:
    """Hints and errors name the archive as the user named it."""
    assert f"variorum --archive {type_at.folder} log" in type_at("show", "999").stderr
    assert f"variorum --archive {type_at.folder} diff" in type_at("log").stderr


@pytest.mark.parametrize(
    "words",
    ["log", "diff 1", "show 1", "outlet list", "health", "why 1", "story show 1", "status"],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_last_words_name_a_next_command(type_at: Typist, words: str, form: list[str]) -> None:
    """With --json two commands suggested none, though data and messages go to separate streams."""
    result = type_at(*words.split(), *form)
    assert f": variorum --archive {type_at.folder} " in result.stderr.splitlines()[-1]


def test_quiet_gives_no_advice(type_at: Typist) -> None:
    """--quiet leaves only data and errors."""
    result = CliRunner().invoke(main, ["--quiet", "--archive", str(type_at.folder), "log"])
    assert result.stderr == ""
    assert result.stdout


def test_debug_shows_the_traceback(type_at: Typist) -> None:
    """There is a traceback only with --debug."""
    assert b"Traceback" not in type_at.started("show", "999").stderr
    command = [sys.executable, "-m", "monitor", "--debug", "--archive", str(type_at.folder)]
    run = subprocess.run([*command, "show", "999"], capture_output=True, check=False)
    assert b"Traceback" in run.stderr


def test_what_the_system_refuses_is_told_with_what_to_do(
    type_at: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a file in a read-only folder there were only the system's few words."""

    def refuse(_folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "outlets/harbour.toml")

    monkeypatch.setattr("storage.archive.Archive.open", refuse)
    result = type_at("log")
    assert result.exit_code == 1
    first, why, advice = result.stderr.splitlines()
    assert first == "Error: outlets/harbour.toml: Read-only file system."
    assert "is read-only" in why
    assert advice == "Change its permissions, or choose another place."


@pytest.mark.parametrize("words", [["log"], ["log", "--json"], ["export", "jsonl"]], ids=" ".join)
def test_a_reader_that_leaves_is_no_error(type_at: Typist, words: list[str]) -> None:
    """``variorum log | head -1`` is quiet, even if all of it fits into a buffer."""
    command = [sys.executable, "-m", "monitor", "--archive", str(type_at.folder), *words]
    read_end, write_end = os.pipe()
    os.close(read_end)
    run = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert run.returncode == 0
    assert run.stderr == b""


def test_talk_that_nobody_reads_any_more_is_none(type_at: Typist) -> None:
    """``variorum log --exit-code 2>&1 | head -1``: the advice is lost, the exit code is right."""
    command = [sys.executable, "-m", "monitor", "--archive", str(type_at.folder), "log"]
    read_end, write_end = os.pipe()
    os.close(read_end)
    for words, code in (([], 0), (["--exit-code"], 1)):
        run = subprocess.run(
            [*command, *words], stdout=subprocess.DEVNULL, stderr=write_end, check=False
        )
        assert run.returncode == code
    os.close(write_end)


def _writer(pipe: Path, process: subprocess.Popen[bytes]) -> int:
    """Our end of a FIFO, once the process has opened its own; until then, opening fails (ENXIO)."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    raise AssertionError(process.stderr.read().decode())


def test_streams_that_are_closed_are_no_files_of_ours(filled: Path) -> None:
    """Without stdout there is an error without a traceback; without stderr messages are dropped."""
    line = shlex.join(command_line(filled, "log", "-n", "1"))
    done = subprocess.run(["sh", "-c", f"{line} >&-"], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Error: Bad file descriptor." in done.stderr
    assert b"Traceback" not in done.stderr
    done = subprocess.run(["sh", "-c", f"{line} <&- 2>&-"], capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 1)


def test_interrupt_is_130(tmp_path: Path) -> None:
    """Ctrl-C ends quickly, without a traceback."""
    pipe = tmp_path / "pages"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "monitor", "extract", "--batch", str(pipe)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        writer = _writer(pipe, process)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=120)
        os.close(writer)
    assert process.returncode == 130
    assert b"Traceback" not in stderr


@pytest.mark.parametrize("asked", ["SIGINT", "SIGTERM"])
def test_an_interruption_while_the_program_loads_is_one(tmp_path: Path, asked: str) -> None:
    """Ctrl-C during the imports printed a traceback, and SIGTERM ended with the wrong exit code."""
    stub = f"import os, signal, time\nos.kill(os.getpid(), signal.{asked})\ntime.sleep(60)\n"
    (tmp_path / "click.py").write_text(stub)
    path = os.pathsep.join([str(tmp_path), str(Path(monitor.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "log"],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": path},
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_pipes_are_utf8_in_any_locale(type_at: Typist) -> None:
    """A page's characters are written whatever the locale; JSON is UTF-8 by definition."""
    run = type_at.started("diff", "1", PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert "→" in run.stdout.decode("utf-8")
