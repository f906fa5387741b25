"""The whole suite again and again, on a busy machine: what is not the same each time is a race."""
