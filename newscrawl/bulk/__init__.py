"""Work on many pages at once: on all cores, in shares for several machines, and resumable."""
