"""The Velmara Post: a small outlet of our own, on loopback, that changes while you watch.

Everybody and everything in its articles is invented. ``content`` and ``edits`` read what it
prints and what it will change (both are data, beside this file), ``furniture`` is everything
around the articles and is new at every request, ``pages`` puts them together, ``server`` serves
them, and ``tour`` is the command ``variorum demo``.
"""
