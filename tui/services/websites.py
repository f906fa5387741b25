"""Choosing a website by its id or domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.api_key import shown
from tui.domain.clean import one_line
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.domain.models import Website

_NAMED = 5
"""Most websites that an error names."""


def find_website(websites: Sequence[Website], text: str) -> Website | None:
    """Return the website with that id or domain, in any case; with empty text, the primary or first one."""
    wanted = text.strip().casefold()
    if not wanted:
        return next((site for site in websites if site.is_primary), websites[0] if websites else None)
    return next((site for site in websites if wanted in {str(site.id), site.domain.casefold()}), None)


def require_website(websites: Sequence[Website], text: str) -> Website:
    """Return the website as :func:`find_website` does.

    Raises:
        UserError: if there is none; it names the account's websites.
    """
    found = find_website(websites, text)
    if found is not None:
        return found
    if not websites:
        raise UserError("The account has no website yet: add one at Asyntai first.")
    names = ", ".join(f"{site.domain} ({site.id})" for site in websites[:_NAMED])
    more = f" and {len(websites) - _NAMED} more" if len(websites) > _NAMED else ""
    raise UserError(f"The account has no website {shown(one_line(text))!r}: it has {names}{more}.")
