"""A number, a sum, a date or a time, as it is written in a sentence."""

from __future__ import annotations

from typing import NamedTuple


class Quantity(NamedTuple):
    """``type`` is ``number``, ``date`` or ``time``; ``value`` and ``unit`` are compared.

    ``weak`` marks a word such as *one*, which only counts against a figure; ``bound`` is set if the
    text says ``over``, ``under`` or ``about`` that much.
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
        """Its value as a number, also if read as a year (four digits may be either); else None."""
        if isinstance(self.value, float):
            return self.value
        return float(self.value) if self.value.isdecimal() else None

    @property
    def key(self) -> tuple[str, float | str, str]:
        """What must be equal for two quantities to be the same."""
        return self.type, self.value, self.unit


def take(span: tuple[int, int], taken: bytearray) -> None:
    """Mark the characters of a quantity as taken, so that none belongs to two of them.

    One byte per character, so that a table of thousands of figures takes linear time.
    """
    start, end = span
    taken[start:end] = b"\1" * (end - start)


def overlaps(span: tuple[int, int], taken: bytearray) -> bool:
    """Whether any character of a span is taken."""
    return any(taken[slice(*span)])
