"""Measure the code by its syntax trees.

``python tests/quality/measure.py --write`` tightens ``baseline.json`` to what is measured now; it
never loosens a limit.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("monitor", "spiders", "storage")
BASELINE = Path(__file__).with_name("baseline.json")
LONG_FUNCTION = 40
LONG_FILE = 400

_SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?P<rest>.*)$")
_CODES = re.compile(r"^\s*(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*|\[[\w,\s-]*\])")
_REASON = re.compile(r"[^\W\d_]{2,}")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A file of the program."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path within the repository."""
        return self.path.relative_to(ROOT).as_posix()


def sources() -> tuple[Source, ...]:
    """Every Python file of the three packages."""
    return _below(ROOT)


@cache
def _below(root: Path) -> tuple[Source, ...]:
    paths = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Source(path, text, ast.parse(text)) for path, text in texts)


def functions() -> Iterator[tuple[str, int]]:
    """Name and length of every function, in lines without its docstring."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, Function):
                yield f"{source.name}:{node.name}", _length(node)


def files() -> Iterator[tuple[str, int]]:
    """Name and number of lines of every file."""
    for source in sources():
        yield source.name, source.text.count("\n")


def broad_excepts() -> list[str]:
    """Where everything is caught and not simply raised again: ``file:line``.

    ``except Exception``, ``except BaseException`` and the bare ``except``.
    """
    return [
        f"{source.name}:{node.lineno}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises(node)
    ]


def undocumented() -> list[str]:
    """Public modules, classes and functions without a docstring."""
    return [name for name, documented in _public_names() if not documented]


def docstring_coverage() -> float:
    """The percentage of public names that have a docstring."""
    names = list(_public_names())
    return round(100 * sum(documented for _name, documented in names) / len(names), 2)


def unreasoned() -> list[str]:
    """Silenced warnings that give no reason."""
    return [
        f"{source.name}:{number}"
        for source in sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if not reasoned(line)
    ]


def reasoned(line: str) -> bool:
    """False for a line with ``noqa`` or ``type: ignore`` that gives no reason after its codes."""
    match = _SILENCED.search(line)
    if match is None:
        return True
    return bool(_REASON.search(_CODES.sub("", match["rest"], count=1)))


def measured() -> dict[str, float]:
    """Everything that the baseline limits; less is better, except for ``docstring_coverage``."""
    lengths = [length for _name, length in functions()]
    long = sum(length > LONG_FUNCTION for length in lengths)
    sizes = [size for _name, size in files()]
    return {
        "long_functions_per_cent": round(100 * long / len(lengths), 2),
        "longest_function": max(lengths),
        "long_files": sum(size > LONG_FILE for size in sizes),
        "longest_file": max(sizes),
        "broad_excepts": len(broad_excepts()),
        "docstring_coverage": docstring_coverage(),
        "unreasoned": len(unreasoned()),
    }


def tightened(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    """The stricter of the two, limit by limit."""
    return {
        name: max(old.get(name, value), value)
        if name == "docstring_coverage"
        else min(old.get(name, value), value)
        for name, value in new.items()
    }


def _length(node: Function) -> int:
    """The number of lines from ``def`` to the end, without the docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def _is_broad(node: ast.expr | None) -> bool:
    if node is None:
        return True
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(
        isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"} for one in names
    )


def _raises(node: ast.ExceptHandler) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _public_names() -> Iterator[tuple[str, bool]]:
    for source in sources():
        yield source.name, ast.get_docstring(source.tree) is not None or not source.tree.body
        yield from _public_in(source.tree, source.name)


def _public_in(node: ast.Module | ast.ClassDef, where: str) -> Iterator[tuple[str, bool]]:
    for child in node.body:
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            name = f"{where}:{child.name}"
            yield name, ast.get_docstring(child) is not None or _is_overload(child)
            if isinstance(child, ast.ClassDef):
                yield from _public_in(child, name)


def _is_overload(node: ast.ClassDef | Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in node.decorator_list)


if __name__ == "__main__":
    now = measured()
    if "--write" in sys.argv:
        before = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
        BASELINE.write_text(json.dumps(before | tightened(before, now), indent=2) + "\n")
    print(json.dumps(now, indent=2))
    for found in (*broad_excepts(), *undocumented(), *unreasoned()):
        print(found)
    for name, length in sorted(functions(), key=lambda pair: -pair[1])[:12]:
        print(length, name)
    for name, length in sorted(files(), key=lambda pair: -pair[1])[:6]:
        print(length, name)
