"""Base classes of the messages of each part of the screen: one handler takes all of a part."""

from __future__ import annotations

from textual.message import Message


class ComposerSaid(Message):
    """Base of the composer's messages."""


class TranscriptSaid(Message):
    """Base of the transcript's messages."""


class SidebarSaid(Message):
    """Base of the sidebar's messages."""


class FindBarSaid(Message):
    """Base of the find bar's messages."""


class OnboardingSaid(Message):
    """Base of the onboarding screen's messages."""


class DialogSaid(Message):
    """Base of the messages that a dialog posts before it ends."""
