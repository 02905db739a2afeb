"""Who is first mentioned, or no longer: said only if nobody else in the text may be meant."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from storage.records import Block, BlockKind, Extraction


def told(old, new, beside):
    """The summary if one sentence was edited and another stayed."""
    return compare(
        *(
            Extraction(blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in (beside, edited)))
            for edited in (old, new)
        )
    ).summary


@pytest.mark.parametrize(
    ("old", "new", "beside", "summary"),
    [
        (
            "Ada Finch, Mark Rounds and Sue Holm objected.",
            "Ada Finch and Sue Holm objected.",
            "The vote of Rounds was the last.",
            "“Mark Rounds” removed.",
        ),
        (
            "The council heard of the plan from Mark Rounds.",
            "The council heard of the plan.",
            "A brother of Rounds’s had drawn it.",
            "“Mark Rounds” removed.",
        ),
        (
            "The council met in the old hall.",
            "The council met Town President in the old hall.",
            "The president had come by boat.",
            "“Town President” added.",
        ),
        (
            "Депутаты выслушали Анну Брандт и ушли.",
            "Депутаты выслушали и ушли.",
            "Письмо от Брандта пришло в понедельник.",
            "“Анну Брандт” removed.",
        ),
        (
            "Ada Finch, Mark Rounds and Sue Holm objected.",
            "Ada Finch and Sue Holm objected.",
            "The mayor rounded the figures up on Monday.",
            "“Mark Rounds” removed.",  # the words may be another's name: in doubt
        ),
        (
            "Ada Finch, Mark Rounds and Sue Holm objected.",
            "Ada Finch and Sue Holm objected.",
            "The vote was the last in the hall.",
            "Mark Rounds no longer mentioned.",
        ),
    ],
)
def test_nobody_is_gone_whose_last_name_stands_there(old, new, beside, summary):
    """*No longer mentioned* was false of a person whom the article still calls by the last name."""
    assert told(old, new, beside) == summary
    other = {"removed": "added", "added": "removed"}
    turned = told(new, old, beside)
    if summary.startswith("“"):
        words, _space, done = summary.rstrip(".").rpartition(" ")
        assert turned == f"{words} {other[done]}."
    else:
        assert turned == "First mention of Mark Rounds."
