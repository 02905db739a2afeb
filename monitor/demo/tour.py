"""``variorum demo``: watch the Velmara Post through two rounds of edits, and check the findings.

Each crawl is the command ``variorum crawl`` in a process of its own, as a user would run it.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.demo import edits
from monitor.demo.findings import Finding, beyond_the_script, findings, revision_counts
from monitor.demo.server import DemoOutlet
from monitor.notation.safe import padded, width
from monitor.terminal import Style, terminal_width, write
from storage.archive import Archive
from storage.errors import ArchiveExists, VariorumError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from monitor.demo.edits import Edit

SHOWN_IN_LOG = 6
OUTLET = "velmara-post"
_INCIDENTS = 3


class TourError(VariorumError):
    """A command of the tour failed."""


def program() -> str:
    """What to type to run the command: `run.sh` uses one that is not on the shell's path."""
    called = sys.argv[0]
    named = Path(called).name == "variorum" and shutil.which("variorum") is None
    return shlex.quote(called) if named else "variorum"


def run(keep: Path | None) -> int:
    """Do the tour, in a temporary folder or in ``keep``; return 0 if everything was found, else 1.

    Raises ArchiveExists if ``keep`` already has an archive, TourError if a command fails.
    """
    if keep is not None and (keep / "archive.db").exists():
        raise ArchiveExists(str(keep))
    place: AbstractContextManager[str]
    if keep is None:
        place = tempfile.TemporaryDirectory(prefix="variorum-demo-")
    else:
        place = nullcontext(str(keep))
    started = time.monotonic()
    with place as folder, DemoOutlet() as outlet:
        tour = Tour(Path(folder), outlet, kept=keep is not None)
        good = tour.walk()
        tour.conclude(good=good, seconds=time.monotonic() - started)
    return 0 if good else 1


class Tour:
    """The steps of the tour, with one archive and one outlet."""

    def __init__(self, folder: Path, outlet: DemoOutlet, *, kept: bool) -> None:
        self._folder = folder
        self._kept = kept
        self._outlet = outlet
        self._style = Style.of(sys.stdout)
        self._findings: list[Finding] = []
        self._wrong: list[str] = []
        self._unedited = 0

    def walk(self) -> bool:
        """Go from the empty archive to the log; return whether just the script was found."""
        self._open()
        self._first_pass()
        self._furniture_pass()
        script = edits.load()
        for number in sorted({edit.round for edit in script}):
            self._edit_pass([edit for edit in script if edit.round == number])
        self._show_findings()
        self._show_log()
        self._show_diff()
        self._verify()
        return not self._wrong and not any(finding.wrong for finding in self._findings)

    def conclude(self, *, good: bool, seconds: float) -> None:
        """Show the result, and what to type next."""
        revisions = sum(finding.edit.revision for finding in self._findings)
        write()
        if good:
            write(self._style.bold("Every edit was found exactly once, and nothing else."))
            write(f"  {len(self._findings)} acts of the outlet: {revisions} revisions, no more.")
            write(f"  {self._unedited} other visits, with or without new furniture: no revision.")
            write("  What is missing is called gone after three visits over a day, not before.")
        else:
            write(self._style.strong("Not everything was found as it should be."))
            for text in self._wrong:
                write(f"  {text}")
        write(f"  {seconds:.0f} seconds. Nothing left this machine.")
        write()
        self._say_next()

    # --- the stations ------------------------------------------------------------------------
    def _open(self) -> None:
        articles = self._outlet.articles()
        languages = len({article.language for article in articles})
        write(self._style.bold("Variorum: the tour"))
        write(f"The Velmara Post is at {self._outlet.home}, on this machine only.")
        write(f"Its {len(articles)} articles, in {languages} languages, are all invented.")
        self._station("An empty archive; the outlet's feed and sitemap are found.")
        write(self._style.faint(f"  $ variorum init{f' {self._folder}' if self._kept else ''}"))
        self._command("init", str(self._folder))
        words = ("add", self._outlet.home, "--name", OUTLET, "--yes")
        self._show(*words)
        added = self._json(*words)
        for seed in added["seeds"]:
            write(f"    {seed['kind']:<13} {seed['url']}")

    def _first_pass(self) -> None:
        self._station("The first pass: every article is fetched, kept and read.")
        counts = self._crawl()
        expected = len(self._outlet.articles())
        write(f"    {counts['articles_new']} articles, {counts['captured']} captures")
        if counts["articles_new"] != expected:
            self._wrong.append(f"{counts['articles_new']} articles instead of {expected}")

    def _furniture_pass(self) -> None:
        self._station("Nobody edits. Clocks, tickers, lists and counters differ on every page.")
        with Archive.open(self._folder) as archive:
            before = revision_counts(archive)
        counts = self._crawl("--all")
        with Archive.open(self._folder) as archive:
            self._wrong += beyond_the_script(archive, before, set())
        self._unedited += len(before)
        same = counts["unmodified"]
        write(f"    {counts['captured']} pages with other bytes, {same} unmodified (304)")
        write(f"    {self._style.bold(str(counts['revisions_new']))} new revisions")

    def _edit_pass(self, script: list[Edit]) -> None:
        self._station(f"The outlet makes {len(script)} edits.")
        with Archive.open(self._folder) as archive:
            before = revision_counts(archive)
        for edit in script:
            self._outlet.edit(edit)
        counts = self._crawl("--all")
        with Archive.open(self._folder) as archive:
            found = findings(archive, script, before, self._outlet.url)
            expected = {finding.article_id for finding in found}
            self._wrong += beyond_the_script(archive, before, expected)
        self._unedited += len(before) - len(expected)
        self._findings += found
        write(f"    {self._style.bold(str(counts['revisions_new']))} new revisions")

    def _show_findings(self) -> None:
        write()
        left = max(width(finding.edit.does) for finding in self._findings)
        room = max(30, min(terminal_width(), 110) - left - 5)
        heading = f"{padded('What the outlet did', left)}   What Variorum says about it"
        write(self._style.bold("  " + heading))
        for finding in self._findings:
            mark = "!" if finding.wrong else " "
            does = finding.edit.does
            for says in textwrap.wrap(finding.wrong or finding.says, room) or [""]:
                write(f"{mark} {padded(does, left)}   {says}")
                does = ""

    def _show_log(self) -> None:
        from monitor.views.log import LogView  # noqa: PLC0415 — only where it is used

        write()
        self._show("log")
        with Archive.open(self._folder) as archive:
            view = LogView(archive, folds=True, patch=None)
            for text in view.lines(islice(archive.log(), SHOWN_IN_LOG)):
                write(text)
        write("⋯")

    def _show_diff(self) -> None:
        from monitor.cli import main  # noqa: PLC0415 — the commands, as they are

        chosen = next((found for found in self._findings if found.edit.signal), None)
        if chosen is None or chosen.wrong:
            return
        revision = f"{chosen.article_id}@{chosen.revision}"
        write()
        self._show("diff", revision)
        main(["--archive", str(self._folder), "--quiet", "diff", revision], standalone_mode=False)

    def _verify(self) -> None:
        write()
        self._show("verify")
        report = self._json("verify")
        damaged = len(report["damaged"])
        write(
            f"    {report['captures']} captures, {report['payloads']} payloads, {damaged} damaged"
        )
        if damaged:
            self._wrong.append(f"{damaged} damaged")

    # --- commands ----------------------------------------------------------------------------
    def _crawl(self, *words: str) -> dict[str, int]:
        self._show("crawl", *words)
        counts: dict[str, int] = self._json("crawl", *words)
        return counts

    def _json(self, *words: str) -> Any:
        return json.loads(self._command(*words, "--json"))

    def _command(self, *words: str) -> str:
        """Run the command in a process of its own; return what it wrote to stdout."""
        line = [sys.executable, "-m", "monitor", "--archive", str(self._folder), "--quiet", *words]
        done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 — our own command
        if done.returncode not in {0, _INCIDENTS}:
            raise TourError(f"variorum {words[0]} failed in the tour.", why=done.stderr.strip())
        return done.stdout

    def _show(self, *words: str) -> None:
        """Show the command as a user would type it; with ``keep``, it names the archive."""
        write(self._style.faint(f"  $ {self._typed('variorum', *words)}"))

    def _typed(self, called: str, *words: str) -> str:
        named = ["--archive", str(self._folder)] if self._kept else []
        return f"{called} {shlex.join([*named, *words])}"

    def _station(self, text: str) -> None:
        write()
        write(self._style.bold(text))

    def _say_next(self) -> None:
        if self._kept:
            write("The archive is yours. The outlet has closed, what it printed is there:")
            for words in (["log"], ["log", "-p", "--weight", "substantive"], ["serve"]):
                write(self._style.faint(f"  $ {self._typed(program(), *words)}"))
            return
        write("The archive of the tour is gone. Keep the next one, or watch a real outlet:")
        for line in ("demo --keep my-tour", "init", "add https://news.example/"):
            write(self._style.faint(f"  $ {program()} {line}"))
