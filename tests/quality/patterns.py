"""The regular expressions of the program, as Python parses them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from re import _parser as parser  # type: ignore[attr-defined]  # there is no public one
from typing import TYPE_CHECKING, Any

import monitor
import spiders
import storage

if TYPE_CHECKING:
    from collections.abc import Iterator

_SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY"})


def compiled() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Each compiled pattern (of :mod:`re`) that is an attribute of a module, with its name."""
    for package in (monitor, spiders, storage):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                module = importlib.import_module(found.name)
                for name, value in vars(module).items():
                    if isinstance(value, re.Pattern):
                        yield f"{found.name}.{name}", value


def repeats_a_group(pattern: str | bytes, flags: int = 0) -> bool:
    """Whether a ``*+``, ``++``, ``?+`` or ``{}+`` follows more than a single character."""
    return any(
        str(name) == "POSSESSIVE_REPEAT" and not _is_single(argument[2])
        for name, argument in _steps(parser.parse(pattern, flags))
    )


def _is_single(tree: Any) -> bool:
    return len(tree) == 1 and str(tree[0][0]) in _SINGLE


def _steps(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every step of a parsed pattern, including nested ones."""
    for name, argument in tree:
        yield name, argument
        for inner in _trees(argument):
            yield from _steps(inner)


def _trees(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _trees(one)
