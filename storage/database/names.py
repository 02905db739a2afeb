"""What the files in an archive's folder are called, where more than one noun asks."""

from __future__ import annotations

DATABASE_NAME = "archive.db"
KEY_NAME = "signing-key.pem"
"""The key that signs checkpoints."""
