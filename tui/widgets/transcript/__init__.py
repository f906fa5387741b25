"""The transcript: one widget that draws lines, at the same cost at any length."""
