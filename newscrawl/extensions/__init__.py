"""Scrapy extensions: the life of a crawl run."""
