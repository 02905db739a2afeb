"""The heaviest matching of a sparse bipartite graph, and the heaviest increasing run.

The matching uses shortest augmenting paths (Jonker and Volgenant 1987, sparse form), in pure
Python: once equal sentences have been paired, the graphs are small and consist of many parts.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scores = dict[int, dict[int, float]]
"""Row to column to score; a pair without a score cannot be matched."""

MOST_EDGES = 30_000
"""With more candidates than this, the best pairs are simply taken first."""


def heaviest_matching(scores: Scores) -> dict[int, int]:
    """Row to column, such that the sum of positive scores is as large as possible."""
    if sum(len(row) for row in scores.values()) > MOST_EDGES:
        return _greedy(scores)
    matched: dict[int, int] = {}
    for part in _parts(scores):
        if len(part) == 1:
            ((row, columns),) = part.items()
            if columns:
                matched[row] = max(columns, key=lambda column: (columns[column], -column))
        else:
            matched.update(_shortest_paths(part))
    return matched


def _greedy(scores: Scores) -> dict[int, int]:
    edges = [(-score, i, j) for i, row in scores.items() for j, score in row.items()]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _score, i, j in sorted(edges):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def _parts(scores: Scores) -> list[Scores]:
    """The connected components of the graph, each with its own scores."""
    rows_of: dict[int, list[int]] = {}
    for row, columns in scores.items():
        for column in columns:
            rows_of.setdefault(column, []).append(row)
    parts: list[Scores] = []
    seen: set[int] = set()
    for start in scores:
        if start in seen:
            continue
        seen.add(start)
        part, stack = {}, [start]
        while stack:
            row = stack.pop()
            part[row] = scores[row]
            for column in scores[row]:
                for other in rows_of.pop(column, ()):
                    if other not in seen:
                        seen.add(other)
                        stack.append(other)
        parts.append(dict(sorted(part.items())))
    return parts


def _shortest_paths(part: Scores) -> dict[int, int]:
    """Give each row a column or, at no gain, a column of its own that means "unpaired"."""
    top = max((score for row in part.values() for score in row.values()), default=0.0)
    costs = {
        row: {**{column: top - score for column, score in columns.items()}, -1 - row: top}
        for row, columns in part.items()
    }
    row_of: dict[int, int] = {}
    column_of: dict[int, int] = {}
    height: dict[int, float] = {}
    for root in costs:
        _augment(root, costs, row_of, column_of, height)
    return {row: column for row, column in column_of.items() if column >= 0}


def _augment(
    root: int,
    costs: Scores,
    row_of: dict[int, int],
    column_of: dict[int, int],
    height: dict[int, float],
) -> None:
    """Place one more row; rows in its way move to their next best column.

    ``height`` is the dual price of each column; the price of a row follows from its column.
    """
    distance: dict[int, float] = {}
    from_row: dict[int, int] = {}
    done: dict[int, float] = {}
    heap: list[tuple[float, int]] = []
    row, base = root, 0.0
    while True:
        own = column_of.get(row)
        offset = base - (costs[row][own] - height.get(own, 0.0) if own is not None else 0.0)
        for column, cost in costs[row].items():
            length = offset + cost - height.get(column, 0.0)
            if column not in done and length < distance.get(column, float("inf")) - 1e-12:
                distance[column], from_row[column] = length, row
                heapq.heappush(heap, (length, column))
        base, column = heapq.heappop(heap)
        while column in done or base > distance[column]:
            base, column = heapq.heappop(heap)
        if column not in row_of:
            break
        done[column] = base
        row = row_of[column]
    for passed, length in done.items():
        height[passed] = height.get(passed, 0.0) + length - base
    while True:
        row = from_row[column]
        row_of[column] = row
        column, previous = column_of.get(row, column), column
        column_of[row] = previous
        if row == root:
            return


def heaviest_run(places: Sequence[tuple[int, int]], weights: Sequence[float]) -> set[int]:
    """Which of these pairs, sorted by their first number, are also in order by their second.

    This is the increasing run of the greatest weight, so that as little text as possible
    counts as moved. O(n log n) with a Fenwick tree of best runs.
    """
    if all(one[1] < other[1] for one, other in pairwise(places)):
        return set(range(len(places)))
    ranks = sorted({second for _first, second in places})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    best: tuple[float, int] = (0.0, -1)
    for number, (_first, second) in enumerate(places):
        rank = bisect_left(ranks, second)
        reached = _best_up_to(tree, rank)
        total = (reached[0] + weights[number], number)
        before.append(reached[1])
        if total[0] > best[0]:
            best = total
        _raise(tree, rank + 1, total)
    run: set[int] = set()
    at = best[1]
    while at >= 0:
        run.add(at)
        at = before[at]
    return run


def _best_up_to(tree: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = (0.0, -1)
    while rank > 0:
        if tree[rank][0] > best[0]:
            best = tree[rank]
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[float, int]], rank: int, total: tuple[float, int]) -> None:
    while rank < len(tree):
        if total[0] > tree[rank][0]:
            tree[rank] = total
        rank += rank & -rank


def inverse(matched: Mapping[int, int]) -> dict[int, int]:
    """Column to row."""
    return {column: row for row, column in matched.items()}
