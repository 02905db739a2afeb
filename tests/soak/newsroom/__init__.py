"""Outlets made of our templates and texts, with an editor: days of them in minutes.

What is served carries its own name in a field of the response, so that the archive itself says
what each of its captures showed, and every revision can be held against that.
"""
