"""Find the addresses of articles: listings, JSON lists, feeds, sitemaps, and sites that nobody declared."""
