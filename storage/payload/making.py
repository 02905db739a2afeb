"""Making a blob out of its bases.

What was made on the way to one blob is cached for the next, separately from what was checked by
its hash; only the latter is ever returned.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.errors import NotStored
from storage.payload import deltas
from storage.payload.order import lowest_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.payload.cache import ByteCache

LONGEST_CHAIN = 64
"""Longer than any that is written; a longer one can only be a ring, caused by damage."""

_UNCHECKED = b"unchecked "
"""Prefix of the cache key of bytes that were made as a base, and not checked by their hash."""

_NOT_THERE = "What it depends on is missing."


class Making:
    """Makes blobs. ``step`` returns the row of one by id with all that making it needs."""

    def __init__(self, cache: ByteCache, step: Callable[[int], Any]) -> None:
        self._cache = cache
        self._step = step

    def made(self, row: Any) -> bytes:
        """The bytes, made out of the bases and checked by their hash. Raises DeltaError."""
        steps, data = self._chain(row)
        while steps:
            data = self._decoded(steps.pop(), data, top=row["id"])
        assert data is not None
        if hashlib.sha256(data).digest() != row["sha256"]:
            raise deltas.DeltaError("It does not match its hash.")
        return data

    def _chain(self, row: Any) -> tuple[list[Any], bytes | None]:
        """The rows to replay, topmost first, and the bytes of the base below, if cached."""
        steps: list[Any] = []
        while row["base_id"] is not None:
            if row["second_id"] is not None:
                return steps, self._woven(row, top=steps[0]["id"] if steps else row["id"])
            steps.append(row)
            held = self._held(row["below"])
            if held is not None:
                return steps, held
            if len(steps) > LONGEST_CHAIN:
                raise deltas.DeltaError("Its bases go round in a ring.")
            row = self._step(row["base_id"])
        steps.append(row)
        return steps, None

    def _woven(self, row: Any, top: int) -> bytes:
        """The bytes of a blob with two bases, which may have bases in common."""
        held: dict[int, bytes] = {}
        steps = lowest_first(row, lambda one: self._unmade(one, held))
        last_use = {one: step["id"] for step in steps for one in _bases_of(step)}
        for step in steps:
            bases = _bases_of(step)
            base = b"".join(held[one] for one in bases)
            held[step["id"]] = self._decoded(step, base, top)
            for one in set(bases):  # damage can make both the same
                if last_use[one] == step["id"]:
                    del held[one]
        return held[row["id"]]

    def _unmade(self, row: Any, held: dict[int, bytes]) -> list[Any]:
        """The rows under this one that must be made; cached bytes are put into ``held``."""
        found = []
        for one in _bases_of(row):
            if one not in held:
                step = self._there(one)
                data = self._held(step["sha256"])
                if data is None:
                    found.append(step)
                else:
                    held[one] = data
        return found

    def _there(self, blob_id: int) -> Any:
        try:
            return self._step(blob_id)
        except NotStored as error:
            raise deltas.DeltaError(_NOT_THERE) from error

    def _held(self, sha256: bytes | None) -> bytes | None:
        if sha256 is None:
            raise deltas.DeltaError(_NOT_THERE)
        return self._cache.get(sha256) or self._cache.get(_UNCHECKED + sha256)

    def _decoded(self, step: Any, base: bytes | None, top: int | None = None) -> bytes:
        """The bytes of one step; cached for others, unless it is the top one, which is checked."""
        data = deltas.decode(step["codec"], step["data"], step["length"], base)
        if step["id"] != top:
            self._cache.put(_UNCHECKED + step["sha256"], data)
        return data


def _bases_of(step: Any) -> list[int]:
    """The ids of its bases, in the order in which their bytes precede those of the blob."""
    return [one for one in (step["second_id"], step["base_id"]) if one is not None]
