"""Seeds: feeds, sitemaps and section pages, how often they are visited, and what they name."""
