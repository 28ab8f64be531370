"""A crawler for electronics news: clean articles from damaged pages."""
