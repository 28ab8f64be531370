"""What commands share: arguments, exit codes, tables, one-off fetches, and a crawl as a job."""
