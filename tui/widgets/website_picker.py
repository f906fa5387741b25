"""The website picker at the top left: the website on screen, and a way to choose another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from tui.actions import Action, ActionWanted, HasActions, Scope, bindings
from tui.domain.clean import in_columns
from tui.widgets.line import CURSOR_MARK, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

    from tui.domain.models import Website

LOADING = "Loading websites…"
NONE = "No websites yet"
UNKNOWN = "Websites unknown"
PICKER = Scope("At the website's name")
SIGN = "▾"
"""Shows that there is a list to choose from."""

PICKER_ACTIONS: tuple[Action[WebsitePicker], ...] = (
    Action(
        "picker.open",
        "enter",
        "Websites",
        "Choose another website.",
        run=lambda picker: picker.pick(),
        scope=PICKER,
        hint=True,
    ),
)

_LEAST_DOMAIN = 8
"""Cells below which the start of a domain says nothing."""


class WebsitePicker(HasActions, Line, can_focus=True):
    """Shows the name and domain of the website on screen; *loading* before the first ``show``."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = PICKER_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PICKER_ACTIONS)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"website-picker--name", "website-picker--quiet"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._website: Website | None = None
        self._count: int | None = None
        self._instead = LOADING

    def show(self, website: Website | None, count: int | None) -> None:
        """Show the website on screen, one of ``count``; a count of ``None`` is not known."""
        self._website, self._count = website, count
        self._instead = UNKNOWN if count is None else NONE
        self.redraw()

    def draw(self, width: int) -> Content:
        """Draw name, domain and sign; where there is little room, the domain is cut or left out."""
        mark = CURSOR_MARK if self.has_focus else " "
        quiet = self.part("website-picker--quiet")
        if self._website is None:
            return Content.assemble(mark, Content.styled(self._instead, quiet))
        name = in_columns(self._website.name) or in_columns(self._website.domain)
        domain = in_columns(self._website.domain)
        sign = Content.styled(f" {SIGN}" if self._count != 1 else "", quiet)
        title = Content.styled(name, self.part("website-picker--name"))
        room = width - 1 - sign.cell_length
        left = room - title.cell_length - 2
        if domain != name and left >= _LEAST_DOMAIN:
            text = Content.styled(domain, quiet).truncate(left, ellipsis=True)
            return Content.assemble(mark, title, "  ", text, sign)
        return Content.assemble(mark, title.truncate(max(0, room), ellipsis=True), sign)

    def pick(self) -> None:
        """Ask for the list."""
        self.post_message(ActionWanted("website.pick"))

    def on_click(self, event: events.Click) -> None:
        """Ask for the list."""
        event.stop()
        self.pick()
