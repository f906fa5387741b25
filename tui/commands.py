"""Command palette provider: lists every action of the screen below the palette."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from tui.actions import Action, HasActions, actions_on
from tui.domain.search import marks, match, match_words
from tui.key_names import key_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.command import Hits


@runtime_checkable
class HasKeyOverrides(Protocol):
    """App with keys overridden by the settings."""

    key_overrides: Mapping[str, str]
    """Keys by action id."""


@dataclass(frozen=True, slots=True)
class Command:
    """Palette entry: an action and the part of the screen that owns it."""

    action: Action[Any]
    owner: HasActions

    @property
    def name(self) -> str:
        """Name in the palette."""
        return self.action.scope.prefix + self.action.label

    @property
    def sentence(self) -> str:
        """Help sentence, with the reason if the action cannot run now."""
        reason = self.action.disabled(self.owner)
        return f"{self.action.help} Not now: {reason}" if reason else self.action.help


class ActionCommands(Provider):
    """Provider of the actions, each with its key and its help sentence."""

    async def discover(self) -> Hits:
        """Yield all actions: the app's, the screen's and its widgets'."""
        for command in self._commands():
            yield DiscoveryHit(self._display(command, ""), self._run(command), command.name, command.sentence)

    async def search(self, query: str) -> Hits:
        """Yield the actions whose name matches, or else whose help contains the words."""
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
                    command.sentence,
                )

    def _commands(self) -> Iterator[Command]:
        """Yield the entries for the screen below the palette, each name once."""
        worded: set[str] = set()
        for owner, action in actions_on(self.screen):
            command = Command(action, owner)
            if action.applies(owner) and command.name not in worded:
                worded.add(command.name)
                yield command

    def _run(self, command: Command) -> partial[object]:
        return partial(command.owner.action_run_by_id, command.action.id)

    def _display(self, command: Command, query: str) -> Content:
        name = Content(command.name)
        for start, end in marks(query, command.name):
            name = name.stylize(self.match_style or "underline", start, end)
        if command.action.disabled(command.owner):
            name = name.stylize("$text-muted")
        keys = command.action.keys
        if isinstance(self.app, HasKeyOverrides):
            keys = self.app.key_overrides.get(command.action.id, keys)
        return Content.assemble(name, ("  " + key_name(keys.split(",")[0]), "$text-muted"))
