"""The spiders: know HTTP, HTML and outlets; nothing of time, change and people."""
