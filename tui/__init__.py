"""A terminal chat client for Asyntai."""

__version__ = "0.1.0"
