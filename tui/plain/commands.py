"""The commands of the plain client, as ``/help`` lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Slash command and its help."""

    name: str
    takes: str
    """Its argument, in capitals; empty if it has none."""
    help: str
    """One sentence."""

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"/{self.name} {self.takes}".rstrip()


COMMANDS = (
    Command("help", "", "Read these commands out."),
    Command("websites", "", "List the websites of the account."),
    Command("website", "NUMBER, ID or DOMAIN", "Go to a website, and begin a session there."),
    Command("sessions", "[WORDS]", "List the website's sessions, or those that answer the words."),
    Command("find", "WORDS", "Find sessions of all websites by any words in them."),
    Command("open", "NUMBER or ID", "Open a session of the last list, or any by its id."),
    Command("more", "", "Read what came before."),
    Command("new", "", "Begin a session."),
    Command("long", "", "Type a message of many lines; a dot alone on a line sends it."),
    Command("retry", "", "Send again what was not sent, or is unknown."),
    Command("edit", "TEXT", "Send another text in the place of what was not sent, is queued or is unknown."),
    Command("dismiss", "", "Let go of what was not sent; leave an unknown message as it is."),
    Command("look", "", "Look again whether an unknown message was taken."),
    Command("usage", "", "Tell the plan and the month's usage."),
    Command("export", "FILE", "Write the session to a file that ends in .md, .json or .txt."),
    Command("key", "", "Enter another API key."),
    Command("quit", "", "Leave. Ctrl+D does so too."),
)

HELP = (
    "What you type is sent when you press Enter, unless it begins with a slash: then it is a command. "
    "Two slashes send the rest with one. A line that ends in a backslash goes on in the next. "
    "Several lines that are pasted are sent only after you said so. "
    "Ctrl+C gives you the prompt back while an answer is awaited."
)


def help_lines() -> list[str]:
    """Return the lines of the help."""
    return [HELP, *(f"{command.usage}: {command.help}" for command in COMMANDS)]
