"""When to visit again: pure functions from the history of an address to its next due time."""

from monitor.cadence.pace import next_look

__all__ = ["next_look"]
