"""Values and rules of the client, in the standard library alone."""
