"""Edits captured at 5, 10 and 20 re-fetches an article, compared with other systems' rules.

    python tests/benchmarks/cadence.py [TRACE…]

The earlier half of a trace's articles is for training, the later half is judged. Aims: feed_2021
73 / 85 / 92 % without hints, 83 / 92 / 96 % with hints of recall 0.5, 80 % with one queue of 19
fetches an hour; homepage_2021_2023 85 / 92 / 94 %.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from monitor.cadence.traces import load
from monitor.simulate import OWN, POLICIES, Task, simulate
from tests.cadence.one_queue import simulate_queue

DATA = Path(__file__).parents[3] / "shared" / "data" / "traces"
TRACES = ("feed_2021", "homepage_2021_2023")


def line(*cells) -> None:
    """One row of the table."""
    print(f"{cells[0]:20}" + "".join(f"{cell!s:>12}" for cell in cells[1:]), flush=True)


def show(name, policy, budget, recall, result, start) -> None:
    """One row, with the CPU seconds it took."""
    numbers = result.numbers()
    captured = f"{100 * numbers['captured']:.1f} %"
    delays = (numbers["mean_delay_hours"], numbers["median_delay_hours"])
    fetches = numbers["fetches_per_article"]
    took = f"{time.process_time() - start:.0f}"
    line(name, policy, budget, recall, captured, fetches, *delays, took)


def main() -> None:
    """The whole table."""
    if not DATA.is_dir():
        sys.exit("The traces are not here: ../shared/data/traces")
    line("trace", "policy", "budget", "hints", "captured", "fetches", "mean h", "median h", "CPU s")
    for name in sys.argv[1:] or TRACES:
        trace = load(DATA / f"{name}_articles.csv.gz", DATA / f"{name}_changes.csv.gz")
        middle = float(np.median(trace.first_seen))
        for budget in (5, 10, 20):
            for recall in (0.0, 0.5):
                for policy in POLICIES if not recall else (OWN,):
                    start = time.process_time()
                    result = simulate(trace, Task(budget, middle, middle, recall), policy)
                    show(name, policy, budget, recall, result, start)
        if name == "feed_2021":
            start = time.process_time()
            result = simulate_queue(trace, per_hour=19)
            show(name, OWN, "19/hour", 0.0, result, start)


if __name__ == "__main__":
    main()
