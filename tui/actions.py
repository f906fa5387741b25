"""What a person can do: each action with its key, its words and what it runs, in one place.

A part of the screen lists its actions as data beside itself. Its bindings, the line of key hints, the
palette, the help, the keys in ``[keys]`` and the README come from those lists.
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
"""The one Textual action of every binding, with the id of ours as its parameter."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the screen whose focus makes an action's key work."""

    heading: str
    """The help's heading over its actions."""
    prefix: str = ""
    """What the palette puts before its actions' labels."""
    is_for_typing: bool = False
    """Whether characters are typed there, which no key may take."""


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
    """Something a person can do.

    ``id`` names it in ``[keys]``. ``keys`` are separated by commas, the first is the one that is shown.
    """

    id: str
    keys: str
    label: str
    """A word or two for the line of key hints."""
    help: str
    """One sentence for the help and the palette."""
    run: Callable[[OwnerT], object]
    """Does it; what can be awaited is awaited."""
    disabled: Callable[[OwnerT], str] = _never
    """Why it cannot be done now, as a sentence to show; empty where it can."""
    applies: Callable[[OwnerT], bool] = _always
    """Whether the key means this now; where not, it means what else the part or the screen binds it to."""
    scope: Scope = EVERYWHERE
    hint: bool = False
    """Whether the line of key hints names it."""
    priority: bool = False
    """Whether its key wins over a focused text area's own."""

    def binding(self) -> Binding:
        """The Textual binding of this action, which ``App.set_keymap`` can change by its id."""
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
    """The Textual bindings of some actions, for a ``BINDINGS`` class variable."""
    return [action.binding() for action in actions]


@dataclass
class ActionUnavailable(Message):
    """An action was asked for that cannot be done now."""

    reason: str
    """A sentence for the person."""


@dataclass
class ActionWanted(Message):
    """A part asks for an action of the screen that it is on, as its key would."""

    id: str


class HasActions:
    """A part of the screen, a screen or an app that does actions.

    A class names all that it does in ``ACTIONS``, what it inherits included, and puts the bindings of its own
    among its ``BINDINGS``.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = ()

    def action_named(self, id: str) -> Action[Any] | None:
        """One of the actions by its id."""
        return next((action for action in self.ACTIONS if action.id == id), None)

    async def action_run_by_id(self, id: str) -> None:
        """Do an action, or say why it cannot be done now. Textual calls this for every key that is bound."""
        action = self.action_named(id)
        if action is None:
            return
        if reason := action.disabled(self):
            cast("MessagePump", self).post_message(ActionUnavailable(reason))
        elif isawaitable(done := action.run(self)):
            await done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to others while it does not mean the action that it is bound to."""
        if action != _RUN:
            return True  # Textual's own actions are always possible
        asked = self.action_named(str(parameters[0]))
        return asked is not None and asked.applies(self)


def is_possible(node: DOMNode, binding: Binding) -> bool:
    """Whether what a binding of ``node`` does can be done now, as far as ``node`` says."""
    action = node.action_named(binding.id) if isinstance(node, HasActions) and binding.id else None
    return action is None or not action.disabled(node)


def actions_on(screen: Screen[Any]) -> Iterator[tuple[HasActions, Action[Any]]]:
    """Every action of a screen, of the app over it and of its parts, each with the part that does it.

    The parts that have the focus come before the others, so that of one id theirs is the one.
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
    """The scopes of the keys that work now, nearest the focus first; EVERYWHERE is the last."""
    nodes: Iterable[DOMNode] = screen.focused.ancestors_with_self if screen.focused else [screen]
    found = [action.scope for node in nodes if isinstance(node, HasActions) for action in node.ACTIONS]
    return list(dict.fromkeys([*(scope for scope in found if scope is not EVERYWHERE), EVERYWHERE]))
