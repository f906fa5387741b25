"""Groups of actions that are active together, and so must not share a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.app import APP_ACTIONS
from tui.chat_screen import MAIN_ACTIONS
from tui.screens.dialog import CLOSE, SCROLL_ACTIONS, accepting
from tui.screens.edit_message import SAVE
from tui.screens.fields import CHOICE_ACTIONS
from tui.screens.filter_dialog import picking
from tui.screens.onboarding import ONBOARDING_ACTIONS
from tui.widgets.composer_actions import COMPOSER_ACTIONS, NEWLINE
from tui.widgets.find_bar import FIND_ACTIONS
from tui.widgets.session_actions import FILTER_ACTIONS, ROW_ACTIONS, SIDEBAR_ACTIONS
from tui.widgets.transcript.actions import TRANSCRIPT_ACTIONS
from tui.widgets.website_picker import PICKER_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.actions import Action

_ACCEPT = accepting("OK")
_ON_THE_MAIN_SCREEN: tuple[Sequence[Action[Any]], ...] = (
    COMPOSER_ACTIONS,
    TRANSCRIPT_ACTIONS,
    (*ROW_ACTIONS, *SIDEBAR_ACTIONS),
    (*FILTER_ACTIONS, *SIDEBAR_ACTIONS),
    FIND_ACTIONS,
    PICKER_ACTIONS,
)
_OVER_IT: tuple[Sequence[Action[Any]], ...] = (
    (CLOSE, *SCROLL_ACTIONS),
    (CLOSE, _ACCEPT, *SCROLL_ACTIONS),
    (CLOSE, _ACCEPT, *CHOICE_ACTIONS),
    picking("OK"),
    (CLOSE, *ROW_ACTIONS),
    (CLOSE, SAVE, NEWLINE),
    (*ONBOARDING_ACTIONS, *CHOICE_ACTIONS),
)


def places() -> Iterator[tuple[Action[Any], ...]]:
    """Yield, for each part that can have the focus, all actions whose keys work then."""
    for actions in _ON_THE_MAIN_SCREEN:
        yield (*actions, *MAIN_ACTIONS, *APP_ACTIONS)
    for actions in _OVER_IT:
        yield (*actions, *APP_ACTIONS)


def main_screen_actions() -> tuple[Action[Any], ...]:
    """Return every action of the app, the main screen and its parts, once."""
    return _each_once((APP_ACTIONS, MAIN_ACTIONS, *_ON_THE_MAIN_SCREEN))


def all_actions() -> tuple[Action[Any], ...]:
    """Return every action of the client, once: the main screen's, then the dialogs'."""
    return _each_once((main_screen_actions(), *_OVER_IT))


def _each_once(lists: Iterable[Sequence[Action[Any]]]) -> tuple[Action[Any], ...]:
    return tuple({action.id: action for actions in lists for action in actions}.values())
