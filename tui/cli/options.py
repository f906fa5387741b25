"""Command line options shared by several commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui.domain.api_key import shown
from tui.domain.faults import UserError
from tui.domain.launch import Launch
from tui.domain.session_id import could_be_session_id
from tui.domain.settings import Settings


def add_account_options(parser: argparse.ArgumentParser, *, default: str | None = None) -> None:
    """Add the options that choose an account, a website and a session.

    A command adds them again with ``default=argparse.SUPPRESS``, so that they may come before or after it.
    """
    group = parser.add_argument_group("account, website and session")
    group.add_argument(
        "--demo",
        action="store_true",
        default=default or False,
        help="use the built-in sandbox: no key, no network, a data folder of its own",
    )
    add_fault_option(group, default=default)
    add_profile_options(group, default=default)
    group.add_argument(
        "--website",
        metavar="ID_OR_DOMAIN",
        default=default,
        type=_name,
        help="the website that answers (default: the account's primary one)",
    )
    group.add_argument(
        "--session", metavar="ID", default=default, type=_session_id, help="the session to go on with"
    )
    group.add_argument(
        "--log",
        metavar="FILE",
        default=default,
        type=Path,
        help="log the calls to this file: no content, no key (default: calls.log in the state folder)",
    )


def add_profile_options(group: argparse._ArgumentGroup, *, default: str | None) -> None:  # pyright: ignore[reportPrivateUsage] - has no public name
    """Add the options that choose the profile, the base URL and the settings file."""
    group.add_argument(
        "--profile", metavar="NAME", default=default, help="the profile of the settings file to use"
    )
    group.add_argument(
        "--base-url",
        metavar="URL",
        default=default,
        help="where the API is (default: https://asyntai.com/api/v1/)",
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        default=default,
        type=Path,
        help="the settings file (default: config.toml in the user's config folder)",
    )


def add_fault_option(group: argparse._ArgumentGroup, *, default: str | None) -> None:  # pyright: ignore[reportPrivateUsage] - has no public name
    """Add the option by which the sandbox simulates faults."""
    group.add_argument(
        "--fault",
        metavar="KIND:RATE",
        action="append",
        type=_fault,
        default=default,
        help="have the sandbox fail so often: 503, reset-before, reset-after, slow, hang or bad-json, with a "
        "part of all messages from 0 to 1; may be given several times",
    )


def _faults_of_demo(args: argparse.Namespace) -> list[str]:
    """Return the faults that the demo's sandbox is to simulate.

    Raises:
        UserError: if there are any without ``--demo``.
    """
    faults: list[str] = args.fault or []
    if faults and not args.demo:
        raise UserError("Only the sandbox fails on purpose: give --fault together with --demo.")
    return faults


def launch_of(args: argparse.Namespace, settings: Settings) -> Launch:
    """Build the launch from the options and the settings.

    Raises:
        UserError: if the options do not go together.
    """
    from tui.paths import config_file

    return Launch(
        settings=settings,
        settings_file=args.config or config_file(),
        profile=args.profile,
        base_url=args.base_url,
        website=args.website,
        session=args.session or "",
        demo=args.demo,
        faults=tuple(_faults_of_demo(args)),
        log=settings.log and args.log is None,
    )


def load_settings(args: argparse.Namespace) -> Settings:
    """Read the settings file named by the options, else the user's own.

    Raises:
        UserError: if the named file is missing, the file has a mistake, or there is no home folder.
    """
    from tui.paths import config_file, is_missing, require_folders

    require_folders()
    chosen: Path | None = args.config
    file = chosen or config_file()
    if is_missing(file):
        if chosen is not None:
            named = shown(chosen.name) if chosen == Path(chosen.name) else str(chosen)
            raise UserError(f"The settings file {named} does not exist.")
        # As ``load`` does; without it, a start without a settings file imports no TOML reader.
        return Settings()

    from tui.settings.load import load

    return load(file)


def _name(text: str) -> str:
    if not text.isprintable():
        raise argparse.ArgumentTypeError("a name has printable characters only")
    return text


def _session_id(text: str) -> str:
    if not could_be_session_id(text):
        raise argparse.ArgumentTypeError("a session id is one word of at most 200 characters")
    return text


def _fault(text: str) -> str:
    from tui.sandbox.faults import FaultError, parse_fault

    try:
        parse_fault(text)
    except FaultError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
