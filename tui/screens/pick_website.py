"""Dialog that chooses a website by name, domain or id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from tui.actions import Action, bindings
from tui.domain.clean import one_line
from tui.domain.models import Website
from tui.domain.search import match, match_words
from tui.screens.filter_dialog import FilterDialog, FilterRows, picking
from tui.widgets.line import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tui.widgets.row_list import RowState

_NONE_AT_ALL = "This account has no website yet. Add one in the Asyntai dashboard, then refresh."


def _found(query: str, website: Website) -> float | None:
    """Score how well a website matches; ``None`` if it does not."""
    matches = (
        match(query, one_line(website.name)),
        match(query, one_line(website.domain)),
        match_words(query, str(website.id)),
    )
    return max((found.score for found in matches if found), default=None)


class WebsiteRows(FilterRows[Website]):
    """List of websites: name and labels over domain and id."""

    def __init__(self, websites: Sequence[Website], current_id: int | None) -> None:
        super().__init__(websites, room=max(2, len(websites)), empty_text=_NONE_AT_ALL)
        self._current_id = current_id

    def draw_row(self, item: Website, width: int, state: RowState) -> Sequence[Content]:
        """Draw the name with the labels *open now* and *primary*, then domain and id."""
        said = [
            *(["open now"] if item.id == self._current_id else []),
            *(["primary"] if item.is_primary else []),
        ]
        dim = self.part("row-list--dim", state)
        name, domain = one_line(item.name), one_line(item.domain)
        first = self.marked(name or domain, state).stylize_before(self.part("row-list--strong", state))
        second = self.marked(domain, state) + Content(" · id ") + self.marked(str(item.id), state)
        return [
            spread(first, Content(" · ".join(said)).stylize(dim), width - 1),
            second.stylize_before(dim),
        ]


class PickWebsiteScreen(FilterDialog[Website | None, Website]):
    """Asks for a website; ``current_id`` is the one that is open."""

    TITLE = "Choose a website"
    PLACEHOLDER = "Name, domain or id"
    ACTIONS: ClassVar[Sequence[Action[Any]]] = picking("Choose")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self, websites: Sequence[Website], current_id: int | None) -> None:
        super().__init__(WebsiteRows(websites, current_id))
        self._websites = websites
        self._current_id = current_id

    def on_mount(self) -> None:
        """Start on the website that is open."""
        super().on_mount()
        self._tell_count(len(self._websites))
        ids = [website.id for website in self._websites]
        if self._current_id in ids:
            self.rows.move_to(ids.index(self._current_id))

    def narrow(self, query: str) -> None:
        """Show the websites that match, the best first; without a query all, in their own order."""
        scored = [(score, site) for site in self._websites if (score := _found(query, site)) is not None]
        scored.sort(key=lambda pair: -pair[0])
        if self._websites:
            self.rows.empty_text = f"No website is named like “{one_line(query, 60)}”."
        self.show_rows(query, [site for _, site in scored])
        self._tell_count(len(scored))

    def _tell_count(self, shown: int) -> None:
        total = len(self._websites)
        if total > 1:
            self.count(f"{total:,}" if shown == total else f"{shown:,} of {total:,}")

    def pick(self, item: Website) -> None:
        """End with the website."""
        self.dismiss(item)
