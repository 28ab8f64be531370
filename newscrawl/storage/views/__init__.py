"""What people read: articles, search, near-duplicates, history, exports, health, lists of the reader."""
