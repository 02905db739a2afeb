"""Fifty outlets on loopback that edit, fail and misbehave by a plan, for an hour or longer."""
