"""What people read: articles, search, near-duplicates, history, exports, health, the browser."""
