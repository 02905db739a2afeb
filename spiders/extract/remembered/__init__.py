"""Reading in the light of what was read before: the same page again, and the outlet's others."""
