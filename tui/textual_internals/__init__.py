"""Textual's private names: the one place that imports them, and the list of all that are used.

A module per need, so that each is imported no earlier than what it wraps.
"""
