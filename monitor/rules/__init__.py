"""What an outlet's rules find on its pages, and drafts of rules made from pages."""
