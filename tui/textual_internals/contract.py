"""Every private name of Textual's that the client uses, and what for.

A private name may change with any version. ``tests/test_textual_contract.py`` compares this list with the
installed Textual and with the client's code, and names what is gone or is used without being listed.
Imports, and accesses to objects of Textual's, are wrapped in this package; a name that a class of ours
inherits is used in that class.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Use(Enum):
    """What the client does with a private name."""

    IMPORT = "imports"
    READ = "reads or calls"
    SET = "sets"
    OVERRIDE = "overrides"


class PrivateName(NamedTuple):
    """A private name of Textual's. ``owner`` is its module, or ``module:Class`` for a member of a class."""

    owner: str
    name: str
    uses: frozenset[Use]
    purpose: str
    """Completes "The client needs it to"."""

    def __str__(self) -> str:
        return f"{self.owner.replace(':', '.')}.{self.name}"


_APP = "textual.app:App"
_DRIVER = "textual.driver:Driver"
_LINUX_DRIVER = "textual.drivers.linux_driver:LinuxDriver"
_PUMP = "textual.message_pump:MessagePump"
_TEXT_AREA = "textual.widgets._text_area:TextArea"
_INPUT = "textual.widgets._input:Input"
_KITTY = "textual._keyboard_protocol"


def _imported(owner: str, name: str, purpose: str) -> PrivateName:
    return PrivateName(owner, name, frozenset({Use.IMPORT}), purpose)


def _read(owner: str, name: str, purpose: str) -> PrivateName:
    return PrivateName(owner, name, frozenset({Use.READ}), purpose)


def _set(owner: str, name: str, purpose: str) -> PrivateName:
    return PrivateName(owner, name, frozenset({Use.READ, Use.SET}), purpose)


def _overridden(owner: str, name: str, purpose: str) -> PrivateName:
    return PrivateName(owner, name, frozenset({Use.READ, Use.OVERRIDE}), purpose)


CONTRACT = (
    # Imported
    _imported(
        "textual._ansi_sequences",
        "ANSI_SEQUENCES_KEYS",
        "decode the keys of older terminals, and know which keys they can send at all",
    ),
    _imported(_KITTY, "FUNCTIONAL_KEYS", "name the keys of Kitty's keyboard protocol"),
    _imported(_KITTY, "MODIFIER_FUNCTIONAL_KEYS", "pass over modifier keys that are pressed alone"),
    _imported("textual._xterm_parser", "XTermParser", "decode the mouse and the terminal's reports"),
    _imported("textual._compositor", "Compositor", "render only the rows of widgets that changed"),
    _imported("textual._compositor", "CompositorMap", "keep the layout that the widgets were told"),
    _imported("textual._compositor", "ReflowResult", "return what a new layout changes"),
    _imported("textual.document._document", "EditResult", "say what a deletion of text returns"),
    _imported("textual.document._document", "Location", "say what a place in a text is"),
    _imported("textual.document._document_navigator", "DocumentNavigator", "move the cursor by graphemes"),
    _imported("textual.document._wrapped_document", "WrappedDocument", "count cells by graphemes"),
    # Message queues
    _read(_APP, "_registry", "ask every widget whether it is busy before the next key"),
    _read("textual.screen:Screen", "_callbacks", "have the next key wait for what the next frame calls"),
    _read(_PUMP, "_closing", "pass over queues that are ending"),
    _read(_PUMP, "_closed", "pass over queues that have ended"),
    _read(_PUMP, "_running", "pass over queues that have not begun"),
    _read(_PUMP, "_task", "pass over queues that have not begun"),
    _read(_PUMP, "_message_queue", "see that a queue waits for a message"),
    # The app
    _read(_APP, "_driver", "speak with the terminal beside drawing on it"),
    _set(_APP, "_clipboard", "keep what is copied for pastes within the client"),
    _overridden(_APP, "_display", "put the terminal's cursor at the caret with every frame"),
    _read(_APP, "_exit_renderables", "report a crash once"),
    _overridden(_APP, "_fatal_error", "report a crash without the values of variables"),
    _read(_APP, "_refresh_truecolor_filter", "start with the person's theme without parsing it twice"),
    _overridden(_APP, "_shutdown", "end every job before the screens go"),
    _read(_APP, "_registered_themes", "find a theme without copying all of them for every widget"),
    # Painting
    _set("textual.screen:Screen", "_compositor", "have the main screen painted by its own compositor"),
    _set("textual._compositor:Compositor", "_full_map", "compare a layout with what the widgets were told"),
    _overridden("textual._compositor:Compositor", "_get_renders", "render only the rows that changed"),
    _overridden(
        _TEXT_AREA,
        "_draw_cursor",
        "leave the cursor of the composer to the terminal",
    ),
    _read(
        _TEXT_AREA,
        "_rewrap_and_refresh_virtual_size",
        "wrap a text that was just set by graphemes",
    ),
    _overridden(_TEXT_AREA, "_set_document", "keep the composer's text by graphemes"),
    _overridden(
        _INPUT,
        "_cell_offset_to_index",
        "put the cursor at the mouse, by graphemes",
    ),
    _set(_INPUT, "_cursor_visible", "leave the cursor of a field to the terminal"),
    # The driver
    _read(_DRIVER, "_app", "repaint everything after a change of the window or a stop"),
    _read(_DRIVER, "_auto_restart", "take the terminal again after a stop by the shell"),
    _read(_DRIVER, "_loop", "repaint from a signal handler"),
    _set(_DRIVER, "_mouse", "switch the mouse while the client runs"),
    _set(_DRIVER, "_size", "know the terminal's size from the first frame on"),
    _read(_LINUX_DRIVER, "_disable_mouse_support", "switch the mouse off while the client runs"),
    _read(_LINUX_DRIVER, "_enable_mouse_pixels", "switch the mouse on again with its positions in pixels"),
    _read(_LINUX_DRIVER, "_enable_mouse_support", "switch the mouse on while the client runs"),
    _set(_LINUX_DRIVER, "_file", "write in the terminal's encoding, and after the terminal is gone"),
    _overridden(_LINUX_DRIVER, "_get_terminal_size", "ask the terminal alone for its size"),
    _read(_LINUX_DRIVER, "_in_band_window_resize", "know whether the mouse's positions are in pixels"),
    _read(_LINUX_DRIVER, "_key_thread", "know whether the terminal is read, after a stop"),
    _set(_LINUX_DRIVER, "_must_signal_resume", "have the app hear that it goes on after a stop"),
    _overridden(_LINUX_DRIVER, "_run_input_thread", "report a defect while keys are read"),
    _overridden(_LINUX_DRIVER, "_sigtstp_application", "stop at Ctrl+Z only where a shell can continue it"),
    _read(_LINUX_DRIVER, "_writer_thread", "send titles and requests to the terminal between frames"),
)
