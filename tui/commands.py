"""The command palette's list: every action that is possible on the screen below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from tui.actions import ALL_ACTIONS, Action, Scope
from tui.domain.search import marks, match, match_words
from tui.key_names import key_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.command import Hits
    from textual.dom import DOMNode

_PARTS: Final = {
    Scope.EVERYWHERE: "",
    Scope.COMPOSER: "Composer: ",
    Scope.TRANSCRIPT: "Transcript: ",
    Scope.SIDEBAR: "Sessions: ",
}


@runtime_checkable
class HasKeyOverrides(Protocol):
    """An app whose keys a person has changed."""

    key_overrides: Mapping[str, str]
    """Keys by action id."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action with the part of the screen that does it."""

    action: Action
    owner: DOMNode

    @property
    def name(self) -> str:
        """What the palette calls it."""
        return _PARTS[self.action.scope] + self.action.label


class ActionCommands(Provider):
    """Offers the actions of the registry, each with its key and its sentence."""

    async def discover(self) -> Hits:
        """All of them, in the registry's order."""
        for command in self._commands():
            yield DiscoveryHit(
                self._display(command, ""), self._run(command), command.name, command.action.help
            )

    async def search(self, query: str) -> Hits:
        """Those whose name answers, or else whose sentence has the words."""
        for command in self._commands():
            found = match(query, command.name)
            score = found.score if found else 0.0
            if not score and match_words(query, command.action.help):
                score = 0.1
            if score:
                yield Hit(
                    score,
                    self._display(command, query),
                    self._run(command),
                    command.name,
                    command.action.help,
                )

    def _commands(self) -> Iterator[Command]:
        for action in ALL_ACTIONS:
            owner = self._owner(action)
            if owner is not None and owner.check_action(action.name, ()):
                yield Command(action, owner)

    def _owner(self, action: Action) -> DOMNode | None:
        """The node that binds an action: one in the focus first, then any other on the screen."""
        focused = self.screen.focused
        chain = focused.ancestors_with_self if focused else [self.screen, self.app]
        for node in (*chain, *self.screen.walk_children()):
            if any(binding.id == action.id for binding in _bindings(node)):
                return node
        return None

    def _run(self, command: Command) -> partial[object]:
        return partial(self.app.run_action, command.action.name, command.owner)

    def _display(self, command: Command, query: str) -> Content:
        name = Content(command.name)
        for start, end in marks(query, command.name):
            name = name.stylize(self.match_style or "underline", start, end)
        keys = command.action.keys
        if isinstance(self.app, HasKeyOverrides):
            keys = self.app.key_overrides.get(command.action.id, keys)
        return Content.assemble(name, ("  " + key_name(keys.split(",")[0]), "$text-muted"))


def _bindings(node: DOMNode) -> Iterator[Binding]:
    for kind in type(node).__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield binding
