"""The practice web: saved pages of many sites, served as they were, on this machine only."""
