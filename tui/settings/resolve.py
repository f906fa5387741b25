"""Resolving the profile, base URL and website: option, then environment, then profile, then default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain import endpoint
from tui.domain.api_key import shown
from tui.domain.faults import UserError
from tui.domain.settings import DEFAULT_PROFILE, Profile
from tui.settings.check import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.domain.settings import Settings

BASE_URL_VARIABLE = "ASYNTAI_BASE_URL"


@dataclass(frozen=True, slots=True)
class Connection:
    """The profile, base URL and website of a start. The key is found separately (see ``settings.keys``)."""

    profile_name: str
    profile: Profile
    base_url: str
    """In full, with a trailing slash."""
    website: str
    """The id or domain of the website to open first; empty if none is named."""


def resolve(
    settings: Settings,
    *,
    profile: str | None,
    base_url: str | None,
    website: str | None,
    environ: Mapping[str, str],
) -> Connection:
    """Resolve ``profile``, ``base_url`` and ``website``, which are given as on the command line.

    An empty option or variable counts as missing.

    Raises:
        UserError: if there is no such profile or the base URL is not valid.
    """
    name = profile or settings.profile
    if name != DEFAULT_PROFILE and name not in settings.profiles:
        hint = did_you_mean(name, [DEFAULT_PROFILE, *settings.profiles])
        raise UserError(f"There is no profile of the name {shown(name, settings.profiles)!r}{hint}")
    chosen = settings.profiles.get(name, Profile())
    return Connection(
        profile_name=name,
        profile=chosen,
        base_url=_base_url(base_url, environ) or endpoint.base_url(chosen.base_url),
        website=website or chosen.website,
    )


def _base_url(option: str | None, environ: Mapping[str, str]) -> str | None:
    if option:
        return endpoint.base_url(option)
    text = environ.get(BASE_URL_VARIABLE, "")
    try:
        return endpoint.base_url(text) if text else None
    except UserError as error:
        raise UserError(f"The environment variable {BASE_URL_VARIABLE} is of no use: {error}") from None
