"""How an article's history is written: what READ decided carried out, joined, told again."""
