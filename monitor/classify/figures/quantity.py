"""A number, a sum, a date or a time, as it stands in a sentence."""

from __future__ import annotations

from typing import NamedTuple


class Quantity(NamedTuple):
    """``type`` is ``number``, ``date`` or ``time``; ``value`` and ``unit`` are compared.

    ``weak`` marks a word such as *one*, which counts only against a figure; ``bound`` says that
    the text makes it ``over``, ``under`` or ``about`` that much.
    """

    type: str
    value: float | str
    unit: str
    text: str
    start: int
    end: int
    weak: bool = False
    bound: str = ""

    @property
    def figure(self) -> float | None:
        """Its value as a figure; of a date, that of four figures that may be no year."""
        if isinstance(self.value, float):
            return self.value
        return float(self.value) if self.value.isdecimal() else None

    @property
    def key(self) -> tuple[str, float | str, str]:
        """What makes two quantities the same."""
        return self.type, self.value, self.unit


def take(span: tuple[int, int], taken: bytearray) -> None:
    """Marks the characters of a quantity, so that none belongs to two of them.

    A byte for each character, so that a table of thousands of figures costs what it is long.
    """
    start, end = span
    taken[start:end] = b"\1" * (end - start)


def overlaps(span: tuple[int, int], taken: bytearray) -> bool:
    """Whether any character of a span is taken."""
    return any(taken[slice(*span)])
