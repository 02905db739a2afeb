"""Reading: turning a capture into an extraction, as a pure function of bytes, rules and memory."""
