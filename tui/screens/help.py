"""Help screen: the keys that work in the focused part, all other keys, and what the marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.content import Content
from textual.widgets import Static

from tui.actions import Action, Scope, actions_on, scopes_of_focus
from tui.key_names import key_name
from tui.screens.dialog import Dialog, ScrollBox
from tui.screens.terms import Terms
from tui.widgets.session_list import SESSION_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.screen import Screen
    from textual.widget import Widget

_TERMS: Final = 12
"""Cells of the first column, the same in all groups; an action with many keys takes several lines."""

_STATES: Final = (
    ("Queued", "The message is on disk and waits for its turn."),
    ("Sending", "The service has been asked; the seconds are counted."),
    ("Answered", "The reply came; the seconds that it took are told."),
    ("Failed", "The service surely did not take it. The reason is below it, and it can be sent again."),
    ("Unknown", "The service may have taken it. It is never sent again unless you say so."),
)


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Actions under one heading."""

    heading: str
    actions: Sequence[Action[Any]]
    is_here: bool
    """Whether their keys work where the person is."""


def help_groups(screen: Screen[Any]) -> tuple[HelpGroup, ...]:
    """Group a screen's actions by scope: those whose keys work now first."""
    return grouped(scopes_of_focus(screen), (action for _, action in actions_on(screen)))


def grouped(here: Sequence[Scope], actions: Iterable[Action[Any]]) -> tuple[HelpGroup, ...]:
    """Group actions by scope: those whose keys work ``here``, then the rest."""
    found: dict[Scope, list[Action[Any]]] = {scope: [] for scope in here}
    for action in actions:
        found.setdefault(action.scope, []).append(action)
    return tuple(
        HelpGroup(scope.heading, actions, is_here=scope in here)
        for scope, actions in found.items()
        if actions
    )


def key_names(keys: str) -> str:
    """Format all keys of an action: ``j or Down``."""
    return " or ".join(key_name(key.strip()) for key in keys.split(",") if key.strip())


class HelpScreen(Dialog[None]):
    """Shows groups of actions with their keys; ``overrides`` are keys by action id, from the settings."""

    TITLE = "Help"

    def __init__(self, groups: Sequence[HelpGroup], overrides: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._groups = groups
        self._overrides = overrides or {}

    def box(self) -> ScrollBox:
        """Return the groups whose keys work now, the marks and states, then the other groups."""
        parts = [part for group in self._groups if group.is_here for part in self._group(group)]
        parts += [
            _heading("Marks of a session"),
            _terms(SESSION_MARKS),
            _heading("States of a message"),
            _terms(_STATES),
        ]
        parts += [part for group in self._groups if not group.is_here for part in self._group(group)]
        return ScrollBox(*parts)

    def _group(self, group: HelpGroup) -> list[Widget]:
        keys = [(self._overrides.get(action.id, action.keys), action.help) for action in group.actions]
        return [_heading(group.heading), _terms([(key_names(each), words) for each, words in keys])]


def _heading(text: str) -> Static:
    return Static(text, classes="heading", markup=False)


def _terms(rows: Iterable[tuple[str, str]]) -> Terms:
    return Terms(
        [(Content.styled(term, "$primary"), Content(meaning)) for term, meaning in rows], term_width=_TERMS
    )
