"""Element in, element or text out: knows nothing of articles, Scrapy or SQL."""
