"""The help: the keys of where a person is, then all others, and what the marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from tui.actions import ALL_ACTIONS, Action, Scope
from tui.key_names import key_name
from tui.screens.dialog import Dialog, ScrollBox
from tui.screens.terms import Terms
from tui.widgets.session_list import SESSION_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.widget import Widget

_HEADINGS: Final = {
    Scope.COMPOSER: "In the composer",
    Scope.TRANSCRIPT: "In the transcript",
    Scope.SIDEBAR: "In the list of sessions",
    Scope.EVERYWHERE: "Everywhere",
}

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
    actions: Sequence[Action]


def help_groups(scope: Scope) -> tuple[HelpGroup, ...]:
    """The registry's actions by part of the screen: the part ``scope`` first, then what works everywhere."""
    order = dict.fromkeys((scope, Scope.EVERYWHERE, *_HEADINGS))
    return tuple(
        HelpGroup(_HEADINGS[part], tuple(action for action in ALL_ACTIONS if action.scope == part))
        for part in order
    )


def key_names(keys: str) -> str:
    """All keys of an action as people write them: ``j or Down``."""
    return " or ".join(key_name(key.strip()) for key in keys.split(",") if key.strip())


class HelpScreen(Dialog[None]):
    """Shows groups of actions with their keys; ``overrides`` are keys by action id, from the settings."""

    TITLE = "Help"

    def __init__(self, groups: Sequence[HelpGroup], overrides: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._groups = groups
        self._overrides = overrides or {}

    def box(self) -> ScrollBox:
        """The keys first of where one is, then of everywhere; the marks; the rest."""
        here, elsewhere = self._groups[:2], self._groups[2:]
        parts = [part for group in here for part in self._group(group)]
        parts += [
            _heading("Marks of a session"),
            _terms(SESSION_MARKS),
            _heading("States of a message"),
            _terms(_STATES),
        ]
        parts += [part for group in elsewhere for part in self._group(group)]
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
