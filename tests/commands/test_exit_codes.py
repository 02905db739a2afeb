"""One rule for the exit codes of all commands: failures, and unusable input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Typist

NOT_THERE = (
    "crawl nobody",
    "diff 77 5..6",
    "diff 77 77@2",
    "export csv 77",
    "export jsonl --outlet nobody",
    "extract --outlet nobody {page}",
    "log --outlet nobody",
    "log 77",
    "outlet check nobody",
    "outlet pause nobody",
    "outlet remove nobody --yes",
    "outlet show nobody",
    "redact 77 --reason x --yes",
    "reprocess --outlet nobody",
    "search word:outlet outlet:nobody",
    "show 77",
    "story show 77",
    "why 77",
)
WRONG = (
    "archive apply {page}",
    "archive export-since {page} -o {page}.new",
    "crawl --delay inf",
    "crawl --delay nan",
    "export jsonl -o {folder}",
    f"log -n {2**63}",
    f"search ferry -n {2**63}",
    f"story list -n {2**63}",
    f"story show {2**63}",
    f"show 1 --capture {2**63}",
    "diff 1 --view none",
    "show 77@latest",
    "diff 77 5-6",
    "diff 77 ..",
    "export bag 77 5-6",
    "export csv 1@2@3",
    "extract {page}.none",
    "log --kind none",
    "log --since never",
    "log --since 2026-03-02 --until 2026-03-01",
    "log --until 2d --since 1d",
    "export csv --since 2026-03-02 --until 2026-03-02",
    "story list --since 2026-03-02 --until 2026-03-01",
    "outlet check --pages 0",
)


@pytest.fixture
def page(type_at: Typist) -> str:
    """The path of a file with a page in it, next to the archive."""
    path = type_at.folder.parent / "page.html"
    path.write_text("<p>The ferry to Holm was late.</p>")
    return str(path)


@pytest.mark.parametrize("words", NOT_THERE)
def test_what_is_not_there_is_a_failure(type_at: Typist, page: str, words: str) -> None:
    """1 in every command for whatever the archive, or a folder of rules, does not have."""
    result = type_at(*words.format(page=page).split())
    assert (result.exit_code, result.stdout) == (1, ""), result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("export", "jsonl", "--outlet", ""),
        ("log", "--outlet", ""),
        ("log", ""),
        ("outlet", "check", ""),
        ("reprocess", "--outlet", ""),
    ],
)
def test_a_name_that_is_empty_is_no_name_left_out(type_at: Typist, words: tuple[str, ...]) -> None:
    """As if a script's variable is unset: nobody gets the whole archive instead of one outlet's."""
    result = type_at(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "None" not in result.stderr


@pytest.mark.parametrize("words", WRONG)
def test_what_no_archive_could_answer_is_wrong_use(type_at: Typist, page: str, words: str) -> None:
    """2 for options, values and files that cannot be used."""
    result = type_at(*words.format(page=page, folder=type_at.folder).split())
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("crawl --delay soon", "'soon' is not a valid number of seconds."),
        ("log -n few", "'few' is not a valid number."),
        ("serve --port web", "'web' is not a valid port."),
        ("run --metrics-port web", "'web' is not a valid port."),
        ("outlet check --pages all", "'all' is not a valid number."),
        ("simulate {page} {page} --budget low", "'low' is not a valid number."),
    ],
)
def test_what_is_no_number_is_told_in_words(
    type_at: Typist, page: str, words: str, told: str
) -> None:
    """Not as a *valid integer range*, nor as a *valid seconds*."""
    assert told in type_at(*words.format(page=page).split()).stderr


@pytest.mark.parametrize("words", ["diff 77", "log 77", "log --outlet nobody"])
def test_a_failure_is_no_change(type_at: Typist, words: str) -> None:
    """With --exit-code, 1 means a change, which a mistake in a script must not signal."""
    assert type_at(*words.split(), "--exit-code").exit_code == 2
