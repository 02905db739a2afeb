"""Writing an article's history: carrying out what READ decided, joining articles, retelling."""
