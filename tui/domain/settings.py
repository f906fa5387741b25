"""What a person may set: the schema of ``config.toml``, with every default.

Plain dataclasses, so that a start without a settings file needs no validator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tui.domain.endpoint import DEFAULT_BASE_URL, Timeouts

DEFAULT_PROFILE = "default"

Reveal = Literal["words", "off"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One account: where its API is, and where its key comes from."""

    base_url: str = DEFAULT_BASE_URL
    api_key_command: tuple[str, ...] = ()
    """A command and its arguments, run without a shell; the first line it prints is the key."""
    api_key_file: str = ""
    """A file that holds the key and nothing else, readable by its owner only."""
    website: str = ""
    """The website to open with: its id or domain; empty for the one last used, else the primary."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    profile: str = DEFAULT_PROFILE
    """The profile to use when none is named."""
    theme: str = "asyntai-dark"
    reveal: Reveal = "words"
    """How a reply appears: by the clock, or at once."""
    timeouts: Timeouts = field(default_factory=Timeouts)
    keys: dict[str, str] = field(default_factory=dict[str, str])
    """Keys by action id, as Textual names keys; several are separated by commas."""
    profiles: dict[str, Profile] = field(default_factory=dict[str, Profile])
