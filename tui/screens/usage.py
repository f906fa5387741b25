"""Dialog with the account, its plan, and how many of the month's messages are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.domain.clean import one_line
from tui.domain.usage import Usage, UsageLevel
from tui.screens.dialog import Dialog, ScrollBox
from tui.screens.terms import Terms

if TYPE_CHECKING:
    from textual.geometry import Size

    from tui.domain.faults import Fault
    from tui.domain.models import Account

_WARNINGS: Final = {
    UsageLevel.FINE: "",
    UsageLevel.WARN: "More than 80 % is used.",
    UsageLevel.ALERT: "Nearly used up: more than 95 % is used.",
    UsageLevel.REACHED: "The limit is reached: the service takes no more messages this month.",
}
_LIMIT: Final = (
    "At the limit the service refuses new messages; nothing that you have typed is lost, and what is here "
    "stays readable. Larger plans have higher limits."
)
_TURN: Final = "The service counts by the month; it does not tell on which day the next one starts."
_CONFIRMED: Final = "These figures are the service's own."
_COUNTED: Final = (
    "Counted here since the service last told its figures; they are corrected after the next answer."
)
_WAITING: Final = "The service has not told it yet."


class UsageBar(Widget):
    """Bar of the usage; filled and empty cells differ in shape, not only in colour."""

    ALLOW_SELECT = False

    fraction: reactive[float] = reactive(0.0)
    """The part that is used, from 0 to 1."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Content:
        """Draw the used part, then the rest; a single message used, or left, still shows as a cell."""
        width = self.content_size.width
        used = min(max(round(self.fraction * width), int(self.fraction > 0)), width - int(self.fraction < 1))
        return Content.assemble("█" * used, ("░" * (width - used), "$text-disabled"))


class UsageScreen(Dialog[None]):
    """Shows the account; ``confirmed`` says that its figures are the service's latest.

    Without an account, ``fault`` is the reason if a call failed.
    """

    TITLE = "Usage this month"

    def __init__(self, account: Account | None, *, confirmed: bool, fault: Fault | None = None) -> None:
        super().__init__()
        self._account = account
        self._confirmed = confirmed
        self._fault = fault

    def box(self) -> ScrollBox:
        """Return the figures, the bar and the notes."""
        return ScrollBox(
            Terms([]),
            UsageBar(),
            Static(id="warning", markup=False),
            Static(id="notes", classes="muted", markup=False),
        )

    def on_mount(self) -> None:
        """Fill in the figures."""
        super().on_mount()
        self._fill()

    def show(self, account: Account | None, *, confirmed: bool, fault: Fault | None = None) -> None:
        """Show newer figures while the dialog is open."""
        self._account, self._confirmed, self._fault = account, confirmed, fault
        self._fill()

    def _fill(self) -> None:
        account = self._account
        usage = Usage.of(account) if account else Usage(0, None)
        bar, warning = self.query_one(UsageBar), self.query_one("#warning", Static)
        bar.display = usage.limit is not None
        bar.fraction = usage.fraction
        warning.update(Content(_WARNINGS[usage.level]))
        warning.set_class(usage.level is UsageLevel.WARN, "-warn")
        warning.display = usage.level is not UsageLevel.FINE
        self.query_one(Terms).show(_rows(account, usage) if account else _unknown(self._fault))
        notes = [_LIMIT, _TURN]
        if account:
            notes.append(_CONFIRMED if self._confirmed else _COUNTED)
        self.query_one("#notes", Static).update(Content("\n\n".join(notes)))


def _rows(account: Account, usage: Usage) -> list[tuple[Content, Content]]:
    rows = [
        ("Account", one_line(account.email) or "without an e-mail address"),
        ("Plan", one_line(account.plan) or "not named"),
        ("Used", _messages(usage.used)),
    ]
    if usage.limit is None:
        rows.append(("Limit", "the service names none"))
    else:
        rows += [
            ("Limit", _messages(usage.limit)),
            ("Left", f"{_messages(usage.left or 0)} · {usage.percent_left} %"),
        ]
    return [(Content.styled(term, "$text-muted"), Content(value)) for term, value in rows]


def _unknown(fault: Fault | None) -> list[tuple[Content, Content]]:
    why = fault.told if fault else _WAITING
    return [(Content.styled("Not known", "$text-muted"), Content(one_line(why, 1_000)))]


def _messages(count: int) -> str:
    return f"{count:,} message" if count == 1 else f"{count:,} messages"
