"""Launch options: what the command line and the settings ask of one run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tui.domain.settings import Settings


class Colours(Enum):
    """How many colours the terminal has; the values are Rich's names for what to send."""

    ALL = "truecolor"
    MANY = "256"
    SIXTEEN = "standard"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Launch:
    """Options of one run; ``None`` or empty means not given."""

    settings: Settings
    settings_file: Path
    profile: str | None = None
    base_url: str | None = None
    website: str | None = None
    session: str = ""
    demo: bool = False
    faults: tuple[str, ...] = ()
    """Faults that the demo's sandbox injects, each ``KIND:RATE``."""
    log: bool = False
    """Whether to keep a log of the calls in the state folder."""
    colours: Colours = Colours.ALL
    light: bool = False
    """Whether the terminal's background is light, as far as is known before asking it."""


class Outcome(Enum):
    """How the run ended."""

    QUIT = auto()
    DEMO = auto()
    """The person wants the demo instead."""
