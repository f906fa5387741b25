"""Onboarding screen: what the client is, and three ways to start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from tui.actions import Action, HasActions, Scope, bindings
from tui.domain.api_key import ApiKey, KeyPlace, parse_key
from tui.domain.clean import clean, one_line
from tui.domain.faults import Fault, UserError
from tui.domain.settings import DEFAULT_PROFILE
from tui.screens.dialog import SHORT_OR_TALL, ScrollBox
from tui.screens.fields import Choice, KeyField
from tui.widgets.key_hints import KeyHints
from tui.widgets.more_room import MoreRoom, is_too_small
from tui.widgets.said import OnboardingSaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

ONBOARDING = Scope("While a key is asked for")
ONBOARDING_ACTIONS: tuple[Action[OnboardingScreen], ...] = (
    Action(
        "onboarding.connect",
        "enter",
        "Connect",
        "Check the key and start.",
        run=lambda screen: screen.connect(),
        disabled=lambda screen: "The key is being checked already." if screen.is_checking else "",
        applies=lambda screen: not isinstance(screen.focused, Button),  # Enter is the button's there
        scope=ONBOARDING,
        hint=True,
        priority=True,
    ),
    Action(
        "onboarding.demo",
        "f2",
        "Try the demo",
        "Start on the built-in sandbox.",
        run=lambda screen: screen.ask_for_demo(),
        scope=ONBOARDING,
        hint=True,
    ),
    Action(
        "onboarding.back",
        "escape",
        "Back",
        "Keep the key there is.",
        run=lambda screen: screen.ask_to_go_back(),
        applies=lambda screen: screen.has_way_back,
        scope=ONBOARDING,
        hint=True,
    ),
)

_WHAT: Final = "Chat with your Asyntai assistants, and read what they told your visitors."
_WHERE: Final = (
    "The key is on the API Settings page of your account; it comes with the Starter, Standard and Pro plans."
)
_DEMO: Final = "Three made-up websites on this machine: no key, no network, no cost."
_NO_KEY: Final = "Paste a key first, or try the demo."
_CHECKING: Final = "Checking the key with the service…"


def settings_example(profile: str) -> str:
    """Return what to write into the settings file for a key that a password manager keeps."""
    return f'[profiles.{profile}]\napi_key_command = ["pass", "show", "asyntai"]'


class OnboardingScreen(HasActions, Screen[None]):
    """Asks for a key, shows where else it may come from, and offers the demo.

    It posts ``KeyGiven``, ``DemoWanted`` or ``QuitWanted``; the controller that checks the key calls
    ``show_fault`` or ``show_problem``, or closes the screen. ``key_file`` and ``settings_file`` are paths to
    show; ``keyring`` is the name of the system's keyring, empty if there is none; ``notice`` says why a key
    is asked for, if not for want of one. With ``way_back``, Esc posts ``BackWanted``: there is a key.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = ONBOARDING_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ONBOARDING_ACTIONS)]
    AUTO_FOCUS = "KeyField"
    VERTICAL_BREAKPOINTS = SHORT_OR_TALL

    @dataclass
    class KeyGiven(OnboardingSaid):
        """Check this key, which looks like one; ``place`` says where to save it once it is accepted."""

        key: ApiKey
        place: KeyPlace

    class DemoWanted(OnboardingSaid):
        """Start the demo on the sandbox."""

    class BackWanted(OnboardingSaid):
        """Close the screen and keep the present key."""

    class QuitWanted(OnboardingSaid):
        """Quit the client."""

    def __init__(
        self,
        profile: str = DEFAULT_PROFILE,
        *,
        key_file: str,
        settings_file: str,
        keyring: str = "",
        notice: str = "",
        way_back: bool = False,
    ) -> None:
        super().__init__()
        self._profile = profile
        self._settings_file = settings_file
        self._places = {
            KeyPlace.FILE: f"Save it in {one_line(key_file, 1_000)} (only you can read it)",
            KeyPlace.KEYRING: f"Save it in the system's keyring ({one_line(keyring)})",
            KeyPlace.MEMORY: "Keep it for this run only",
        }
        if not keyring:
            del self._places[KeyPlace.KEYRING]
        self._notice = notice
        self.has_way_back = way_back
        self.is_checking = False
        """Whether the service is being asked about a key."""

    def compose(self) -> ComposeResult:
        """Lay out one column, which scrolls where it must."""
        with ScrollBox(can_focus=False), Vertical(id="column"):
            yield Static("asyntai-tui", id="name", markup=False)
            yield Static(_WHAT, markup=False)
            yield Static(Content(clean(self._notice)), id="notice", markup=False)
            yield from self._paste_a_key()
            yield from self._name_a_source()
            yield from self._try_the_demo()
        yield KeyHints()
        yield MoreRoom()

    def on_resize(self, event: events.Resize) -> None:
        """Show the request for a larger window if nothing else fits."""
        self.set_class(is_too_small(event.size), "-tiny")

    def _paste_a_key(self) -> ComposeResult:
        profile = "" if self._profile == DEFAULT_PROFILE else f" for the profile {self._profile}"
        yield Static(f"1  Paste your API key{profile}", classes="heading", markup=False)
        with Vertical(classes="way"):
            yield KeyField(placeholder="Paste it here; it is not shown")
            yield Static(id="answer", markup=False)
            yield Choice([*self._places.values()], id="keep")
            yield Button("Connect", id="connect", compact=True)
            yield Static(_WHERE, classes="muted", markup=False)

    def _name_a_source(self) -> ComposeResult:
        yield Static("2  Or say where it comes from, and start again", classes="heading", markup=False)
        settings_file = one_line(self._settings_file, 1_000)
        yield Static("In the environment:", classes="way", markup=False)
        yield Static(Content("export ASYNTAI_API_KEY=…"), classes="way code", markup=False)
        yield Static(Content(f"Or by a command, in {settings_file}:"), classes="way", markup=False)
        yield Static(Content(settings_example(self._profile)), classes="way code", markup=False)

    def _try_the_demo(self) -> ComposeResult:
        yield Static("3  Or try the demo", classes="heading", markup=False)
        with Vertical(classes="way"):
            yield Static(_DEMO, markup=False)
            with Horizontal(id="buttons"):
                yield Button("Try the demo", id="demo", compact=True)
                yield Button("Quit", id="quit", compact=True)

    def on_mount(self) -> None:
        """Hide the notice and the answer while they are empty."""
        self.query_one("#notice").display = bool(self._notice)
        self._answer("", "")

    def show_checking(self) -> None:
        """Show that the service is checking the key."""
        self.is_checking = True
        self.refresh_bindings()
        self._answer("checking", _CHECKING)

    def show_fault(self, fault: Fault) -> None:
        """Show why the key was not accepted, or not checked; what was typed stays."""
        what = "Not checked: the service was not reached" if fault.offline else fault.title
        self.show_problem(f"{what}. {fault.told}")

    def show_problem(self, words: str) -> None:
        """Show what is wrong below the field; what was typed stays."""
        self.is_checking = False
        self.refresh_bindings()
        self._answer("refused", f"! {words}")
        self.query_one(KeyField).focus()

    def _answer(self, state: str, words: str) -> None:
        answer = self.query_one("#answer", Static)
        answer.update(Content(clean(words)))
        answer.set_classes(f"-{state}" if state else "")
        answer.display = bool(words)
        if words:
            answer.scroll_visible(animate=False)

    @on(KeyField.Changed)
    def forget_answer(self, event: KeyField.Changed) -> None:
        """Clear the answer to the last key when another is typed; stop the event, which holds the key."""
        event.stop()
        if not self.is_checking:
            self._answer("", "")

    @on(Button.Pressed, "#connect")
    def connect(self) -> None:
        """Post the key to be checked, if it looks like one and none is being checked."""
        if self.is_checking:
            return
        typed = self.query_one(KeyField).value
        if not typed.strip():
            self.show_problem(_NO_KEY)
            return
        try:
            key = parse_key(typed)
        except UserError as error:
            self.show_problem(str(error))
            return
        self.show_checking()
        self.post_message(self.KeyGiven(key, [*self._places][self.query_one("#keep", Choice).index]))

    @on(Button.Pressed, "#demo")
    def ask_for_demo(self) -> None:
        """Post ``DemoWanted``."""
        self.post_message(self.DemoWanted())

    def ask_to_go_back(self) -> None:
        """Post ``BackWanted``."""
        self.post_message(self.BackWanted())

    @on(Button.Pressed, "#quit")
    def quit(self) -> None:
        """Post ``QuitWanted``."""
        self.post_message(self.QuitWanted())


OnboardingEvent = (
    OnboardingScreen.KeyGiven
    | OnboardingScreen.DemoWanted
    | OnboardingScreen.BackWanted
    | OnboardingScreen.QuitWanted
)
"""All messages of the onboarding screen."""
