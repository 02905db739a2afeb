"""The measures of health for this code; the limits only ever get stricter."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.quality import circles, measure, patterns

LIMITS = json.loads(measure.BASELINE.read_text(encoding="utf-8"))
LIMITS.pop("reader")  # test_floors.py checks these
HEAVY = (
    "scrapy",
    "twisted",
    "sqlite_utils",
    "numpy",
    "bs4",
    "trafilatura",
    "feedparser",
    "flask",
    "waitress",
)
LIGHT = "import sys; print([name for name in sys.argv[1].split() if name in sys.modules])"


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """The code as measured now."""
    return measure.measured()


@pytest.mark.parametrize("name", LIMITS)
def test_the_code_is_no_worse_than_it_was(measured, name):
    """Long functions and files, broad excepts, missing docstrings, silence without a reason."""
    value, limit = measured[name], LIMITS[name]
    if name == "docstring_coverage":
        assert value >= limit, measure.undocumented()
    else:
        assert value <= limit, worst(name)


def worst(name: str) -> list[object]:
    """What to look at if a limit is exceeded."""
    if name == "broad_excepts":
        return list(measure.broad_excepts())
    if name == "unreasoned":
        return list(measure.unreasoned())
    items = measure.files() if "file" in name else measure.functions()
    return sorted(items, key=lambda item: -item[1])[:5]


def test_no_pattern_repeats_a_group_possessively():
    """Python before 3.11.5, as in Debian 12, matches ``(?:ab)*+`` wrongly.

    Pages were read in vain, and texts in data were missed. ``(?>(?:ab)*)`` means the same.
    """
    assert patterns.repeats_a_group(r"x(?:(?:ab|c)*+y)?")
    assert not patterns.repeats_a_group(r"[ab]*+(?>(?:ab)*)")
    found = [
        name
        for name, one in patterns.compiled()
        if patterns.repeats_a_group(one.pattern, one.flags)
    ]
    assert found == []


def test_the_measure_sees_what_it_counts(tmp_path, monkeypatch):
    """A measure that never finds anything would meet every limit."""
    room = tmp_path / "monitor"
    room.mkdir()
    body = "\n".join(f"    a{number} = {number}" for number in range(50))
    text = f"def long():\n{body}\ntry:\n    pass\nexcept Exception:\n    pass  # noqa: S110\n"
    (room / "bad.py").write_text(text)
    monkeypatch.setattr(measure, "ROOT", tmp_path)
    found = measure.measured()
    assert found["longest_function"] == 51
    assert found["broad_excepts"] == 1
    assert found["unreasoned"] == 1
    assert found["docstring_coverage"] == 0


def test_a_reason_is_told_from_none():
    """The words after a code are the reason; a code alone gives none."""
    good = ("# noqa: S603 — our own command", "# type: ignore[override]  # click's overloads tell")
    bad = ("# noqa", "# noqa: S603, PLR0913", "# type: ignore[arg-type]", "# noqa: ANN401  #")
    for line in good:
        assert measure.reasoned(line), line
    for line in bad:
        assert not measure.reasoned(line), line


def test_limits_only_get_stricter():
    """Writing the baseline again never loosens a limit."""
    old = {"longest_function": 30, "docstring_coverage": 99.0}
    new = {"longest_function": 50, "docstring_coverage": 90.0}
    assert measure.tightened(old, new) == old
    assert measure.tightened(new, old) == old


def test_imports_run_one_way():
    """Monitor builds on spiders, spiders on storage; only the crawl imports Scrapy."""
    linter = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(linter, capture_output=True, text=True, cwd=measure.ROOT, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_files_need_each_other():
    """Of any two files, one can be read first. Imports within functions and for types count too."""
    graph = circles.imports()
    assert "storage.archive" in graph["monitor.passes"]
    assert circles.circle(graph) == []


def test_a_circle_is_found(tmp_path, monkeypatch):
    """Also if one of its imports is within a function."""
    room = tmp_path / "monitor"
    room.mkdir()
    (room / "one.py").write_text("from monitor.two import b\n")
    (room / "two.py").write_text("def b():\n    from monitor import one\n")
    monkeypatch.setattr(measure, "ROOT", tmp_path)
    graph = circles.imports()
    assert set(circles.circle(graph)) == {"monitor.one", "monitor.two"}


@pytest.mark.parametrize(
    ("what", "allowed"),
    [
        ("import monitor.cli", ()),
        ("import monitor.commands.log, monitor.commands.diff, monitor.commands.show", ("numpy",)),
        ("import monitor.commands.crawl, monitor.commands.add, monitor.commands.run", ("numpy",)),
        ("import storage.records, storage.intents, storage.errors, storage.digest", ()),
        ("import monitor.demo.server", ()),
        ("import monitor.commands.serve, monitor.queries.changes", ()),
    ],
)
def test_heavy_libraries_are_imported_only_where_used(what, allowed):
    """What is imported at start-up slows down every command."""
    done = subprocess.run(
        [sys.executable, "-c", f"{what}; {LIGHT}", " ".join(set(HEAVY) - set(allowed))],
        capture_output=True,
        text=True,
        cwd=measure.ROOT,
        check=True,
    )
    assert done.stdout.strip() == "[]"
