"""The footer: the keys that work in the focused part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.content import Content

from tui.actions import is_possible
from tui.key_names import key_name
from tui.widgets.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen
    from textual.signal import Signal

_LAST = ("app.help", "app.quit")
"""Bindings that stay, at the right end, when others no longer fit."""
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and its label; ``name`` is its binding's id."""

    name: str
    key: str
    label: str


class KeyHints(Line):
    """Shows the keys that work and have a hint, those of the focused widget first.

    It reads the screen's active bindings, so that it is always right: a binding is shown if it is meant to be
    and its action can be done now.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-hints--key"}

    _hints: tuple[Hint, ...] = ()

    def on_mount(self) -> None:
        """Follow changes of the active bindings."""
        updated = cast("Signal[Screen[object]]", self.screen.bindings_updated_signal)  # pyright: ignore[reportUnknownMemberType]
        updated.subscribe(self, self._follow)
        self._follow(self.screen)  # the first paint names keys already

    def _follow(self, screen: Screen[object]) -> None:
        hints: dict[str, Hint] = {}
        for node, binding, enabled, _tooltip in screen.active_bindings.values():
            name = binding.id or binding.action
            # Of several keys show the letter: Textual lists the arrows first where its widgets bind them too.
            shown = binding.show and enabled and is_possible(node, binding)
            if shown and (name not in hints or len(binding.key) == 1):
                hints[name] = Hint(name, key_name(binding.key), binding.description)
        self._hints = tuple(hints.values())
        self.redraw()

    def draw(self, width: int) -> Content:
        """Draw as many hints as fit whole, the last two at the right end."""
        last = [self._worded(hint) for name in _LAST for hint in self._hints if hint.name == name]
        while last and _joined(last).cell_length > width:
            last.pop()
        right = _joined(last)
        room = width - right.cell_length - (len(_GAP) if last else 0)
        left: list[Content] = []
        for hint in (hint for hint in self._hints if hint.name not in _LAST):
            if _joined([*left, self._worded(hint)]).cell_length <= room:
                left.append(self._worded(hint))
        start = _joined(left)
        return Content.assemble(start, " " * (width - start.cell_length - right.cell_length), right)

    def _worded(self, hint: Hint) -> Content:
        return Content.assemble(Content.styled(hint.key, self.part("key-hints--key")), " ", hint.label)


def _joined(hints: Sequence[Content]) -> Content:
    return Content(_GAP).join(hints)
