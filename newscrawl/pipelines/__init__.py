"""Scrapy's view of the stages and of the storage; hardly any logic of their own."""
