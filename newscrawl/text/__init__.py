"""Text in, text out: knows nothing of markup, articles, Scrapy or SQL."""
