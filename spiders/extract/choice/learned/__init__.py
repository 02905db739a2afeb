"""The judgement that is learned: what is asked of a block, and two forests that answer."""
