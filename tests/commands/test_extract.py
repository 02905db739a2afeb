"""``variorum extract`` and ``variorum compare``: the reader and the diff without an archive."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.conftest import Typist

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html lang=en><head><title>Lighthouse sold</title>
<meta property="og:type" content="article"></head><body><nav>Home | News</nav>
<article><h1>Lighthouse sold</h1>
<p>The lighthouse at Holm was sold on Friday to a group of 14 anglers, the parish said.</p>
<p>They want to keep the lamp burning, and to sell tea to hikers on summer weekends.</p>
<p>The parish had looked for a buyer for nine years and had twice lowered its price.</p>
</article></body></html>"""


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    """Commands at a path without an archive."""
    return Typist(tmp_path / "none")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The path of a file with a page."""
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def _batch(*lines: Any) -> bytes:
    texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return b"\n".join(texts) + b"\n"


def test_json_is_an_extraction(typist: Typist, page: Path) -> None:
    """Every key of the object, with null for what the page does not say."""
    read = typist.json("extract", str(page), "--url", "https://holm.example/a")
    assert read["title"] == "Lighthouse sold"
    assert read["published"] is None
    assert "14 anglers" in read["text"]
    assert read["blocks"][0]["kind"] == "paragraph"
    assert read["page_type"] == "article"
    assert read["access"] == "full"
    assert read["digest_version"] == 2
    assert read.keys() >= {"standfirst", "byline", "modified", "language", "section", "reader"}


def test_links_are_addresses(typist: Typist, page: Path) -> None:
    """Links can be fetched; the keys they are compared by, as in the digest, are listed as well."""
    link = '<a href="/parish?lang=en">the parish</a> and <a href="mailto:a@holm.example">us</a>'
    page.write_text(PAGE.replace("the parish said", f"{link} said"))
    read = typist.json("extract", str(page), "--url", "https://www.holm.example/a")
    assert read["links"] == ["https://www.holm.example/parish?lang=en"]
    assert read["targets"] == ["(example,holm)/parish?lang=en", "mailto:a@holm.example"]


def test_text_file_is_a_block_a_line(typist: Typist, tmp_path: Path) -> None:
    """In a .txt file, each line is a block."""
    lines = [
        (
            "The lamp of the lighthouse at Holm burns again, its new owners told the parish on "
            "Friday, after the lamp had been dark for nine long years."
        ),
        (
            "Tea is served to hikers on every summer weekend from noon until the last boat "
            "has left, and in winter whenever the flag is up."
        ),
    ]
    path = tmp_path / "text.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = typist.json("extract", str(path))
    assert [block["text"] for block in read["blocks"]] == lines
    assert read["text"] == "\n\n".join(lines)


@pytest.mark.parametrize(
    ("text", "title", "blocks"),
    [
        ("First block\nSecond block\n", None, ["First block", "Second block"]),
        ("One\n\nTwo\n\nThree\n", None, ["One", "Two", "Three"]),
        ("First block.\nSecond block.\n", None, ["First block.", "Second block."]),
        ("It rained.\nThe boats of Holm stayed in.\n", None, None),
        ("Bridge closed\nThe bridge at Holm is closed.\n", "Bridge closed", None),
        ("\n \n", None, []),
    ],
)
def test_no_line_of_a_short_text_is_lost(
    typist: Typist, tmp_path: Path, text: str, title: str | None, blocks: list[str] | None
) -> None:
    """Without running text there is no head; a sentence of two words is no headline."""
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    read = typist.json("extract", str(path))
    found = [block["text"] for block in read["blocks"]]
    lines = [line for line in text.splitlines() if line.strip()]
    assert read["title"] == title
    assert found == (lines[title is not None :] if blocks is None else blocks)


def test_for_people(typist: Typist, page: Path) -> None:
    """The headline and the text."""
    shown = typist("extract", str(page)).stdout
    assert shown.startswith("Lighthouse sold\n")
    assert "14 anglers" in shown
    assert "Home | News" not in shown


def test_file_that_is_not_there(typist: Typist) -> None:
    """It is wrong use, explained in words."""
    result = typist("extract", "no-such-file.html")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_an_address_is_no_file(typist: Typist) -> None:
    """Whoever gives the address of an article is told how to see what the archive has of it."""
    result = typist("extract", "https://harbour.example/lamp")
    assert result.exit_code == 2
    assert "show https://harbour.example/lamp" in result.stderr


def test_unknown_rules(typist: Typist, page: Path) -> None:
    """An unknown outlet is an error, which lists the available ones, including the user's own."""
    own = typist.folder / "outlets"
    own.mkdir(parents=True, exist_ok=True)
    (own / "harbour-notes.toml").write_text('hosts = ["notes.example"]\n')
    result = typist("extract", str(page), "--outlet", "no-such-outlet")
    assert result.exit_code == 1
    assert "Yours: harbour-notes." in result.stderr
    assert "oc-media" in result.stderr


def test_batch_answers_every_line_in_order(typist: Typist) -> None:
    """One line out for each line in, errors included, with the ids unchanged."""
    lines = _batch(
        {"id": "a", "url": "https://holm.example/a", "html": PAGE},
        b"not json {",
        {"id": 7, "url": "https://holm.example/b"},
        b"",
        [1, 2],
        {"id": "c", "url": 5, "html": PAGE},
        b'{"id": "\xff", "html": "x"}',
        {"id": {"x": 1}, "url": "https://holm.example/c", "html": PAGE.replace("14", "15")},
        {"id": "empty", "url": "https://holm.example/d", "html": ""},
    )
    result = typist("extract", "--batch", "-", text=lines)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == lines.count(b"\n")
    assert [row["id"] for row in rows] == ["a", None, 7, None, None, "c", None, {"x": 1}, "empty"]
    assert ["error" in row for row in rows] == [False, *[True] * 6, False, False]
    assert "15 anglers" in rows[7]["text"]
    assert result.exit_code == 1
    assert "6 of 9 lines" in result.stderr
    assert rows[1]["error"].startswith("line 2: not JSON: Expecting value, at character 1")
    assert rows[2]["error"].startswith('line 3: "html" is missing')
    assert rows[3]["error"] == "line 4: not JSON: Expecting value, at character 1"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_batch_gives_out_nothing_that_is_no_json(typist: Typist, word: str) -> None:
    """Python writes words that JSON lacks: with such an id, nobody else could read the line."""
    line = f'{{"id": {word}, "html": "<p>Anglers met.</p>"}}\n'.encode()
    answer = json.loads(typist("extract", "--batch", "-", text=line).stdout)
    assert answer == {"id": None, "error": f"line 1: not JSON: {word} is not a valid value"}


def test_batch_survives_half_a_letter(typist: Typist) -> None:
    """JSON can have half of a surrogate pair; the article around it is still read."""
    line = _batch({"id": 1, "url": "", "html": PAGE.replace("14 anglers", "14 \ud83d anglers")})
    read = json.loads(typist("extract", "--batch", "-", text=line).stdout)
    assert read["title"] == "Lighthouse sold"
    assert "14 \ufffd anglers" in read["text"]


def test_batch_from_gzip(typist: Typist, tmp_path: Path) -> None:
    """Gzip data is unpacked, whatever the file's name; a batch without errors ends with 0."""
    path = tmp_path / "pages.data"
    path.write_bytes(gzip.compress(_batch({"id": 1, "url": "https://holm.example/", "html": PAGE})))
    result = typist("extract", "--batch", str(path))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Lighthouse sold"


def test_batch_cut_in_the_middle(typist: Typist, tmp_path: Path) -> None:
    """What comes before the cut is read, and the cut is reported."""
    path = tmp_path / "pages.jsonl.gz"
    lines = [{"id": n, "url": "", "html": f"{PAGE}<!--{n * 7919}-->"} for n in range(300)]
    path.write_bytes(gzip.compress(_batch(*lines))[:-40])
    result = typist("extract", "--batch", str(path))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert len(rows) > 1
    assert "the file ends in the middle" in rows[-1]["error"]


def test_batch_as_a_process(typist: Typist) -> None:
    """A real process, through real pipes."""
    lines = _batch(*({"id": n, "url": "https://holm.example/", "html": PAGE} for n in range(20)))
    run = typist.process("extract", "--batch", "-", given=lines)
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == list(range(20))


def test_nothing_to_read(typist: Typist, page: Path) -> None:
    """Either a file or a batch, not both."""
    assert typist("extract").exit_code == 2
    assert typist("extract", str(page), "--batch", str(page)).exit_code == 2


def test_compare_pages(typist: Typist, page: Path, tmp_path: Path) -> None:
    """Two pages, and the number that differs between them."""
    other = tmp_path / "other.html"
    other.write_text(PAGE.replace("14 anglers", "41 anglers"))
    diff = typist.json("compare", str(page), str(other))
    assert (diff["article"], diff["from"], diff["to"]) == (None, None, None)
    assert diff["weight"] == "substantive"
    assert diff["edits"][0]["facts"] == [{"type": "number", "old": "14", "new": "41"}]
    assert typist("compare", str(page), str(other), "--exit-code").exit_code == 1
    assert typist("compare", str(page), str(page), "--exit-code").exit_code == 0
    assert "[-14-]{+41+} anglers" in typist("compare", str(page), str(other)).stdout


def test_compare_texts_as_a_process(typist: Typist, tmp_path: Path) -> None:
    """Texts with one block per line: every line is compared, however short."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Pier\n\nIt is known.\n12 people were hurt.\nIt is over.\n", encoding="utf-8")
    new.write_text("Pier\nIt is known.\n21 people were hurt.\nIt is over?\n", encoding="utf-8")
    diff = json.loads(typist.process("compare", str(old), str(new), "--json").stdout)
    assert diff["weight"] == "substantive"
    assert [edit["old"][0]["text"] for edit in diff["edits"]] == [
        "12 people were hurt.",
        "It is over.",
    ]
    assert [edit["old"][0]["block"] for edit in diff["edits"]] == [2, 3]


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_compare_shows_what_was_written(typist: Typist, tmp_path: Path, ending: str) -> None:
    """The non-joiners of Persian stay where they were, in JSON and in HTML."""
    text = "کتاب\u200cخانه می\u200cخواهد {} کتاب بخرد، شهردار گفت."
    rest = "مدرسه از فردا باز است و همه از این کار خوشحال هستند."
    paths = [tmp_path / f"{name}.{ending}" for name in ("old", "new")]
    for path, number in zip(paths, (12, 21), strict=True):
        line = text.format(number)
        tagged = f"<article><h1>شهردار و مدرسه</h1><p>{line}</p><p>{line} {rest}</p></article>"
        path.write_text(tagged if ending == "html" else line, encoding="utf-8")
    edit = typist.json("compare", *map(str, paths))["edits"][0]
    assert edit["new"][0]["text"] == text.format(21)
    assert edit["words"][0] == ["=", "کتاب\u200cخانه می\u200cخواهد "]
    told = typist("compare", *map(str, paths), "--view", "html").stdout
    assert text.format("<del>12</del><ins>21</ins>") in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 people were killed", "21 people were killed"),
        ("It cost $4.5 million.", "It cost $45 million."),
        ("They were held for 3 days.", "They were held for 9 days."),
        ("The case is heard on March 3.", "The case is heard on March 9."),
        ("It was -5 degrees at dawn.", "It was 5 degrees at dawn."),
        ("He called it a success.", "He called it a “success”."),
        ("Officials confirmed the plan.", "Officials did not confirm the plan."),
        ("1,5 milyon manat ayrılıb.", "15 milyon manat ayrılıb."),
    ],
)
def test_compare_never_loses_these(typist: Typist, tmp_path: Path, old: str, new: str) -> None:
    """What others dismiss as noise is a substantive change."""
    before, after = tmp_path / "old.txt", tmp_path / "new.txt"
    before.write_text(old, encoding="utf-8")
    after.write_text(new, encoding="utf-8")
    assert typist.json("compare", str(before), str(after))["weight"] == "substantive"


@pytest.mark.parametrize(
    ("name", "start", "told"),
    [
        ("a.pdf", b"%PDF-1.7\n", "a PDF"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("page.html.gz", gzip.compress(PAGE.encode()), "gzip"),
    ],
)
def test_other_files_are_no_articles(
    typist: Typist, tmp_path: Path, name: str, start: bytes, told: str
) -> None:
    """The bytes of a picture or a PDF are not sentences."""
    path = tmp_path / name
    path.write_bytes(start + bytes(range(256)) * 9)
    for words in (("extract", str(path)), ("compare", str(path), str(path))):
        ran = typist(*words)
        assert ran.exit_code == 2
        assert f"{name} is neither a page nor a text." in ran.stderr
        assert told in ran.stderr


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_texts_in_other_encodings_are_read(typist: Typist, tmp_path: Path, encoding: str) -> None:
    """Texts are decoded as pages are; no sentence consists of replacement characters."""
    told = "Маяк на Хольме в пятницу продали четырнадцати рыбакам, сообщили в приходе."
    path = tmp_path / "story.txt"
    path.write_bytes(f"Маяк продан\n\n{told}\n".encode(encoding))
    assert told in typist.json("extract", str(path))["text"]
