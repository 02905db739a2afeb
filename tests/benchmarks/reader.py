"""All trials of the reader, or those named, compared with peers from the package index.

``./run.sh bench reader [TRIAL …] [--json]``. It needs the data next to the checkout. What takes
minutes (training a model for each fold, the peers) is kept in ``.bench`` until code or data change.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmarks.marked_pages import DATA
from tests.benchmarks.reading import folds
from tests.benchmarks.reading.bodies import bodies
from tests.benchmarks.reading.changed import changed
from tests.benchmarks.reading.fields import fields
from tests.benchmarks.reading.own import own
from tests.benchmarks.reading.policies import policies
from tests.benchmarks.reading.recaptures import recaptures
from tests.benchmarks.reading.seeds import seeds
from tests.benchmarks.reading.speed import speed
from tests.benchmarks.reading.spliced import spliced
from tests.benchmarks.reading.table import Table

if TYPE_CHECKING:
    from tests.benchmarks.marked_pages import Marked

TRIALS = (seeds, own, recaptures, policies, spliced, changed, fields, speed, bodies)


def judge_folds(pages: list[Marked]) -> None:
    """Print the figures of models that never saw the outlets they are judged on."""
    table = Table()
    folds.texts(table, pages)
    bodies(table)


def main() -> None:
    """Run all trials, or those named."""
    if not DATA.is_dir():
        raise SystemExit(f"There is no {DATA}: this benchmark needs the data beside the checkout.")
    named = {word for word in sys.argv[1:] if not word.startswith("--")}
    unknown = named - {trial.__name__ for trial in TRIALS}
    if unknown:
        names = " ".join(trial.__name__ for trial in TRIALS)
        raise SystemExit(f"There is no trial {' '.join(sorted(unknown))}; there are: {names}")
    table = Table("--json" in sys.argv)
    for trial in TRIALS:
        if not named or trial.__name__ in named:
            table.head(f"{trial.__name__}: {(trial.__doc__ or '').splitlines()[0]}")
            trial(table)
    table.done()


if __name__ == "__main__":
    main()
