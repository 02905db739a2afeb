"""What may be asked of a host, and how fast: robots.txt, the user's own rules, the pace."""
