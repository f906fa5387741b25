"""Dialog that opens a session by its title, its text or its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from tui.actions import Action, bindings
from tui.domain.amounts import messages
from tui.domain.clean import NOTHING_TO_SEE, one_line
from tui.domain.search import MatchPlace, SessionHit, rank
from tui.domain.session_id import could_be_session_id
from tui.domain.when import ago
from tui.screens.filter_dialog import FilterDialog, FilterRows, picking
from tui.widgets.line import spread
from tui.widgets.said import DialogSaid
from tui.widgets.session_list import NO_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from textual.binding import BindingType

    from tui.domain.models import Session
    from tui.widgets.row_list import RowState

_NO_SESSIONS = "No session yet. Type the id of one that was made elsewhere to open it."
_LEAST_ROOM = 4
"""Rows that there is always room for: hits in the stored text arrive later."""


@dataclass(frozen=True, slots=True)
class ById:
    """The last row: a session that is not listed, by the id that was typed."""

    session_id: str


Row = SessionHit | ById


class SessionRows(FilterRows[Row]):
    """List of sessions: title and age over the match; the typed id comes last."""

    def __init__(self, rows: Sequence[Row], now: datetime, elsewhere: Mapping[int, str]) -> None:
        super().__init__(rows, room=max(_LEAST_ROOM, len(rows) + 1), empty_text=_NO_SESSIONS)
        self._now = now
        self.elsewhere = elsewhere
        """The names of the other websites, by id."""

    def draw_row(self, item: Row, width: int, state: RowState) -> Sequence[Content]:
        """Draw the title with website and age, then the match."""
        dim = self.part("row-list--dim", state)
        if isinstance(item, ById):
            return [
                Content(f"Open “{item.session_id}” by id"),
                Content("The service is asked for it.").stylize(dim),
            ]
        session = item.session
        title = self.marked(one_line(session.title) or (NOTHING_TO_SEE if session.title else NO_TITLE), state)
        website = self.elsewhere.get(session.website_id)
        age = f"{one_line(website, 30)} · " if website else ""
        age += ago(session.updated_at, self._now)
        if item.place is MatchPlace.TEXT:
            second = self.marked(one_line(item.snippet), state)
        else:
            second = self.marked(one_line(session.id), state) + f" · {messages(session.message_count)}"
        return [spread(title, Content(age).stylize(dim), width - 1), second.stylize_before(dim)]


class OpenSessionScreen(FilterDialog[Row | None, Row]):
    """Asks for a session: the result is the row that was chosen, which may be an id that is not listed.

    ``sessions`` are those of the website on screen, newest first, which are searched at once. To search the
    stored text the screen posts ``SearchWanted``, and gets the hits by ``show_results``; ``elsewhere`` names
    the other websites that hits may be from, by id.
    """

    TITLE = "Open a session"
    PLACEHOLDER = "Title, text or id"
    ACTIONS: ClassVar[Sequence[Action[Any]]] = picking("Open")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    @dataclass
    class SearchWanted(DialogSaid):
        """Search the stored messages for ``query``."""

        query: str

    def __init__(
        self, sessions: Sequence[Session], *, now: datetime, elsewhere: Mapping[int, str] | None = None
    ) -> None:
        self._sessions = sessions
        self._known = {session.id for session in sessions}
        self._rows = SessionRows(rank("", sessions), now, elsewhere or {})
        super().__init__(self._rows)

    def know(self, sessions: Sequence[Session], elsewhere: Mapping[int, str]) -> None:
        """Replace the sessions, and search again for what is typed."""
        self._sessions = sessions
        self._known = {session.id for session in sessions}
        self._rows.elsewhere = elsewhere
        self.narrow_to_typed()

    def narrow(self, query: str) -> None:
        """Show the sessions whose row matches, and ask for those whose stored text does."""
        self._show(query, rank(query, self._sessions))
        if query:
            self.post_message(self.SearchWanted(query))

    def show_results(self, query: str, rows: Sequence[SessionHit]) -> None:
        """Add hits in the stored text; hits for an earlier ``query`` are dropped."""
        if query != self.query_text:
            return
        hits = rank(query, self._sessions)
        shown = {hit.session.id for hit in hits}
        self._show(query, [*hits, *(hit for hit in rows if hit.session.id not in shown)])

    def _show(self, query: str, hits: Sequence[SessionHit]) -> None:
        rows: list[Row] = [*hits]
        if could_be_session_id(query) and query not in self._known:
            rows.append(ById(query))
        self.rows.empty_text = f"No session answers “{one_line(query, 60)}”." if query else _NO_SESSIONS
        self.show_rows(query, rows)

    def pick(self, item: Row) -> None:
        """End with the row."""
        self.dismiss(item)
