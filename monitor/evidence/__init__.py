"""Evidence that others can check: the ledger's root, signed, and time-stamped by authorities."""
