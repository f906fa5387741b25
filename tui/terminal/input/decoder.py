"""Decodes input into Textual's events: keys, pastes, the mouse, reports of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.enter_in_text import EnterInText
from tui.terminal.input import reports
from tui.terminal.input.keyboard import of_csi, of_ss3, typed, with_escape
from tui.terminal.input.tokens import Kind, Token, Tokenizer
from tui.textual_internals.parsing import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message


class Decoder:
    """Decodes what is read into events, each with the time of the read that completed it.

    When it is decoded, on a busy machine, says nothing about how it was typed.
    """

    def __init__(self) -> None:
        self._tokenizer = Tokenizer()
        self._parser = XTermParser()
        self._sizes_wanted = False

    def feed(self, data: str, at: float) -> list[Message]:
        """Decode one read, made at the time ``at``."""
        return self._events(self._tokenizer.feed(data, at), at)

    def idle(self, at: float) -> list[Message]:
        """Return the Escape key if ``KEY_PATIENCE`` seconds without input have completed it."""
        return self._events(self._tokenizer.idle(), at)

    def _events(self, tokens: Iterable[Token], at: float) -> list[Message]:
        found = [event for token in tokens for event in self._of(token)]
        _mark_line_ends(found)
        for event in found:
            event.time = at
        return found

    def _of(self, token: Token) -> Iterable[Message]:
        match token.kind:
            case Kind.CHARACTER | Kind.ESCAPE:
                return [typed(token.text)] if token.kind is Kind.CHARACTER else [events.Key("escape", "\x1b")]
            case Kind.META:
                return with_escape(token.text)
            case Kind.PASTE:
                return [events.Paste(token.text)]
            case Kind.SS3:
                return of_ss3(token.text)
            case Kind.OSC:
                report = reports.of_osc(token.text)
                return [report] if report else []
            case Kind.CSI:
                return self._of_csi(token.text)

    def _of_csi(self, body: str) -> Iterable[Message]:
        self._sizes_wanted = self._sizes_wanted or reports.tells_sizes(body)
        if size := reports.size_of(body):
            return self._of_size(size, body)
        if reports.is_textuals(body):
            return self._parser.feed(f"\x1b[{body}")
        report = reports.of_csi(body)
        return [report] if report else of_csi(body)

    def _of_size(self, size: events.Resize, body: str) -> Iterable[Message]:
        if not self._sizes_wanted:
            return []
        # Textual's parser needs to know the pixels: positions of the mouse come in them from then on.
        return self._parser.feed(f"\x1b[{body}") if size.pixel_size else [size]


def _mark_line_ends(found: list[Message]) -> None:
    """Replace each Enter that is followed by text in the same read by an ``EnterInText``."""
    before_text = False
    for position in reversed(range(len(found))):
        event = found[position]
        if not isinstance(event, events.Key):
            continue
        if event.key == "enter" and before_text:
            found[position] = EnterInText()
        elif event.key not in {"enter", "tab", "ctrl+j"}:
            before_text = event.is_printable
