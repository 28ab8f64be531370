"""The database itself: engine, schema, upgrades, checks, backups, locks."""
