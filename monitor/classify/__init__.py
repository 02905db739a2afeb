"""What an edit means: kinds with evidence, weights, signals, a summary."""
