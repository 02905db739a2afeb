"""``outlet check --explain``: why each block of a page is text or furniture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.commands.conftest import Typist
from tests.commands.rules.conftest import run
from tests.outlet_server import OutletServer
from tests.stories import PLAIN, story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEW = "Nobody had been told, said the ferryman, who has crossed the water 340 times this year."


@pytest.fixture(scope="module")
def server() -> Iterator[OutletServer]:
    with OutletServer() as served:
        served.publish(*PLAIN, story("mill-fire"), story("ferry"), story("well"))
        yield served


@pytest.fixture(scope="module")
def crawled(server: OutletServer, tmp_path_factory) -> Path:
    """An archive with a memory of the outlet, and with a page that was seen twice."""
    folder = tmp_path_factory.mktemp("explain") / "archive"
    run(folder, "init", str(folder))
    run(folder, "add", server.home, "--name", "echo", "--yes")
    run(folder, "crawl")
    server.publish(story("bell", "It rang for 7 hours."))
    run(folder, "crawl")
    bell = server.stories["bell"]
    first, *rest = bell.paragraphs
    server.publish(replace(bell, paragraphs=(first, NEW, *rest)))
    run(folder, "crawl", "--all")
    return folder


def explained(folder, *words):
    """The JSON document, and its blocks keyed by their texts."""
    told = run(folder, "outlet", "check", "--explain", *words, "--json").json
    return told, {one["text"]: one for one in told["blocks"]}


def test_it_is_said_which_page_is_explained_and_what_came_later(tmp_path):
    """If a later answer has no article, the last page with one is explained, and this is said."""
    folder = tmp_path / "archive"
    with OutletServer() as own:
        own.publish(*PLAIN, story("well"))
        run(folder, "init", str(folder))
        run(folder, "add", own.home, "--name", "echo", "--yes")
        run(folder, "crawl")
        said = run(folder, "outlet", "check", "--explain", own.url("well")).err
        assert "page: capture " in said
        assert "--last" not in said
        number = str(run(folder, "show", own.url("well"), "--json").json["article"])
        assert run(folder, "outlet", "check", "--explain", number).err == said
        own.login("well")
        run(folder, "crawl", "--all", codes=(3,))
        said = run(folder, "outlet", "check", "--explain", own.url("well")).err
        assert "the last page that showed an article" in said
        assert "--raw --last" in said


def test_not_modified_is_no_answer_without_the_article(tmp_path):
    """A 304 shows the article again; it was reported as an answer without the article."""
    folder = tmp_path / "archive"
    with OutletServer() as own:
        own.publish(*PLAIN, story("well"))
        own.answer_304("well")
        run(folder, "init", str(folder))
        run(folder, "add", own.home, "--name", "echo", "--yes")
        run(folder, "crawl")
        said = run(folder, "outlet", "check", "--explain", own.url("well")).err
        run(folder, "crawl", "--all")
        history = run(folder, "show", own.url("well"), "--history").out
        assert "unmodified" in history
        assert run(folder, "outlet", "check", "--explain", own.url("well")).err == said


def test_why_a_page_is_no_article_can_be_asked(tmp_path):
    """For a fetched page that is no article, ``why`` names the command that explains it."""
    folder = tmp_path / "archive"
    with OutletServer() as own:
        own.publish(*PLAIN, replace(story("well"), paragraphs=()))
        url = own.url("well")
        run(folder, "init", str(folder))
        run(folder, "add", own.home, "--name", "echo", "--yes")
        run(folder, "crawl")
        assert f"outlet check --live --explain {url}" in run(folder, "why", url).err
        missing = run(folder, "outlet", "check", "--explain", url, codes=(1,)).err
        assert f"no page with an article at {url}" in missing


def test_each_block_of_a_page_seen_again_has_its_reason(server, crawled):
    """What was there before, what is new among it, and what recurs on other articles."""
    told, blocks = explained(crawled, server.url("bell"))
    assert told["as_stored"] is True
    assert told["memory"].startswith("outlet ")
    assert told["memory"].endswith(" + page")
    assert not told["another_template"]
    assert [one["block"] for one in told["blocks"]] == list(range(len(told["blocks"])))
    kept = [one["text"] for one in told["blocks"] if one["kept"]]
    shown = run(crawled, "show", server.url("bell"), "--text").out
    assert all(text in shown for text in kept)
    old = blocks["It rang for 7 hours."]
    assert (old["by"], old["before"], old["kind"]) == ("memory", "article", "paragraph")
    assert (blocks[NEW]["by"], blocks[NEW]["before"], blocks[NEW]["kept"]) == (
        *("neighbours", "new"),
        True,
    )
    furniture = blocks["Most read this hour"]
    assert not furniture["kept"]
    assert furniture["recurs_on"] >= 2
    assert f"{furniture['recurs_on']} of {furniture['others']} other articles" in furniture["why"]
    headline = next(one for one in told["blocks"] if one["by"] == "headline")
    assert not headline["kept"]
    assert all(one["why"] for one in told["blocks"])


def test_a_page_seen_once_is_explained_by_the_model(server, crawled):
    """Also how sure the model is, in both passes."""
    told, blocks = explained(crawled, server.url("mill-fire"), "--live")
    assert told["capture"] is None
    text = server.stories["mill-fire"].paragraphs[1]
    assert blocks[text]["kept"]
    page = crawled.parent / "page.html"
    with urlopen(server.url("mill-fire")) as answer:
        page.write_bytes(answer.read())
    told, blocks = explained(crawled, "https://elsewhere.example/a", "--file", str(page))
    assert (told["memory"], blocks[text]["by"], blocks[text]["before"]) == (None, "model", None)
    assert min(blocks[text]["chances"]) > 0.5
    assert "% sure" in blocks[text]["why"]


def test_a_rule_that_leaves_a_block_out_is_named(server, crawled):
    """A phrase in the outlet's own rules takes precedence over everything else."""
    rules = crawled / "outlets" / "echo.toml"
    rules.write_text('phrases = ["It rang for 7 hours."]\n')
    try:
        told, blocks = explained(crawled, server.url("bell"))
    finally:
        rules.unlink()
    assert (blocks["It rang for 7 hours."]["by"], told["as_stored"]) == ("rule", False)
    assert "phrase" in blocks["It rang for 7 hours."]["why"]


def test_a_terminal_shows_the_whole_reason(server, crawled):
    """The reason is what the user wants, yet it was cut off after a few words in a column."""
    words = ("outlet", "check", "--explain", server.url("bell"))
    whys = [line.split("\t")[4] for line in run(crawled, *words).out.splitlines()]
    shown = Typist(crawled).terminal(*words, columns=60, environment={"NO_COLOR": "1"})
    told = " ".join(shown.split())
    assert all(f"{why} (" in told for why in whys)
    assert max(map(len, shown.splitlines()[: 2 * len(whys)])) <= 60


def test_people_get_a_line_for_each_block(server, crawled):
    """Tab-separated in a pipe: kind or dash, what decided, how sure, other articles, why, text."""
    ran = run(crawled, "outlet", "check", "--explain", server.url("bell"))
    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert {len(line) for line in lines} == {6}
    assert next(line for line in lines if line[5] == NEW)[:2] == ["paragraph", "neighbours"]
    assert any(line[0] == "—" for line in lines)
    assert "read with: outlet " in ran.err
    missing = run(crawled, "outlet", "check", "--explain", f"{server.home}no", codes=(1, 2))
    assert "page" in missing.err


def test_explain_names_a_next_step_that_can_be_taken(server, crawled):
    """A page that is not stored can be fetched live; if rules exist, adding to them is advised."""
    unseen = f"{server.home}unseen"
    ran = run(crawled, "outlet", "check", "--explain", unseen, codes=(1,))
    assert f"outlet check --live --explain {unseen}" in ran.err
    assert "outlet new" in run(crawled, "outlet", "check", "--explain", server.url("bell")).err
    rules = crawled / "outlets" / "echo.toml"
    rules.write_text('phrases = ["Most read this hour"]\n')
    try:
        told = run(crawled, "outlet", "check", "--explain", server.url("bell")).err
    finally:
        rules.unlink()
    assert "outlet new" not in told
    assert "`phrases` in the rules of echo" in told
    assert "outlet check echo" in told


def test_a_block_has_the_kind_that_it_has_in_the_text(crawled, tmp_path):
    """Alone, a paragraph of a page that is laid out by a table had seemed to be a table's cell."""
    said = "".join(f"<p>{NEW} It was crossing {number}.</p>" for number in range(6))
    cells = f"<td>Menu</td><td><h1>Bell</h1>{said}</td><td>More</td>"
    page = tmp_path / "page.html"
    page.write_text(f"<title>Bell</title><table><tr>{cells}</tr></table>", encoding="utf-8")
    told, _ = explained(crawled, "https://echo.example/bell", "--file", str(page))
    assert {one["kind"] for one in told["blocks"] if one["kept"]} == {"paragraph"}
