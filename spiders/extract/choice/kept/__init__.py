"""What belongs to an article though the model left it out: rules that add."""
