"""What the trials print: a row for each reader and set, with the aim and the best peer."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field

AIMS = {
    "bodies chaos": "F1 0.977, identical 0.40, nearly 0.86 (best peer 0.951, 0.23, 0.78)",
    "bodies andy": "F1 0.947, identical 0.40, nearly 0.72 (best peer 0.929, 0.23, 0.64)",
    "bodies big9": "F1 0.986, identical 0.40, nearly 0.84 (best peer 0.961, 0.23, 0.76)",
    "recaptures news_articles": "differ 0 (best peer 10.3 %)",
    "policies together": "missed 2 %, false 0.5 % (best peer 45 %, 0.4 %)",
    "spliced": "missed 0.5 %, false 0.5 %",
    "seeds": "left 0, lost 0",
    "fields andy": "title 0.90, byline 0.85, date 0.95 (best peer 0.85, 0.73, 0.84)",
    "speed": "first 4 times, again 14 times as fast as trafilatura",
}
"""What the project aims for, by trial and set."""


@dataclass(frozen=True)
class Row:
    """Figures of one reader on one set; shares are 0 to 1, counts are counts."""

    trial: str
    set: str
    reader: str
    figures: dict[str, float]


@dataclass
class Table:
    """Rows and remarks, printed as they come, or as one JSON document at the end."""

    as_json: bool = False
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def row(self, trial: str, name: str, reader: str, **figures: float) -> None:
        """Add a row."""
        told = {key: round(value, 4) for key, value in figures.items()}
        self.rows.append(Row(trial, name, reader, told))
        line = "  ".join(f"{key} {value:g}" for key, value in told.items())
        self._say(f"  {name:<18} {reader:<28} {line}")

    def aim(self, name: str) -> None:
        """The aim for this set."""
        if name in AIMS:
            self._say(f"  {name:<18} {'aim':<28} {AIMS[name]}")

    def remark(self, text: str) -> None:
        """Add a case worth a look, or how something was counted."""
        self.remarks.append(text)
        self._say(f"    {text}")

    def head(self, text: str) -> None:
        """Begin a trial."""
        self._say(text)

    def done(self) -> None:
        """Print the JSON document, if one is wanted."""
        if self.as_json:
            rows = [asdict(row) for row in self.rows]
            document = {"aims": AIMS, "rows": rows, "remarks": self.remarks}
            json.dump(document, sys.stdout, ensure_ascii=False, indent=1)

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr if self.as_json else sys.stdout, flush=True)
