"""Entry point of the command line; nothing heavy is imported before the command is known."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING

from tui import __version__, output
from tui.cli.options import add_account_options
from tui.cli.parser import Parser
from tui.domain.faults import ExitStatus, ServiceError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

COMMANDS = ("ask", "doctor", "sandbox")
"""Command names; each is a module of this package with an ``add_parser``."""

_DESCRIPTION = """\
A chat client for Asyntai. Without a command it opens the full-screen client:
your websites, their sessions, questions and answers, and the month's usage.
At the first start it asks for an API key, or shows the demo.
"""

_EPILOG = """\
environment:
  ASYNTAI_API_KEY   the API key; a key is never taken from the command line
  ASYNTAI_BASE_URL  where the API is
  NO_COLOR          set to anything: no colours
  XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME
                    where settings, sessions and logs are kept
An option comes before the environment, the environment before the profile.

exit status:
  0  fine                       4  the month's message limit is reached
  1  a check failed             5  the service or the network failed
  2  usage or settings        130  interrupted
  3  the key was refused
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the arguments and run the command; return its exit status."""
    sys.excepthook = _tell_of_defect
    output.open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # the terminal's encoding may lack characters
    try:
        words = sys.argv[1:] if argv is None else argv
        return _run(_parser(words).parse_args(words))
    except output.OutputError as error:
        if not error.reader_left:
            output.say(str(error))
        return error.exit_status
    except (UserError, ServiceError) as error:
        output.say(_sentence(error))
        return error.fault.exit_status if isinstance(error, ServiceError) else error.exit_status
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED


def _run(args: argparse.Namespace) -> int:
    if args.command:
        return args.run(args)
    from tui.cli import plain

    if args.plain:
        return plain.run(args)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(
            "The client needs a terminal; for a question from a script there is: asyntai-tui ask QUESTION"
        )
    if why := plain.why_plain():
        return plain.run(args, why)
    from tui.cli import client

    return client.run(args)


def _tell_of_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    from tui.crash import tell

    tell(kind, error, trace)


def _sentence(error: UserError | ServiceError) -> str:
    if isinstance(error, ServiceError):
        return error.fault.told
    return str(error)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the argument parser; the commands' own are only added if the words name one or ask for help."""
    parser = Parser(
        prog="asyntai-tui",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"asyntai-tui {__version__}")
    add_account_options(parser)
    group = parser.add_argument_group("the client's look")
    group.add_argument(
        "--reveal", choices=("words", "off"), help="how a reply appears: by the clock, or at once"
    )
    group.add_argument(
        "--theme",
        metavar="NAME",
        help="auto, asyntai-dark, asyntai-light, asyntai-contrast, or asyntai-ansi: the terminal's own",
    )
    group.add_argument(
        "--plain",
        action="store_true",
        help="a line at a time, without a full screen: for screen readers, dumb terminals and scripts",
    )
    group.add_argument(
        "--no-mouse",
        action="store_true",
        help="leave the mouse to the terminal (F8 switches it while running)",
    )
    if {*COMMANDS, "-h", "--help"}.isdisjoint(words):
        parser.add_argument("command", nargs="?", metavar="COMMAND", choices=COMMANDS)
        return parser
    subparsers = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", help="asyntai-tui COMMAND --help says more"
    )
    from tui.cli import ask, doctor, sandbox

    for command in (ask, doctor, sandbox):
        command.add_parser(subparsers)
    return parser
