"""What the model took and is none of the article: rules that take away."""
