"""Files put in their place whole, and what is on its way there."""
