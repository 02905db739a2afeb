"""What others can check: the ledger's root signed, and authorities asked to say when."""
