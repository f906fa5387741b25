"""What parts of the screen say happened: a base for each part, whose messages one handler takes."""

from __future__ import annotations

from textual.message import Message


class ComposerSaid(Message):
    """Something that the composer says."""


class TranscriptSaid(Message):
    """Something that the transcript says."""


class SidebarSaid(Message):
    """Something that the sidebar says."""


class FindBarSaid(Message):
    """Something that the find bar says."""


class OnboardingSaid(Message):
    """Something that the onboarding screen says."""


class DialogSaid(Message):
    """Something that a dialog says before it ends."""
