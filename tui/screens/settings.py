"""Settings dialog: the settings that change often; all others are in the settings file."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.actions import Action, bindings
from tui.domain import reveal
from tui.domain.clean import one_line
from tui.domain.endpoint import LONGEST_TIMEOUT, Timeouts
from tui.domain.settings import Attention, Reveal, Settings
from tui.screens.dialog import CLOSE, Dialog, ScrollBox, accepting
from tui.screens.fields import Choice
from tui.widgets.said import DialogSaid
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

_REVEALS: Final[tuple[tuple[Reveal, str], ...]] = (
    ("words", f"Word by word, at most {reveal.LONGEST:g} seconds"),
    ("off", "At once"),
)
_CALLS: Final[tuple[tuple[Attention, str], ...]] = (
    ("bell", "By the bell, and a mark in the title"),
    ("osc9", "By a notification (OSC 9), and the mark"),
    ("off", "Not at all"),
)
_MICE = ((True, "The client's: click, wheel, select"), (False, "The terminal's own; F8 switches it too"))


def seconds(text: str) -> float | None:
    """Read a time-out in seconds; ``None`` unless it is a number above 0 and at most ``LONGEST_TIMEOUT``."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value <= LONGEST_TIMEOUT else None


class SecondsField(Vertical):
    """A labelled field for seconds, with a line below for the error."""

    def __init__(self, label: str, value: float, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay out label, field and unit; then the error."""
        with Horizontal():
            yield Static(self._label, classes="label", markup=False)
            yield self._field()
            yield Static("seconds", classes="unit", markup=False)
        yield Static(classes="problem", markup=False)

    def _field(self) -> TextField:
        field = TextField()
        field.value = f"{self._value:g}"
        return field

    @property
    def value(self) -> float | None:
        """What is typed, in seconds; ``None`` if it is not a valid time-out."""
        return seconds(self.query_one(TextField).value)

    @on(TextField.Changed)
    def check(self) -> None:
        """Show the error while the field is not valid."""
        wrong = self.value is None
        self.query_one(".problem", Static).update(
            f"! A number above 0 and up to {LONGEST_TIMEOUT:g}." if wrong else ""
        )
        self.set_class(wrong, "-wrong")
        if wrong:
            self.call_after_refresh(self.scroll_visible, animate=False)


class SettingsScreen(Dialog[Settings | None]):
    """Changes a few settings: the result is all settings with the changes, ``None`` if nothing is kept.

    ``themes`` are the names to choose from; ``path`` is the settings file, to be shown.
    """

    TITLE = "Settings"
    ACTIONS: ClassVar[Sequence[Action[Any]]] = (CLOSE, accepting("Save"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    @dataclass
    class ThemePreviewed(DialogSaid):
        """Show this theme at once without saving it. Closing the dialog posts the former one."""

        name: str

    def __init__(self, settings: Settings, *, themes: Sequence[str], path: str) -> None:
        super().__init__()
        self._settings = settings
        self._themes = list(dict.fromkeys((*themes, settings.theme)))
        self._path = path

    def box(self) -> ScrollBox:
        """Return the fields, and the path of the settings file."""
        settings, timeouts = self._settings, self._settings.timeouts
        return ScrollBox(
            _heading("Theme"),
            Choice(self._themes, self._themes.index(settings.theme), id="theme"),
            _heading("Replies appear"),
            _choice(_REVEALS, settings.reveal, "reveal"),
            _heading("When you look elsewhere, an answer calls you"),
            _choice(_CALLS, settings.attention, "attention"),
            _heading("The mouse is"),
            _choice(_MICE, settings.mouse, "mouse"),
            _heading("How long to wait"),
            SecondsField("To connect", timeouts.connect, id="connect"),
            SecondsField("For an answer", timeouts.chat, id="chat"),
            SecondsField("For the rest", timeouts.other, id="other"),
            _heading("All else"),
            Static(
                "Profiles, where their API keys come from, and key bindings are set in this file:",
                markup=False,
            ),
            Static(one_line(self._path, 1_000), classes="muted", markup=False),
            can_focus=False,
        )

    def on_mount(self) -> None:
        """Scroll to the top: the focus alone would hide the first heading in a short window."""
        super().on_mount()
        self.call_after_refresh(self.query_one(ScrollBox).scroll_home, animate=False)

    @on(Choice.Changed, "#theme")
    def preview(self, event: Choice.Changed) -> None:
        """Post the theme to be shown."""
        self.post_message(self.ThemePreviewed(self._themes[event.index]))

    def close(self) -> None:
        """Discard the changes, and restore the theme."""
        if self._themes[self._index("theme")] != self._settings.theme:
            self.post_message(self.ThemePreviewed(self._settings.theme))
        super().close()

    def accept(self) -> None:
        """End with the settings; if a field is not valid, focus it instead."""
        for field in self.query(SecondsField):
            if field.value is None:
                field.check()
                field.query_one(TextField).focus()
                return
        self.dismiss(
            replace(
                self._settings,
                theme=self._themes[self._index("theme")],
                reveal=_REVEALS[self._index("reveal")][0],
                attention=_CALLS[self._index("attention")][0],
                mouse=_MICE[self._index("mouse")][0],
                timeouts=Timeouts(self._seconds("connect"), self._seconds("chat"), self._seconds("other")),
            )
        )

    def _index(self, choice: str) -> int:
        return self.query_one(f"#{choice}", Choice).index

    def _seconds(self, field: str) -> float:
        value = self.query_one(f"#{field}", SecondsField).value
        return value if value is not None else getattr(self._settings.timeouts, field)


def _choice(values: Sequence[tuple[object, str]], value: object, id: str) -> Choice:
    return Choice([label for _, label in values], [each for each, _ in values].index(value), id=id)


def _heading(text: str) -> Static:
    return Static(text, classes="heading", markup=False)
