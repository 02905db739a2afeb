"""The topmost entry of a live page keeps its heading."""

from __future__ import annotations

import pytest

from spiders.extract import reader
from spiders.extract.choice.kept.structures import keep_ends
from spiders.extract.parsing import parse

TOLD = """
Union asks for inquiry
The dockers’ union says it warned of overcrowded stacks in May.
“We sent photographs,” said its secretary.

Shelter opens
The leisure centre on Mill Street is open to anybody who has had to leave home.
About 70 people are there, with tea and a great many dogs.

Wind is turning
The weather service expects the wind to turn to the south-west by noon,
which would take the smoke out to sea.

Ferries diverted
The morning sailings will leave from the west quay.
Foot passengers should allow an extra half an hour.

Second crew from Northport
A fire boat from Northport has arrived and is pumping water from the seaward side.
Six more engines are on their way.

Schools closed
St Anne’s primary and Eastgate Academy will not open today.
Around 900 pupils are affected, the council says.

Roads closed
Police have closed Dock Road between the tunnel and the stadium.
Drivers are asked to stay away and to keep windows shut.

Smoke visible across the city
A column of black smoke is rising from the container terminal.
The fire service says it received the first call at 7.41am and has sent eight engines.
"""
ENTRIES = [tuple(one.split("\n", 1)) for one in TOLD.strip().split("\n\n")]
"""The headings and texts of a live page, the newest first."""


def entry(heading: str, text: str, tag: str = "h2") -> str:
    """An entry of a live page, as most makers write one."""
    return f"<article class='block'><{tag}>{heading}</{tag}><p>{text}</p></article>"


def kept(inner: str, *left: str) -> list[str]:
    """What is kept when the model left out the headings that begin with ``left``."""
    page = parse(f"<html><head></head><body><h1>Harbour fire</h1>{inner}</body></html>")
    keep = [not block.text.startswith(("Harbour fire", *left)) for block in page.blocks]
    keep_ends(page.blocks, keep)
    return [block.text for block, now in zip(page.blocks, keep, strict=True) if now]


ALL = "".join(entry(*one) for one in ENTRIES)


def test_the_topmost_heading_is_kept_as_those_below_are():
    """What is left out once is left out for good, and an edit of it would be missed."""
    assert kept(ALL, "Union")[0] == "Union asks for inquiry"


def test_the_first_heading_of_a_text_in_parts_is_kept():
    """It is where lines about the article usually are; two more headings in its element decide."""
    parts = [f"<h2>{heading}</h2><p>{text}</p>" for heading, text in ENTRIES[:3]]
    assert kept("".join(parts), "Union")[0] == "Union asks for inquiry"
    assert kept("".join(parts[:2]), "Union")[0] != "Union asks for inquiry"


@pytest.mark.parametrize(
    ("inner", "left"),
    [
        (ALL, ("Union", "Shelter", "Wind", "Ferries", "Second")),
        (ALL.replace("h2>", "h3>", 2), ("Union",)),
        (f"<h2>Union asks</h2>{ALL.replace('<h2>Union asks for inquiry</h2>', '')}", ("Union",)),
    ],
    ids=["others-left-out", "another-rank", "outside-of-the-entry"],
)
def test_another_heading_stays_out(inner: str, left: tuple[str, ...]):
    """It is kept only for its likeness to the others."""
    assert not kept(inner, *left)[0].startswith("Union")


def test_a_live_page_with_a_list_of_its_events_is_read_with_all_headings():
    """The list has the same words and is not part of the text."""
    events = "".join(f"<li>{heading}</li>" for heading, _text in ENTRIES[:4])
    blocks = "".join(
        f"<article class='block' id='block-{hour}'><time>{hour}:02</time>"
        f"<span class='ago'>{hour} min ago</span><h2>{heading}</h2><p>{text}</p>"
        "<div class='sh'>Share</div></article>"
        for hour, (heading, text) in zip(range(17, 9, -1), ENTRIES, strict=True)
    )
    page = (
        "<html lang='en'><head><title>Harbour fire: latest</title>"
        "<meta property='og:type' content='article'></head><body>"
        "<header><a href='/'>Coast Daily</a><nav><a href='/news'>News</a></nav></header>"
        "<main><div class='live'><span class='badge'>Live</span><h1>Harbour fire: latest</h1>"
        f"<div class='key'><h2>Key events</h2><ul>{events}</ul></div>"
        f"<div class='blocks'>{blocks}</div></div></main></body></html>"
    )
    found = reader.read(page.encode(), url="https://a.example/live/harbour-fire")
    assert [heading for heading, _text in ENTRIES if heading not in found.text] == []
