"""What may be requested from a host, and how fast: robots.txt, the user's own rules, the pace."""
