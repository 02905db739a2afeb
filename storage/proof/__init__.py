"""That nothing was changed, and how that is shown to others: ledger, checkpoints, seals, checks."""
