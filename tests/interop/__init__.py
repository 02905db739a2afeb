"""Our files in other programs, and theirs in ours."""
