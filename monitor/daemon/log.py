"""The daemon's log: one line per event on stderr, as ``key=value`` or JSON."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from datetime import UTC, datetime
from typing import Any, Protocol

from storage.database.times import to_text

KEY_VALUE, JSON = "key-value", "json"
FORMATS = (KEY_VALUE, JSON)

_PLAIN = re.compile(r"[^\s\"=\\]+")


class Say(Protocol):
    """Logs an event with its values."""

    def __call__(self, event: str, **values: Any) -> None:
        """Write one line."""


class Log:
    """To be called: ``log("crawled", visits=3)``. Values are numbers, texts, times and booleans."""

    def __init__(self, form: str = KEY_VALUE) -> None:
        self._write = _json if form == JSON else _key_value

    def __call__(self, event: str, **values: Any) -> None:
        """Write the line. A log that cannot be written (full disk) stops nothing."""
        now = datetime.now(UTC).replace(microsecond=0)
        shown = {
            key: to_text(one) if isinstance(one, datetime) else one for key, one in values.items()
        }
        with contextlib.suppress(OSError):
            sys.stderr.write(self._write(to_text(now), event, shown) + "\n")
            sys.stderr.flush()


def _json(time: str, event: str, values: dict[str, Any]) -> str:
    return json.dumps({"time": time, "event": event, **values}, ensure_ascii=False, default=str)


def _key_value(time: str, event: str, values: dict[str, Any]) -> str:
    words = (f"{key}={_quoted(str(one))}" for key, one in values.items() if one is not None)
    return " ".join((time, event, *words))


def _quoted(text: str) -> str:
    """The text as it is if it is one word; otherwise as a JSON string, which is one line too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
