"""Actions of lists, of the sidebar and of its filter, with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.actions import SIDEBAR, SIDEBAR_FILTER, Action

if TYPE_CHECKING:
    from tui.widgets.filter_field import FilterField
    from tui.widgets.row_list import RowList
    from tui.widgets.session_sidebar import SessionSidebar

NO_SESSION = "There is no session to do this with yet."


def _no_row(rows: RowList[Any]) -> str:
    return "" if rows.items else "There is no row to choose."


def _no_target(sidebar: SessionSidebar) -> str:
    return NO_SESSION if sidebar.target is None else ""


ROW_ACTIONS: tuple[Action[RowList[Any]], ...] = (
    Action(
        "list.open",
        "enter",
        "Open",
        "Open this session.",
        run=lambda rows: rows.select(),
        disabled=_no_row,
        scope=SIDEBAR,
        hint=True,
    ),
    Action(
        "list.next",
        "j,down",
        "Next",
        "Go to the next row.",
        run=lambda rows: rows.cursor_down(),
        scope=SIDEBAR,
    ),
    Action(
        "list.previous",
        "k,up",
        "Previous",
        "Go to the row before.",
        run=lambda rows: rows.cursor_up(),
        scope=SIDEBAR,
    ),
    Action(
        "list.first",
        "g,home",
        "First",
        "Go to the first row.",
        run=lambda rows: rows.first(),
        scope=SIDEBAR,
    ),
    Action(
        "list.last",
        "G,end",
        "Last",
        "Go to the last row.",
        run=lambda rows: rows.last(),
        scope=SIDEBAR,
    ),
)
"""Actions of every list of rows."""

SIDEBAR_ACTIONS: tuple[Action[SessionSidebar], ...] = (
    Action(
        "list.filter",
        "slash",
        "Filter",
        "Narrow the list as you type.",
        run=lambda sidebar: sidebar.open_filter(),
        disabled=lambda sidebar: "" if sidebar.has_sessions else "There are no sessions to filter yet.",
        scope=SIDEBAR,
        hint=True,
    ),
    Action(
        "session.rename",
        "r",
        "Rename",
        "Give this session a name.",
        run=lambda sidebar: sidebar.ask_to_rename(),
        disabled=_no_target,
        scope=SIDEBAR,
        hint=True,
    ),
    Action(
        "session.pin",
        "p",
        "Pin",
        "Keep this session at the top, or let it go.",
        run=lambda sidebar: sidebar.ask_to_pin(),
        disabled=_no_target,
        scope=SIDEBAR,
        hint=True,
    ),
    Action(
        "session.remove",
        "x,delete",
        "Remove",
        "Take this session out of the sidebar; nothing is deleted.",
        run=lambda sidebar: sidebar.ask_to_remove(),
        disabled=_no_target,
        scope=SIDEBAR,
        hint=True,
    ),
    Action(
        "session.restore",
        "u",
        "Undo",
        "Bring back the session removed last.",
        run=lambda sidebar: sidebar.ask_to_restore(),
        scope=SIDEBAR,
    ),
    Action(
        "list.unfilter",
        "escape",
        "All",
        "Leave the filter and show all sessions.",
        run=lambda sidebar: sidebar.close_filter(),
        applies=lambda sidebar: sidebar.has_class("-filtering"),
        scope=SIDEBAR,
        hint=True,
    ),
)

FILTER_ACTIONS: tuple[Action[FilterField], ...] = (
    Action(
        "filter.open",
        "enter",
        "Open",
        "Open this session.",
        run=lambda field: field.rows.select(),
        disabled=lambda field: _no_row(field.rows),
        scope=SIDEBAR_FILTER,
        hint=True,
    ),
    Action(
        "filter.next",
        "down",
        "Next",
        "Go to the next row.",
        run=lambda field: field.rows.cursor_down(),
        scope=SIDEBAR_FILTER,
    ),
    Action(
        "filter.previous",
        "up",
        "Previous",
        "Go to the row before.",
        run=lambda field: field.rows.cursor_up(),
        scope=SIDEBAR_FILTER,
    ),
)
"""Keys of the filter field that act on the list; the list's own are letters, which are typed here."""
