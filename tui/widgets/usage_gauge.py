"""The usage gauge at the top right: numbers, words and a bar, as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from tui.actions import ActionWanted
from tui.domain.clean import in_columns
from tui.domain.usage import Usage, UsageLevel
from tui.widgets.line import Line

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from tui.domain.models import Account

LOADING = "Loading usage…"
UNKNOWN = "Usage unknown"

_BAR = 10
"""Cells of the bar."""
_USED, _FREE = "█", "░"
_STALE = "~"
"""Before a number that this client counted and the service has not confirmed."""
_PLAN_LENGTH = 24


class UsageGauge(Line):
    """Shows how many of the month's messages are used; *loading* before the first ``show``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "usage-gauge--quiet",
        "usage-gauge--used",
        "usage-gauge--free",
        "usage-gauge--warn",
        "usage-gauge--alert",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._known = False
        self._account: Account | None = None
        self._confirmed = True

    def show(self, account: Account | None, *, confirmed: bool) -> None:
        """Show the usage; ``confirmed`` says whether it is the service's figure or counted here."""
        before = self._lengths()
        self._known, self._account, self._confirmed = True, account, confirmed
        if self._lengths() == before:
            self.redraw()
        else:
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest form that leaves half of the line to others."""
        room = container.width // 2
        return next((length for length in self._lengths() if length <= room), 0)

    def draw(self, width: int) -> Content:
        """Draw the longest form that fits, at the right end; a number is shown whole or not at all."""
        stale = "" if self._confirmed else _STALE
        fitting = (reading for reading in self._readings(stale) if reading.cell_length <= width)
        reading = next(fitting, Content(""))
        return reading.pad_left(width - reading.cell_length)

    def on_click(self, event: events.Click) -> None:
        """Ask for the usage dialog."""
        event.stop()
        self.post_message(ActionWanted("usage.show"))

    def _lengths(self) -> list[int]:
        """The widths of all forms, always with the sign of an unconfirmed count: it comes and goes."""
        return [reading.cell_length for reading in self._readings(_STALE)]

    def _readings(self, stale: str) -> list[Content]:
        """Return all forms, the longest first; ``stale`` goes before numbers."""
        quiet = self.part("usage-gauge--quiet")
        if self._account is None:
            return [Content.styled(UNKNOWN if self._known else LOADING, quiet)]
        usage = Usage.of(self._account)
        texts = self._texts(usage, stale)
        name = {UsageLevel.WARN: "warn", UsageLevel.ALERT: "alert", UsageLevel.REACHED: "alert"}.get(
            usage.level
        )
        style = self.part(f"usage-gauge--{name}") if name else self.part("usage-gauge--used")
        words = [Content(text) if name is None else Content.styled(text, style) for text in texts]
        full = words[0]
        if usage.limit is not None:
            used = _cells_used(usage)
            full = Content.assemble(
                Content.styled(_USED * used, style),
                Content.styled(_FREE * (_BAR - used), self.part("usage-gauge--free")),
                " ",
                full,
            )
        plan = in_columns(self._account.plan, _PLAN_LENGTH)
        return [Content.assemble(Content.styled(plan, quiet), "  " if plan else "", full), full, *words]

    @staticmethod
    def _texts(usage: Usage, stale: str) -> list[str]:
        """Return the forms in words and numbers, the longest first."""
        used = f"{stale}{max(0, usage.used):,}"
        if usage.limit is None:
            return [f"{used} messages used", f"{used} used", used]
        of = f"{used} / {max(0, usage.limit):,}"
        left = f"{stale}{usage.left:,}"
        match usage.level:
            case UsageLevel.FINE:
                return [f"{of} · {usage.percent_left} % left", of, f"{usage.percent_left} % left"]
            case UsageLevel.WARN:
                return [f"! {left} left · {of}", f"! {left} left", f"! {left}"]
            case UsageLevel.ALERT:
                return [
                    f"!! Only {left} left · {of}",
                    f"!! Only {left} left",
                    f"!! {left} left",
                    f"!! {left}",
                ]
            case UsageLevel.REACHED:
                return [f"Limit reached {of}", "Limit reached", "Limit"]


def _cells_used(usage: Usage) -> int:
    """Return the filled cells of the bar: all only at the limit, none only if nothing is used."""
    if usage.level is UsageLevel.REACHED:
        return _BAR
    return min(_BAR - 1, max(1 if usage.used > 0 else 0, round(usage.fraction * _BAR)))
