"""The spiders: they know HTTP, HTML and outlets, but nothing about time, change and people."""
