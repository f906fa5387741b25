"""The one list of what a person can do: bindings, key hints, palette, help and the README come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable


class Scope(StrEnum):
    """The part of the screen whose focus makes an action's key work."""

    EVERYWHERE = "everywhere"
    COMPOSER = "composer"
    TRANSCRIPT = "transcript"
    SIDEBAR = "sidebar"


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    ``id`` names it in ``[keys]``; ``name`` is the Textual action, so a scope's owner has a method
    ``action_<name>``. ``keys`` are separated by commas, the first is the one that is shown.
    """

    id: str
    name: str
    keys: str
    label: str
    """A word or two for the line of key hints."""
    help: str
    """One sentence for the help and the palette."""
    scope: Scope = Scope.EVERYWHERE
    hint: bool = False
    """Whether the line of key hints names it."""
    priority: bool = False
    """Whether its key wins over a focused text area's own."""

    def binding(self) -> Binding:
        """The Textual binding of this action, which ``App.set_keymap`` can change by its id."""
        return Binding(
            self.keys,
            self.name,
            self.label,
            show=self.hint,
            priority=self.priority,
            id=self.id,
            tooltip=self.help,
        )


APP_ACTIONS = (
    Action("app.help", "help", "f1", "Help", "Show the keys of where you are.", hint=True, priority=True),
    Action("app.palette", "command_palette", "ctrl+p", "Commands", "Find any action by name.", priority=True),
    Action("app.quit", "quit", "ctrl+q", "Quit", "Save everything and leave.", hint=True, priority=True),
)

MAIN_ACTIONS = (
    Action("message.retry", "retry", "ctrl+r", "Retry", "Send again what failed.", hint=True, priority=True),
    Action("session.new", "new_session", "ctrl+n", "New", "Start a session.", hint=True, priority=True),
    Action(
        "session.open",
        "open_session",
        "ctrl+o",
        "Open",
        "Open a session by title, text or id; an unknown id is fetched.",
        hint=True,
        priority=True,
    ),
    Action("session.list", "sessions", "f2", "Sessions", "Go to the sessions, or back.", priority=True),
    Action(
        "website.pick",
        "pick_website",
        "ctrl+t",
        "Website",
        "Choose another website.",
        hint=True,
        priority=True,
    ),
    Action(
        "transcript.find", "find", "ctrl+f", "Find", "Find in the transcript; n and N go on.", priority=True
    ),
    Action(
        "reply.copy",
        "copy_reply",
        "ctrl+y",
        "Copy",
        "Copy the last reply as its Markdown source.",
        priority=True,
    ),
    Action(
        "reply.finish",
        "finish",
        "escape",
        "Show all",
        "Show the whole reply at once; while waiting, take the text back into the composer.",
    ),
    Action("transcript.up", "page_up", "pageup", "Page up", "Scroll the transcript back.", priority=True),
    Action(
        "transcript.down", "page_down", "pagedown", "Page down", "Scroll the transcript on.", priority=True
    ),
    Action(
        "usage.show",
        "show_usage",
        "f3",
        "Usage",
        "Show the account, its plan and the month's usage.",
        priority=True,
    ),
    Action("settings.show", "settings", "f4", "Settings", "Change what people change.", priority=True),
    Action(
        "mouse.toggle",
        "toggle_mouse",
        "f8",
        "Mouse",
        "Switch the mouse off or on; while it is off, the terminal selects text itself.",
        priority=True,
    ),
    Action("key.change", "change_key", "f6", "API key", "Enter another API key.", priority=True),
    Action(
        "view.refresh",
        "refresh",
        "f5",
        "Refresh",
        "Ask the service again for what is on screen.",
        priority=True,
    ),
)

NEWLINE = Action(
    "composer.newline",
    "newline",
    "ctrl+j,shift+enter",
    "New line",
    "Start a new line; Alt+Enter too, and Shift+Enter where the terminal sends it.",
    Scope.COMPOSER,
    hint=True,
)

COMPOSER_ACTIONS = (
    Action("message.send", "send", "enter", "Send", "Send the message.", Scope.COMPOSER, hint=True),
    NEWLINE,
    Action(
        "composer.earlier",
        "earlier",
        "up",
        "Earlier",
        "In an empty composer: earlier questions.",
        Scope.COMPOSER,
    ),
    Action("composer.later", "later", "down", "Later", "Back to later questions.", Scope.COMPOSER),
    Action("composer.edit", "edit", "ctrl+g", "Editor", "Write the message in $EDITOR.", Scope.COMPOSER),
    Action("composer.undo", "undo", "ctrl+underscore", "Undo", "Undo the last edit.", Scope.COMPOSER),
)

TRANSCRIPT_ACTIONS = (
    Action(
        "cursor.next",
        "next_message",
        "j,down",
        "Next",
        "Go to the next message.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.previous",
        "previous_message",
        "k,up",
        "Previous",
        "Go to the message before.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action("transcript.first", "first", "g,home", "Start", "Go to the first message.", Scope.TRANSCRIPT),
    Action("transcript.last", "last", "G,end", "End", "Go to the last message.", Scope.TRANSCRIPT, hint=True),
    Action(
        "cursor.edit",
        "edit_message",
        "e",
        "Edit",
        "Change a message that is queued, was not sent or is unknown.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.withdraw",
        "withdraw_message",
        "x,delete",
        "Withdraw",
        "Take a queued or unsent message back into the composer; leave an unknown one as it is.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.copy",
        "copy_message",
        "y",
        "Copy",
        "Copy this message's Markdown source.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.plain",
        "copy_plain",
        "Y",
        "Copy text",
        "Copy this message as plain text, without Markdown's marks.",
        Scope.TRANSCRIPT,
    ),
    Action(
        "cursor.code", "copy_code", "c", "Copy code", "Copy a code block of this message.", Scope.TRANSCRIPT
    ),
    Action("cursor.link", "copy_link", "u", "Copy link", "Copy a link of this message.", Scope.TRANSCRIPT),
    Action(
        "cursor.details",
        "details",
        "enter",
        "Details",
        "Show what is known of this message.",
        Scope.TRANSCRIPT,
        hint=True,
    ),
    Action("find.open", "find_here", "slash", "Find", "Find in the transcript.", Scope.TRANSCRIPT),
    Action("find.next", "find_next", "n", "Next match", "Go to the next match.", Scope.TRANSCRIPT),
    Action(
        "find.previous", "find_previous", "N", "Previous match", "Go to the match before.", Scope.TRANSCRIPT
    ),
)

SIDEBAR_ACTIONS = (
    Action("list.open", "select", "enter", "Open", "Open this session.", Scope.SIDEBAR, hint=True),
    Action("list.next", "cursor_down", "j,down", "Next", "Go to the next row.", Scope.SIDEBAR),
    Action("list.previous", "cursor_up", "k,up", "Previous", "Go to the row before.", Scope.SIDEBAR),
    Action("list.first", "first", "g,home", "First", "Go to the first row.", Scope.SIDEBAR),
    Action("list.last", "last", "G,end", "Last", "Go to the last row.", Scope.SIDEBAR),
    Action(
        "list.filter", "filter", "slash", "Filter", "Narrow the list as you type.", Scope.SIDEBAR, hint=True
    ),
    Action("session.rename", "rename", "r", "Rename", "Give this session a name.", Scope.SIDEBAR, hint=True),
    Action(
        "session.pin",
        "pin",
        "p",
        "Pin",
        "Keep this session at the top, or let it go.",
        Scope.SIDEBAR,
        hint=True,
    ),
    Action(
        "session.remove",
        "remove",
        "x,delete",
        "Remove",
        "Take this session out of the sidebar; nothing is deleted.",
        Scope.SIDEBAR,
        hint=True,
    ),
    Action("session.restore", "restore", "u", "Undo", "Bring back the session removed last.", Scope.SIDEBAR),
)

ALL_ACTIONS = APP_ACTIONS + MAIN_ACTIONS + COMPOSER_ACTIONS + TRANSCRIPT_ACTIONS + SIDEBAR_ACTIONS


def bindings(actions: Iterable[Action]) -> list[Binding]:
    """The Textual bindings of some actions, for a ``BINDINGS`` class variable."""
    return [action.binding() for action in actions]


SUSPEND = Binding("ctrl+z", "pause", show=False, priority=True)
"""As in every program of a shell, and so no key that a person can change."""
