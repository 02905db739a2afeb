"""Outlets made of our templates and texts, with an editor: days of them in minutes.

Each response names what it serves in a field, so that the archive itself says what each of its
captures showed, and every revision can be compared with that.
"""
