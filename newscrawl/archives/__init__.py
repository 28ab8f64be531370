"""Read archives of other crawlers: WARC, ARC, WACZ and folders of pages, whatever they are compressed with."""
