"""Posts of a live page that are in a list: paragraphs and captions, all of them read."""

from __future__ import annotations

from spiders.extract.choice.kept.posts import keep_posts
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from storage.records import BlockKind

FIRST = "The road to the upper villages is open again, the roads department said on Tuesday."
SECOND = "Water stood in thirty houses of the lower village at noon, and the school was closed."
THIRD = "Nobody was hurt, the governor said, and the damage will be counted from tomorrow on."
SAID = "People of the lower village carry chairs out"


def post(time: str, text: str) -> str:
    """A post, with the time of its writing."""
    return f"<li><div class='at'>{time}</div><div class='says'>{text}</div></li>"


def test_what_a_post_says_is_a_paragraph():
    """The text below its picture is a caption, and an item of a list within a post is an item."""
    picture = f"<figure><img src=a><figcaption>{SAID}</figcaption></figure>"
    posts = post("15:40", f"<p>{FIRST}</p><ul><li>Buses run from six</li></ul><p>{THIRD}</p>")
    posts += post("13:05", f"{picture}<p>{SECOND}</p>") + post("11:20", f"<p>{THIRD} So far.</p>")
    html = f"<title>Flood</title><main><h1>Flood: what we know</h1><ul>{posts}</ul></main>"
    found = read(html.encode(), url="https://port.example/live/1")
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.PARAGRAPH, FIRST),
        (BlockKind.LIST_ITEM, "Buses run from six"),
        (BlockKind.PARAGRAPH, THIRD),
        (BlockKind.CAPTION, SAID),
        (BlockKind.PARAGRAPH, SECOND),
        (BlockKind.PARAGRAPH, f"{THIRD} So far."),
    ]


def test_a_list_without_times_is_a_list():
    """Items of several paragraphs are still items, as in terms."""
    items = "".join(f"<li><p>{one}</p><p>{THIRD}</p></li>" for one in (FIRST, SECOND))
    html = f"<title>Rules</title><main><h1>What the harbour asks</h1><ol>{items}</ol></main>"
    kinds = {block.kind for block in read(html.encode(), url="https://port.example/a/1").blocks}
    assert kinds == {BlockKind.LIST_ITEM}


def test_the_last_post_is_kept_as_the_others_are():
    """Even if the model doubts it; what it rules out, or what has no time, is left out."""
    posts = "".join(post(f"{n}:05", f"<p>{one}</p>") for n, one in ((12, FIRST), (11, SECOND)))
    page = parse(f"<ul>{posts}{post('10:05', f'<p>{THIRD}</p>')}<li><p>{THIRD} 2.</p></li></ul>")
    for chance, kept in ((0.2, [FIRST, SECOND, THIRD]), (0.05, [FIRST, SECOND])):
        keep = [block.text in {FIRST, SECOND} for block in page.blocks]
        keep_posts(page.blocks, keep, [chance] * len(keep))
        assert [one.text for one, k in zip(page.blocks, keep, strict=True) if k] == kept
