"""Reading: a capture becomes an extraction. A pure function of bytes, rules and memory."""
