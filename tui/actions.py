"""Actions: what a person can do, each with its keys, label, help and handler in one place.

A part of the screen lists its actions as data. Its key bindings, the key hints, the palette, the help, the
names in ``[keys]`` and the README's table are all made from those lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.binding import Binding
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual.app import App
    from textual.dom import DOMNode
    from textual.message_pump import MessagePump
    from textual.screen import Screen

OwnerT = TypeVar("OwnerT")

_RUN = "run_by_id"
"""The Textual action that every binding calls, with the id of our action as its parameter."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Part of the screen that must have the focus for an action's key to work."""

    heading: str
    """Heading over its actions in the help."""
    prefix: str = ""
    """Prefix of its actions' labels in the palette."""
    is_for_typing: bool = False
    """Whether text is typed there, so that no plain character may be bound."""


EVERYWHERE = Scope("Everywhere")
COMPOSER = Scope("In the composer", "Composer: ", is_for_typing=True)
TRANSCRIPT = Scope("In the transcript", "Transcript: ")
SIDEBAR = Scope("In the list of sessions", "Sessions: ")
SIDEBAR_FILTER = Scope("In the filter of the sessions", "Sessions: ", is_for_typing=True)
FIND = Scope("In the find bar", "Find: ")
DIALOG = Scope("In a dialog")


def _never(_owner: object) -> str:
    return ""


def _always(_owner: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action(Generic[OwnerT]):
    """Action: its keys, its texts and its handler.

    ``id`` is its name in ``[keys]``. ``keys`` are separated by commas; the first one is shown.
    """

    id: str
    keys: str
    label: str
    """A word or two for the key hints."""
    help: str
    """One sentence for the help and the palette."""
    run: Callable[[OwnerT], object]
    """Handler; an awaitable result is awaited."""
    disabled: Callable[[OwnerT], str] = _never
    """Returns why it cannot run now, as a sentence to show; empty if it can."""
    applies: Callable[[OwnerT], bool] = _always
    """Returns whether the key triggers it now; if not, another binding of the key may be used."""
    scope: Scope = EVERYWHERE
    hint: bool = False
    """Whether the key hints list it."""
    priority: bool = False
    """Whether its key comes before the focused widget's own keys."""

    def binding(self) -> Binding:
        """Return the Textual binding; ``App.set_keymap`` can change its keys by its id."""
        return Binding(
            self.keys,
            f"{_RUN}('{self.id}')",
            self.label,
            show=self.hint,
            priority=self.priority,
            id=self.id,
            tooltip=self.help,
        )


def bindings(actions: Iterable[Action[Any]]) -> list[Binding]:
    """Return the Textual bindings of some actions, for a ``BINDINGS`` class variable."""
    return [action.binding() for action in actions]


@dataclass
class ActionUnavailable(Message):
    """Posted when an action is requested that cannot run now."""

    reason: str
    """Why, as a sentence to show."""


@dataclass
class ActionWanted(Message):
    """Posted by a part of the screen to run an action of the screen, as its key would."""

    id: str


class HasActions:
    """Mixin for a widget, a screen or an app with actions.

    ``ACTIONS`` lists all actions of the class, inherited ones included; ``BINDINGS`` has the bindings of
    those that the class adds.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = ()

    def action_named(self, id: str) -> Action[Any] | None:
        """Return the action with that id; ``None`` if there is none."""
        return next((action for action in self.ACTIONS if action.id == id), None)

    async def action_run_by_id(self, id: str) -> None:
        """Run an action, or report why it cannot run now. Textual calls this for every bound key."""
        action = self.action_named(id)
        if action is None:
            return
        if reason := action.disabled(self):
            cast("MessagePump", self).post_message(ActionUnavailable(reason))
        elif isawaitable(done := action.run(self)):
            await done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable a binding while its action does not apply, so that other bindings can use the key."""
        if action != _RUN:
            return True  # Textual's own actions are always possible
        asked = self.action_named(str(parameters[0]))
        return asked is not None and asked.applies(self)


def is_possible(node: DOMNode, binding: Binding) -> bool:
    """Return whether the action that a binding of ``node`` runs is available now."""
    action = node.action_named(binding.id) if isinstance(node, HasActions) and binding.id else None
    return action is None or not action.disabled(node)


def actions_on(screen: Screen[Any]) -> Iterator[tuple[HasActions, Action[Any]]]:
    """Yield every action of the app, a screen and its widgets, each with its owner.

    The focused widget and its ancestors come before the other widgets: of an id that occurs twice, only the
    first is yielded.
    """
    focus = screen.focused
    chain = focus.ancestors_with_self if focus else []
    seen: set[str] = set()
    app = cast("App[Any]", screen.app)  # pyright: ignore[reportUnknownMemberType]
    nodes: list[DOMNode] = [app, screen, *chain, *screen.walk_children()]
    for node in nodes:
        if isinstance(node, HasActions):
            for action in node.ACTIONS:
                if action.id not in seen:
                    seen.add(action.id)
                    yield node, action


def scopes_of_focus(screen: Screen[Any]) -> list[Scope]:
    """Return the scopes whose keys work now, nearest to the focus first, ``EVERYWHERE`` last."""
    nodes: Iterable[DOMNode] = screen.focused.ancestors_with_self if screen.focused else [screen]
    found = [action.scope for node in nodes if isinstance(node, HasActions) for action in node.ACTIONS]
    return list(dict.fromkeys([*(scope for scope in found if scope is not EVERYWHERE), EVERYWHERE]))
