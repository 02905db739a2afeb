"""Full text over every revision: what a word is indexed as, what a query asks, what is shown."""
