"""What the client keeps: one SQLite file a profile."""
