"""What a crawl writes: articles, the ledger of a run, known URLs, raw pages, refusals, learned boilerplate."""
