"""Stories: articles of several outlets on one event. ``terms`` and ``likeness`` are pure.

::

    first revision -> terms -> the rarest of them -> the most similar of these days | a story
"""
