"""``variorum simulate``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import Figure, Moment, json_form
from monitor.output import Column, write_json, write_rows
from monitor.terminal import Progress
from storage.database.times import to_text
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from monitor.simulate import Result

OWN = "variorum"
POLICIES = (
    OWN,
    "fixed",
    "newsdiffs",
    "diffengine",
    "newssniffer",
    "nutch",
    "stormcrawler",
)
COLUMNS = (
    Column("policy"),
    Column("captured", right=True),
    Column("fetches an article", "fetches_per_article", right=True),
    Column("mean delay, h", "mean_delay_hours", right=True),
    Column("median delay, h", "median_delay_hours", right=True),
)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("simulate", short_help="What a schedule would have caught.")
@click.argument("articles", type=FILE)
@click.argument("changes", type=FILE)
@click.option(
    "--budget",
    type=Figure(min=0.1, max=10_000),
    required=True,
    help="Average number of re-fetches per article over 30 days.",
)
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default=OWN,
    show_default=True,
    help="The schedule that --visits and the top of --json are about.",
)
@click.option(
    "--hints",
    "recall",
    type=Figure(0, 1),
    default=0.0,
    help="Share of the edits that the feed announces.",
)
@click.option("--train-until", type=Moment(), help="Train on articles first seen before this.")
@click.option("--judge-from", type=Moment(), help="Judge on articles first seen from then on.")
@click.option(
    "--visits",
    "visits_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every re-fetch of the articles judged: doc_id,time.",
)
@json_form
@click.pass_obj
def command(  # noqa: PLR0913 — an argument for each option
    invocation: Invocation,
    /,
    articles: Path,
    changes: Path,
    *,
    budget: float,
    policy: str,
    recall: float,
    train_until: datetime | None,
    judge_from: datetime | None,
    visits_file: Path | None,
    as_json: bool,
) -> None:
    """Replay a history of an outlet and count what each schedule would have captured.

    ARTICLES is a CSV file (or .csv.gz) with doc_id,first_seen and, where known, initial_pubdate
    and url; CHANGES one with doc_id,event_time. The earlier half of the articles trains and the
    later half is judged, unless dates are given.
    """
    if visits_file is not None:
        _refuse_own_input(visits_file, articles, changes)
    import numpy as np

    from monitor.cadence.traces import load
    from monitor.simulate import Task, simulate

    trace = load(articles, changes)
    middle = float(np.median(trace.first_seen))
    task = Task(
        budget,
        middle if train_until is None else train_until.timestamp(),
        middle if judge_from is None else judge_from.timestamp(),
        recall,
    )
    results: dict[str, dict[str, Any]] = {}
    with Progress(quiet=invocation.quiet) as progress:
        for name in sorted(POLICIES, key=lambda name: name != policy):
            progress.show(f"replaying {name}")
            result = simulate(trace, task, name)
            results[name] = result.numbers()
            if name == policy and visits_file is not None:
                write_visits(visits_file, result)
    _show(policy, results, as_json=as_json)


def _show(policy: str, results: dict[str, dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        write_json({"policy": policy, **results[policy], "per_policy": results})
    else:
        rows = ({"policy": name, **numbers} for name, numbers in results.items())
        write_rows(None, rows, COLUMNS)


def write_visits(path: Path, result: Result) -> None:
    """Write ``doc_id,time`` of every fetch except first captures, by article and time.

    The file is written whole or not at all.
    """
    import codecs
    import csv

    from monitor.export.files import destination

    with destination(path) as stream:
        writer = csv.writer(codecs.getwriter("utf-8")(stream))
        writer.writerow(["doc_id", "time"])
        for name, time in result.fetches():
            writer.writerow([name, to_text(datetime.fromtimestamp(time, UTC))])


def _refuse_own_input(path: Path, *read: Path) -> None:
    """Raises InputError if the visits would overwrite the input that they are computed from."""
    if path.exists() and any(path.samefile(one) for one in read):
        raise InputError(
            f"{path} is an input of this command.",
            why="It would be overwritten. Nothing was changed.",
            do="Choose another file with --visits.",
        )
