"""Validation of settings beyond their types."""

from __future__ import annotations

from dataclasses import asdict, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tui import paths
from tui.domain import endpoint
from tui.domain.clean import one_line
from tui.domain.faults import UserError
from tui.domain.settings import DEFAULT_PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.domain.endpoint import Timeouts
    from tui.domain.settings import Profile, Settings

LONGEST_TIMEOUT = 3600.0
"""Longest time-out allowed, in seconds."""


def checked(settings: Settings) -> Settings:
    """Validate the settings; return them with every base URL in full.

    Raises:
        UserError: for the first of ``mistakes_in``.
    """
    for mistake in mistakes_in(settings):
        raise UserError(mistake)
    profiles = {
        name: replace(profile, base_url=endpoint.base_url(profile.base_url))
        for name, profile in settings.profiles.items()
    }
    return replace(settings, profiles=profiles)


def mistakes_in(settings: Settings) -> Iterator[str]:
    """Yield a sentence for every value that is not allowed, beginning with the setting's dotted name."""
    yield from _in_timeouts(settings.timeouts)
    yield from _in_names(settings.profiles)
    if settings.profile != DEFAULT_PROFILE and settings.profile not in settings.profiles:
        hint = did_you_mean(settings.profile, [DEFAULT_PROFILE, *settings.profiles])
        yield f"profile names no profile of the file{hint}"
    for name, profile in settings.profiles.items():
        yield from _in_profile(one_line(name), profile)


def did_you_mean(text: str, allowed: Iterable[str]) -> str:
    """Return the end of a sentence about an invalid word: the nearest allowed word, else all of them."""
    words = list(dict.fromkeys(allowed))
    near = get_close_matches(text, words, n=1)
    return f": did you mean {near[0]}?" if near else f": allowed are {', '.join(words)}."


def _in_timeouts(timeouts: Timeouts) -> Iterator[str]:
    for name, seconds in asdict(timeouts).items():
        if not 0 < seconds <= LONGEST_TIMEOUT:
            yield f"timeouts.{name} must be above 0 and at most {LONGEST_TIMEOUT:g} seconds."


def _in_names(profiles: Iterable[str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in profiles:
        try:
            paths.profile_name(name)
        except UserError as error:
            yield f"profiles has a name that is not allowed: {error}"
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield f"profiles.{name} and profiles.{other} would share their files: rename one of them."


def _in_profile(name: str, profile: Profile) -> Iterator[str]:
    for setting in ("api_key_file", "ca_file"):
        path: str = getattr(profile, setting)
        if path and not path.startswith(("/", "~")):
            yield f"profiles.{name}.{setting} must begin with / or ~."
    try:
        endpoint.base_url(profile.base_url)
    except UserError as error:
        yield f"profiles.{name}.base_url is not allowed: {error}"
