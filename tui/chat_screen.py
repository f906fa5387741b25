"""The main screen's actions, available wherever the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.actions import Action, bindings
from tui.screens.main import NO_REPLY, NOTHING_FAILED, MainScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any

    from textual.binding import BindingType

    from tui.controllers.wiring import Controllers
    from tui.domain.models import Address

    Request = Callable[[Controllers], None]


def _asks(request: Request) -> Callable[[ChatScreen], None]:
    """Return a handler that passes a request to the controllers; during the start it is queued."""
    return lambda screen: screen.request(request)


def _no_trouble(screen: ChatScreen) -> str:
    """Return why there is nothing to retry; never during the start, when the request is queued."""
    return "" if not screen.is_furnished or screen.transcript.trouble else NOTHING_FAILED


def _no_reply(screen: ChatScreen) -> str:
    return "" if not screen.is_furnished or screen.transcript.last_reply else NO_REPLY


MAIN_ACTIONS: tuple[Action[ChatScreen], ...] = (
    Action(
        "message.retry",
        "ctrl+r",
        "Retry",
        "Send again what failed.",
        run=_asks(lambda do: do.sending.retry()),
        disabled=_no_trouble,
        hint=True,
        priority=True,
    ),
    Action(
        "session.new",
        "ctrl+n",
        "New",
        "Start a session.",
        run=_asks(lambda do: do.navigation.new()),
        hint=True,
        priority=True,
    ),
    Action(
        "session.open",
        "ctrl+o",
        "Open",
        "Open a session by title, text or id; an unknown id is fetched.",
        run=_asks(lambda do: do.opening.ask_which()),
        hint=True,
        priority=True,
    ),
    Action(
        "session.list",
        "f2",
        "Sessions",
        "Go to the sessions, or back.",
        run=lambda screen: screen.toggle_sessions(),
        priority=True,
    ),
    Action(
        "website.pick",
        "ctrl+t",
        "Website",
        "Choose another website.",
        run=_asks(lambda do: do.websites.ask_which()),
        hint=True,
        priority=True,
    ),
    Action(
        "transcript.find",
        "ctrl+f",
        "Find",
        "Find in the transcript; n and N go on.",
        run=_asks(lambda do: do.finding.open()),
        priority=True,
    ),
    Action(
        "reply.copy",
        "ctrl+y",
        "Copy",
        "Copy the last reply as its Markdown source.",
        run=_asks(lambda do: do.transcripts.copy_reply()),
        disabled=_no_reply,
        priority=True,
    ),
    Action(
        "reply.finish",
        "escape",
        "Show all",
        "Show the whole reply at once; while waiting, take the text back into the composer.",
        run=lambda screen: screen.finish(),
    ),
    Action(
        "transcript.up",
        "pageup",
        "Page up",
        "Scroll the transcript back.",
        run=lambda screen: screen.by_pages(-1),
        priority=True,
    ),
    Action(
        "transcript.down",
        "pagedown",
        "Page down",
        "Scroll the transcript on.",
        run=lambda screen: screen.by_pages(1),
        priority=True,
    ),
    Action(
        "usage.show",
        "f3",
        "Usage",
        "Show the account, its plan and the month's usage.",
        run=_asks(lambda do: do.usage.show_details()),
        priority=True,
    ),
    Action(
        "settings.show",
        "f4",
        "Settings",
        "Open the settings.",
        run=_asks(lambda do: do.preferences.ask()),
        priority=True,
    ),
    Action(
        "mouse.toggle",
        "f8",
        "Mouse",
        "Switch the mouse off or on; while it is off, the terminal selects text itself.",
        run=_asks(lambda do: do.preferences.toggle_mouse()),
        priority=True,
    ),
    Action(
        "key.change",
        "f6",
        "API key",
        "Enter another API key.",
        run=_asks(lambda do: do.starting.change_key()),
        priority=True,
    ),
    Action(
        "view.refresh",
        "f5",
        "Refresh",
        "Ask the service again for what is on screen.",
        run=_asks(lambda do: do.starting.refresh()),
        priority=True,
    ),
)


class ChatScreen(MainScreen):
    """Main screen with its actions; ``request`` passes work to the controllers."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = MAIN_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MAIN_ACTIONS)]

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        sandbox: bool,
        deliver: Callable[[str, Address | None], None],
        request: Callable[[Request], None],
    ) -> None:
        super().__init__(clock=clock, sandbox=sandbox, deliver=deliver, take_back=self._take_back)
        self.request = request

    def _take_back(self) -> None:
        self.request(lambda do: do.sending.take_back())
