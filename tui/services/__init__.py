"""Use cases, without a terminal: the screens and the command line are two faces of these."""
