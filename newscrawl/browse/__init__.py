"""The reader: the database as pages for people, on this machine only."""
