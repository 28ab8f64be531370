"""One file a step, named for its version."""
