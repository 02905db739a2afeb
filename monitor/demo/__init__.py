"""The Velmara Post: a small outlet of our own, on loopback, that changes while you watch.

Everybody and everything in its articles is invented. ``content`` and ``edits`` load its articles
and its edits (both are data files in this folder), ``furniture`` makes everything around the
articles, differently for every request, ``pages`` combines them, ``server`` serves them, and
``tour`` is the command ``variorum demo``.
"""
