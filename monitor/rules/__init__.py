"""What an outlet's rules find on its pages, and rules written from pages that were seen."""
