"""Stories: articles of several outlets that tell one event. ``terms`` and ``likeness`` are pure.

::

    first revision -> terms -> the rarest of them -> the most alike of these days | a story
"""
