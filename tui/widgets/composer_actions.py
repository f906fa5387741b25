"""The composer's actions and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import COMPOSER, Action

if TYPE_CHECKING:
    from tui.widgets.composer_input import ComposerInput

NEWLINE: Action[ComposerInput] = Action(
    "composer.newline",
    "ctrl+j,shift+enter",
    "New line",
    "Start a new line; Alt+Enter too, and Shift+Enter where the terminal sends it.",
    run=lambda composer: composer.newline(),
    scope=COMPOSER,
    hint=True,
)

COMPOSER_ACTIONS: tuple[Action[ComposerInput], ...] = (
    Action(
        "message.send",
        "enter",
        "Send",
        "Send the message.",
        run=lambda composer: composer.send(),
        scope=COMPOSER,
        hint=True,
    ),
    NEWLINE,
    Action(
        "composer.earlier",
        "up",
        "Earlier",
        "In an empty composer: earlier questions.",
        run=lambda composer: composer.earlier(),
        applies=lambda composer: composer.recall.has_earlier(composer.text),
        scope=COMPOSER,
    ),
    Action(
        "composer.later",
        "down",
        "Later",
        "Back to later questions.",
        run=lambda composer: composer.later(),
        applies=lambda composer: composer.recall.has_later(composer.text),
        scope=COMPOSER,
    ),
    Action(
        "composer.edit",
        "ctrl+g",
        "Editor",
        "Write the message in $EDITOR.",
        run=lambda composer: composer.open_editor(),
        scope=COMPOSER,
    ),
    Action(
        "composer.undo",
        "ctrl+underscore",
        "Undo",
        "Undo the last edit.",
        run=lambda composer: composer.undo(),
        scope=COMPOSER,
    ),
)
