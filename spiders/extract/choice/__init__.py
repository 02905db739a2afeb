"""Which blocks of a page are its article: the learned judgement, and the rules it is held to."""
