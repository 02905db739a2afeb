"""The learned judgement: the features of a block, and two forests that evaluate them."""
