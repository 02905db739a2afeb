"""Which modules import which, wherever in a file they do so, and the cycles among them."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from tests.quality import measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def imports() -> dict[str, set[str]]:
    """The modules that each module imports: at its top, within functions, or for types only."""
    trees = {_module(source.name): source.tree for source in measure.sources()}
    return {
        name: {found for found in _named(tree, trees) if found != name}
        for name, tree in trees.items()
    }


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import one another in a cycle; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _named(tree: ast.Module, modules: Mapping[str, ast.Module]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                below = f"{node.module}.{one.name}"
                if below in modules:
                    yield below
                elif node.module in modules:
                    yield node.module
