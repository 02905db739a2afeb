"""What is known of outlets: one TOML each, and their reader."""
