"""What is said of a text that was copied."""

from __future__ import annotations


def copied(what: str, text: str, marks: int) -> str:
    """Say that ``text`` was copied, and that ``marks`` characters of the message it is from are left out."""
    # OSC 52 has no answer: whether the terminal took it, nobody can know.
    said = f"Sent {what} to the terminal's clipboard, {len(text):,} characters."
    if not marks:
        return said
    each = "mark is" if marks == 1 else "marks are"
    return f"{said} {marks:,} control or invisible {each} left out."
