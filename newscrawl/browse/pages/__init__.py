"""The pages of the reader, one module for each kind."""
