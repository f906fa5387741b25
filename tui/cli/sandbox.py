"""``asyntai-tui sandbox``: serves the imitated API for demos and tests."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.options import add_fault_option
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from tui.sandbox.config import SandboxConfig

KEY_VARIABLE = "ASYNTAI_SANDBOX_KEY"
"""Environment variable of the key: arguments would show it to every user of the machine."""

_DESCRIPTION = """\
Serves an imitation of the Asyntai API on this machine: the four documented
calls, three made-up websites that answer from their own knowledge, and a few
weeks of conversations. It needs no account and no network, and spends
nobody's messages.

When it accepts connections it prints one line:
Sandbox ready: http://127.0.0.1:PORT/api/v1/
Then it logs one line a request to standard error: method, path, status,
milliseconds. It ends with Ctrl+C or SIGTERM.
"""

_EPILOG = """\
The API lists no sessions. With --announce-sessions a second line follows the
first, one JSON object that names the conversations the sandbox came with, the
latest first:
{"sessions": [{"session_id": "visitor-3f9c2a71", "website_id": 1}, ...]}

The month's usage, the sessions and their messages live in one SQLite file.
Several sandboxes may share it.

With --fault it does wrong on purpose, with messages only, and says so in its
log. RATE is the part of all messages that meet the fault, from 0 to 1:
  503           the service is away; not taken
  reset-before  the connection is reset; not taken
  reset-after   taken and answered, but the connection is reset
  slow          the answer takes 10 seconds longer
  hang          the connection stays silent; not taken
  bad-json      taken and answered, but half of the answer arrives
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],  # pyright: ignore[reportPrivateUsage] - has no public name
) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "sandbox",
        help="serve the imitated API on this machine, for demos and tests",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_serving(parser)
    _add_account(parser)
    _add_state(parser)
    _add_faults(parser)
    _add_child(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; return the exit status: 0 after SIGTERM or end of input, 130 after Ctrl+C.

    Raises:
        UserError: if the address or the data file cannot be used.
    """
    from tui.sandbox.faults import FaultError
    from tui.sandbox.process import serve
    from tui.sandbox.server import AddressError
    from tui.sandbox.state import StateError

    try:
        return serve(
            _config(args),
            announce_sessions=args.announce_sessions,
            until_stdin_closes=args.until_stdin_closes,
        )
    except (AddressError, StateError, FaultError) as error:
        raise UserError(str(error)) from None


def _add_serving(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("serving")
    group.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    group.add_argument(
        "--port", type=_port, default=8765, help="the port; 0 takes a free one (default: %(default)s)"
    )
    group.add_argument(
        "--api-key",
        metavar="KEY",
        help=f"the key that callers must send (default: {KEY_VARIABLE} of the environment, else sandbox)",
    )
    group.add_argument(
        "--latency",
        metavar="MIN-MAX",
        type=_latency,
        default=(300, 1_200),
        help="milliseconds that an answer of /chat/ takes; 0-0 for none (default: 300-1200)",
    )


def _add_account(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the account")
    group.add_argument(
        "--plan",
        choices=("free", "starter", "standard", "pro"),
        default="starter",
        help="the account's plan (default: %(default)s)",
    )
    group.add_argument(
        "--used",
        metavar="N",
        type=_count,
        help="messages already used this month (default: what is kept; 150 at the first start)",
    )
    group.add_argument(
        "--limit",
        metavar="N",
        type=_count,
        help="messages a month (default: the plan's: 100, 2500, 15000 or 50000)",
    )


def _add_state(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is kept")
    place = group.add_mutually_exclusive_group()
    place.add_argument(
        "--memory", action="store_true", help="keep everything in memory, and forget it at the end"
    )
    place.add_argument(
        "--data",
        metavar="FILE",
        type=Path,
        help="the SQLite file (default: sandbox.sqlite3 in the demo's data folder)",
    )


def _add_faults(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what goes wrong")
    add_fault_option(group, default=argparse.SUPPRESS)
    group.add_argument(
        "--fault-seed", metavar="N", type=_count, help="have the faults come in the same order each time"
    )


def _add_child(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("for programs that start it")
    group.add_argument(
        "--announce-sessions", action="store_true", help="print the sessions it came with, as described below"
    )
    group.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input closes, so as never to outlive the program that started it",
    )


def _config(args: argparse.Namespace) -> SandboxConfig:
    from tui.sandbox.config import DEFAULT_KEY, SandboxConfig
    from tui.sandbox.faults import parse_fault

    return SandboxConfig(
        host=args.host,
        port=args.port,
        api_key=args.api_key or os.environ.get(KEY_VARIABLE) or DEFAULT_KEY,
        plan=args.plan,
        used=args.used,
        limit=args.limit,
        latency_ms=args.latency,
        database=None if args.memory else args.data or _default_database(),
        faults=tuple(parse_fault(text) for text in args.fault or ()),
        fault_seed=args.fault_seed,
    )


def _default_database() -> Path:
    from tui.paths import demo_folder, make_private_folder

    return make_private_folder(demo_folder()) / "sandbox.sqlite3"


def _port(text: str) -> int:
    port = _count(text)
    if port > 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port: choose 0 to 65535")
    return port


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 0 or more")
    return int(text)


def _latency(text: str) -> tuple[int, int]:
    least, dash, most = text.partition("-")
    if not dash:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form MIN-MAX, such as 300-1200")
    latency = _count(least), _count(most)
    if latency[0] > latency[1]:
        raise argparse.ArgumentTypeError(f"in {text!r} the first number must not be the greater one")
    return latency
