"""The rules of the settings that types do not express."""

from __future__ import annotations

from dataclasses import asdict, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tui import paths
from tui.domain import endpoint
from tui.domain.faults import UserError
from tui.domain.settings import DEFAULT_PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.domain.endpoint import Timeouts
    from tui.domain.settings import Profile, Settings

LONGEST_TIMEOUT = 3600.0
"""Seconds that a time-out may be at most."""


def checked(settings: Settings) -> Settings:
    """Return the settings with every base URL in full.

    Raises:
        UserError: if a value is not allowed; its text begins with the setting's dotted name.
    """
    _check_timeouts(settings.timeouts)
    _check_names(settings.profiles)
    if settings.profile != DEFAULT_PROFILE and settings.profile not in settings.profiles:
        hint = did_you_mean(settings.profile, [DEFAULT_PROFILE, *settings.profiles])
        raise UserError(f"profile names no profile of the file{hint}")
    profiles = {name: _checked_profile(name, profile) for name, profile in settings.profiles.items()}
    return replace(settings, profiles=profiles)


def did_you_mean(text: str, allowed: Iterable[str]) -> str:
    """End a sentence about a word that is not allowed: by the nearest one, else by all that are."""
    words = list(allowed)
    near = get_close_matches(text, words, n=1)
    return f": did you mean {near[0]}?" if near else f": allowed are {', '.join(words)}."


def _check_timeouts(timeouts: Timeouts) -> None:
    for name, seconds in asdict(timeouts).items():
        if not 0 < seconds <= LONGEST_TIMEOUT:
            raise UserError(f"timeouts.{name} must be above 0 and at most {LONGEST_TIMEOUT:g} seconds.")


def _check_names(profiles: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in profiles:
        try:
            paths.profile_name(name)
        except UserError as error:
            raise UserError(f"profiles has a name that is not allowed: {error}") from None
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise UserError(
                f"profiles.{name} and profiles.{other} would share their files: rename one of them."
            )


def _checked_profile(name: str, profile: Profile) -> Profile:
    for setting in ("api_key_file", "ca_file"):
        path: str = getattr(profile, setting)
        if path and not path.startswith(("/", "~")):
            raise UserError(f"profiles.{name}.{setting} must begin with / or ~.")
    try:
        return replace(profile, base_url=endpoint.base_url(profile.base_url))
    except UserError as error:
        raise UserError(f"profiles.{name}.base_url is not allowed: {error}") from None
