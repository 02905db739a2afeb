"""Proving that nothing was changed: ledger, checkpoints, seals, checks."""
