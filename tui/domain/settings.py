"""User settings: the schema of ``config.toml``, with every default.

Plain dataclasses, so that a start without a settings file loads no validator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tui.domain.api_key import ApiKey  # noqa: TC001 - read at run time by the validator
from tui.domain.endpoint import DEFAULT_BASE_URL, Timeouts

DEFAULT_PROFILE = "default"

Reveal = Literal["words", "off"]
Thrift = Literal["auto", "on", "off"]
Attention = Literal["off", "bell", "osc9"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One account: the URL of its API, and the source of its key."""

    base_url: str = DEFAULT_BASE_URL
    ca_file: str = ""
    """A PEM file of certificates to trust instead of the usual ones, for a private authority."""
    api_key_command: tuple[str, ...] = ()
    """A command and its arguments, run without a shell; the first line it prints is the key."""
    api_key_keyring: bool = False
    """Whether the key is in the system's keyring, under the profile's name and base URL."""
    api_key_file: str = ""
    """A file that holds the key and nothing else, readable by its owner only."""
    api_key: ApiKey | None = None
    """The key itself; the settings file must then be readable by its owner only."""
    website: str = ""
    """The website to open at start: its id or domain; empty for the one last used, else the primary."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    profile: str = DEFAULT_PROFILE
    """The profile to use when none is named."""
    theme: str = "auto"
    """A theme's name, or ``auto`` to follow the terminal."""
    reveal: Reveal = "words"
    """How a reply appears: revealed over time, or at once."""
    thrift: Thrift = "auto"
    """Whether to save bandwidth (fewer frames, no animation); ``auto`` does so over SSH.

    Only changed cells are sent in either case; ``off`` sends Textual's output unchanged.
    """
    mouse: bool = True
    """Whether the client handles the mouse; if not, the terminal selects text itself."""
    attention: Attention = "bell"
    """How a person who is away is notified of a reply: not at all, by BEL, or by OSC 9."""
    log: bool = True
    """Whether to keep a small log of the calls in the state folder."""
    timeouts: Timeouts = field(default_factory=Timeouts)
    keys: dict[str, str] = field(default_factory=dict[str, str])
    """Keys by action id, in Textual's key names; several are separated by commas."""
    profiles: dict[str, Profile] = field(default_factory=dict[str, Profile])
