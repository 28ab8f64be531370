"""The spine: one pure function per arrow from bytes to a clean article."""
