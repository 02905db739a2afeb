"""Deciding what a visit means, and what follows, as intents that the archive carries out. Pure.

``visit`` decides; the other files each judge one thing for it: absence, identity, redirects, a new
template, and whether an outlet lost a field (``shares``). ``context`` is what must be known.
"""
