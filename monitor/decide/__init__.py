"""Pure: what a visit amounts to, and what follows, as intents that the archive carries out.

``visit`` decides; the other files judge one thing each for it: absence, identity, redirects, a new
template, and whether an outlet lost a field (``shares``). ``context`` is what must be known.
"""
