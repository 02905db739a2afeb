"""``variorum export html``: a site that works from a folder, and requests nothing from anybody."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from urllib.parse import unquote, urldefrag

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.export import html
from monitor.export.export import Export
from monitor.export.folders import tree_in
from monitor.export.selection import Selection
from monitor.export.standalone import Pages, standalone
from storage.archive import Archive
from storage.intents import ChangeState
from storage.records import ArticleState, Assessment, Weight
from tests.commands.conftest import BRIDGE, FERRY, FIRST, Keeper, Typist, reading

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


def export(typist, target, *words):
    result = typist("export", "html", "-o", str(target), *words)
    assert result.exit_code == 0, result.output
    return {
        path.relative_to(target).as_posix(): path.read_text(encoding="utf-8")
        for path in target.rglob("*")
        if path.is_file()
    }


def links(text):
    tree = LexborHTMLParser(text)
    for node in tree.css("[href], [src]"):
        yield node, node.attributes.get("href") or node.attributes.get("src")


def test_every_link_leads_to_a_file(type_at: Typist, tmp_path):
    """Within the site, with the anchor that it names; there are no links to missing files.

    Nor does a table have a heading for a column that only a server's page has.
    """
    site = export(type_at, tmp_path / "site")
    pages = {name for name in site if name.endswith(".html")}
    assert len(pages) == 2 + 5 + 2 * 4 + 1 + 2
    counted = 0
    for name in pages:
        for table in LexborHTMLParser(site[name]).css("table"):
            assert len({len(row.css("td, th")) for row in table.css("tr")}) <= 1, name
        for node, link in links(site[name]):
            if link.startswith("https://harbour.example/"):
                assert "noreferrer" in node.attributes["rel"]
                continue
            path, fragment = urldefrag(unquote(link))
            target = (tmp_path / "site" / name).parent / path if path else tmp_path / "site" / name
            assert target.resolve().is_file(), (name, link)
            if fragment:
                assert f'id="{fragment}"' in target.read_text(encoding="utf-8"), (name, link)
            counted += 1
    assert counted > 50


def test_it_is_said_where_to_begin(type_at: Typist, tmp_path):
    """A folder of many files has a first page, which is named; a package must be unpacked first."""
    folder, package = tmp_path / "site", tmp_path / "site.zip"
    assert f"{folder / 'index.html'}\n" in type_at("export", "html", "-o", str(folder)).stderr
    assert "index.html" not in type_at("export", "html", "-o", str(package)).stderr


def test_nothing_runs_and_nothing_is_asked(type_at: Typist, tmp_path):
    """No script, form or control, no heading for one, and no address that a browser would load."""
    for name, text in export(type_at, tmp_path / "site").items():
        if not name.endswith(".html"):
            continue
        tree = LexborHTMLParser(text)
        bad = "script, form, input, button, select, iframe, object, embed, [onclick], [onload]"
        assert tree.css(bad) == [], name
        assert "Export" not in text  # the heading of buttons that would need a server
        assert "default-src 'none'" in text
        loaded = [node for node, _ in links(text) if node.tag != "a"]
        assert all(":" not in node.attributes.get("href", "x") for node in loaded)
        assert not re.search(r"@import|url\((?!['\"]?data:)", text)


def test_the_diff_is_there(type_at: Typist, tmp_path):
    """The changed words are marked, inline and side by side."""
    site = export(type_at, tmp_path / "site")
    for name in ("articles/1/diff-1-2.html", "articles/1/diff-1-2-split.html"):
        assert "<del>12</del>" in site[name]
        assert "<ins>21</ins>" in site[name]
    assert 'href="articles/1/diff-2-3.html"' in site["index.html"]


def test_no_words_of_a_link_stay_without_it():
    """*whole text* was on every page with two columns, and led nowhere."""
    text = '<p class="fold">5 unchanged<span class="screen"> · <a href="/x?all=1">whole</a></span>'
    assert b"whole" not in standalone(text, "index.html", Pages(), "made")


def test_all_pages_are_of_one_moment(tmp_path):
    """What a crawl stores while a site is written is on none of its pages; it was on some."""
    with Archive.create(tmp_path / "archive") as writing:
        keeper = Keeper(writing)
        keeper.begin(FERRY, FIRST)
        keeper.begin(BRIDGE, reading("Bridge closed", "It is closed."))
        with Archive.open(tmp_path / "archive") as archive, archive.snapshot():
            assert len(list(archive.articles())) == 2  # the snapshot begins at the first query
            keeper.change(FERRY, reading("Ferry sunk", "It sank."), Assessment())
            with tree_in(tmp_path / "site") as tree:
                html.write_site(Export(archive, Selection()), tree)
    told = (tmp_path / "site" / "articles" / "1" / "index.html").read_text(encoding="utf-8")
    assert "Ferry runs late" in told
    assert "Ferry sunk" not in told


def test_no_page_claims_what_holds_only_when_asked(tmp_path):
    """A site is read for years, so an article is "there when last seen", or reported as gone."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        keeper.begin(BRIDGE, reading("Bridge closed", "It is closed."))
        visit = keeper.visit(BRIDGE, b"gone")
        archive.apply(visit, [ChangeState(2, ArticleState.GONE)])
    site = export(Typist(tmp_path / "archive"), tmp_path / "site")
    assert "there when last seen" in site["articles/1/index.html"]
    assert ">live<" not in site["articles/1/index.html"]
    assert re.findall(r'class="signal \w+">(.*?)<', site["index.html"]) == ["gone"]
    (headline,) = re.findall(r"<a[^>]*>Bridge closed</a>", site["index.html"])
    assert 'lang="en"' in headline


def test_links_that_lead_nowhere_leave_no_stump(tmp_path):
    """If a comparison is not among the files, there is no ``since then``."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        for number in (2, 3, 4):
            keeper.change(FERRY, reading("Ferry", f"It is {number} hours late."), Assessment())
    site = export(Typist(tmp_path / "archive"), tmp_path / "site")
    cells = LexborHTMLParser(site["articles/1/index.html"]).css(".history .num")
    assert [" ".join(cell.text().split()) for cell in cells] == [
        "4 what changed",
        "3 what changed since then",
        "2 what changed",
        "1 since then",
    ]


def test_a_selection(type_at: Typist, tmp_path):
    """One revision is exported with the change that led to it, and nothing else of the archive."""
    site = export(type_at, tmp_path / "site", "1@3")
    assert {name for name in site if name.endswith(".html")} == {
        "index.html",
        "articles/1/index.html",
        "articles/1/2.html",
        "articles/1/3.html",
        "articles/1/diff-2-3.html",
        "articles/1/diff-2-3-split.html",
    }
    assert "Bridge closed" not in site["index.html"]


def test_what_is_archived_stays_text(tmp_path):
    """Markup in a headline or a text is shown, and does not take effect."""
    evil = reading("<script>alert(1)</script>", "<img src=http://evil.example onerror=x> said so.")
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        keeper.change(FERRY, evil, Assessment())
        keeper.begin(BRIDGE, evil)
    for name, text in export(Typist(tmp_path / "archive"), tmp_path / "site").items():
        if name.endswith(".html"):
            assert LexborHTMLParser(text).css("script, img, [onerror]") == [], name


def test_a_zip_file(type_at: Typist, tmp_path):
    """With a name that ends in .zip, or on stdout, the same files are packed into one."""
    folder = set(export(type_at, tmp_path / "site"))
    type_at("export", "html", "-o", str(tmp_path / "site.zip"))
    with zipfile.ZipFile(tmp_path / "site.zip") as opened:
        assert set(opened.namelist()) == folder
    done = type_at.process("export", "html")
    assert done.stdout.startswith(b"PK")


def test_a_folder_is_written_whole_or_not_at_all(type_at: Typist, tmp_path, monkeypatch):
    """A folder with content is left alone; an export that fails in the middle leaves nothing."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    result = type_at("export", "html", "-o", str(full))
    assert result.exit_code == 2
    assert "already exists" in result.stderr

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(html, "standalone", fails)
    assert type_at("export", "html", "-o", str(tmp_path / "site")).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_long_list_has_pages(type_at: Typist, tmp_path, monkeypatch):
    """So that a whole archive is not on one page."""
    monkeypatch.setattr(html, "A_PAGE", 1)
    site = export(type_at, tmp_path / "site")
    assert 'href="index-2.html"' in site["index.html"]
    assert 'href="index.html"' in site["index-2.html"]
    assert "Bridge closed" in site["index-2.html"]


def test_every_article_is_found_by_outlet_and_year(tmp_path):
    """On a site of many years nobody looks through lists in the order of the last change."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/old", reading("The old pier", "It is closed."))
        keeper.now = keeper.now.replace(year=keeper.now.year + 1)
        keeper.begin("https://harbour.example/new", reading("The new pier", "It is open."))
    site = export(Typist(tmp_path / "archive"), tmp_path / "site")
    assert 'href="all.html"' in site["index.html"]
    years = re.findall(r'href="(all/\d\.html)">harbour, (\d{4})</a>', site["all.html"])
    assert [year for _, year in years] == ["2026", "2027"]
    old, new = (site[path] for path, _ in years)
    assert ("The old pier" in old, "The new pier" in old) == (True, False)
    assert '<a href="../articles/2/index.html"' in new


def test_no_page_asks_for_a_command(type_at: Typist, tmp_path):
    """Whoever receives the site has neither the program nor the archive."""
    site = export(type_at, tmp_path / "site")
    assert "Times and digests" in site["articles/1/diff-1-2.html"]
    assert not [path for path, text in site.items() if "export bag" in text]


def test_nothing_is_left_of_a_form(type_at: Typist, tmp_path):
    """What only a server can do is missing, and so are its headings: no empty drawer, no pace."""
    for name, text in export(type_at, tmp_path / "site").items():
        tree = LexborHTMLParser(text)
        assert not tree.css("form, input, button"), name
        for drawer in tree.css("details"):
            told = "".join(one.text() for one in drawer.iter() if one.tag != "summary")
            assert told.strip(), (name, drawer.html)
        assert "Pace" not in [one.text() for one in tree.css("dt")]


def test_what_changed_last_stands_first(tmp_path):
    """Among a thousand articles, readers of the list look for the few that changed."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        for name in ("a", "b", "c", "d"):
            keeper.begin(f"https://harbour.example/{name}", reading(f"Story {name}", "12 came."))
        for name in ("c", "b"):
            url = f"https://harbour.example/{name}"
            keeper.change(url, reading(f"Story {name}", "21 came."), Assessment(Weight.SUBSTANTIVE))
    text = export(Typist(tmp_path / "archive"), tmp_path / "site")["index.html"]
    assert re.findall(r">Story (\w)</a>", text) == ["b", "c", "d", "a"]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_shows_it_from_the_folder(type_at: Typist, tmp_path):
    """From file:// a page is shown with its style, which its security policy does not block."""
    export(type_at, tmp_path / "site")
    page = tmp_path / "site" / "articles" / "1" / "diff-1-2.html"
    words = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"]
    target = tmp_path / "page.pdf"
    done = subprocess.run(
        [*words, f"--print-to-pdf={target}", f"--user-data-dir={tmp_path / 'user'}", page.as_uri()],
        capture_output=True,
        check=False,
        timeout=120,
        encoding="utf-8",
    )
    assert target.read_bytes().startswith(b"%PDF")
    assert "Content Security Policy" not in done.stderr
