"""Seeds: feeds, sitemaps and section pages, how often they are asked, and what they name."""
