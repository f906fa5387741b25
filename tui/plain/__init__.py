"""The plain client: a line at a time, for screen readers, dumb terminals and scripts."""
