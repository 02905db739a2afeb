"""How a single thing is written for a person, or read from one.

A time, a figure, a state of the archive, a text made safe.
"""
