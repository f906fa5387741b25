"""What a person may set: the schema of ``config.toml``, with every default.

Plain dataclasses, so that a start without a settings file needs no validator.
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
    """One account: where its API is, and where its key comes from."""

    base_url: str = DEFAULT_BASE_URL
    ca_file: str = ""
    """A file of certificates (PEM) that are believed in place of the usual ones: a private authority's."""
    api_key_command: tuple[str, ...] = ()
    """A command and its arguments, run without a shell; the first line it prints is the key."""
    api_key_keyring: bool = False
    """Whether the key is in the system's keyring, under the profile's name and base URL."""
    api_key_file: str = ""
    """A file that holds the key and nothing else, readable by its owner only."""
    api_key: ApiKey | None = None
    """The key itself: then only its owner may read the settings file."""
    website: str = ""
    """The website to open with: its id or domain; empty for the one last used, else the primary."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    profile: str = DEFAULT_PROFILE
    """The profile to use when none is named."""
    theme: str = "auto"
    """A theme's name, or that it follows the terminal."""
    reveal: Reveal = "words"
    """How a reply appears: by the clock, or at once."""
    thrift: Thrift = "auto"
    """Whether the terminal is at the end of a slow line: fewer frames, no animation; by itself over SSH.

    Only the cells that changed are sent, slow line or not; *off* sends what Textual draws, as it is.
    """
    mouse: bool = True
    """Whether the mouse is the client's; if not, the terminal selects text itself."""
    attention: Attention = "bell"
    """How a person who looks elsewhere is called to an answer: not at all, by BEL, or by OSC 9."""
    log: bool = True
    """Whether a small log of the calls is kept in the state folder."""
    timeouts: Timeouts = field(default_factory=Timeouts)
    keys: dict[str, str] = field(default_factory=dict[str, str])
    """Keys by action id, as Textual names keys; several are separated by commas."""
    profiles: dict[str, Profile] = field(default_factory=dict[str, Profile])
