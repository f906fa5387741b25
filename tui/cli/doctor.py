"""``asyntai-tui doctor``: checks the machine, the settings, the key, the disk and the network."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from tui import output
from tui.cli.options import add_profile_options
from tui.domain.api_key import hide_keys
from tui.domain.clean import clean, one_line
from tui.domain.faults import ExitStatus, UserError
from tui.domain.finding import Finding, Verdict
from tui.domain.settings import Settings
from tui.paths import require_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DESCRIPTION = """\
Looks at everything that the client depends on, and says what is wrong and
what to do about it: the program, the terminal, the settings, the key (its
source and last four characters, never its value), the data folder and the
store, what this machine may give away, and the way to the service.

It sends no message, and asks the service for the account only. It changes
nothing. The status is 0 if nothing is wrong, else 1.
"""

_WIDTH = 100
_MARKS = {Verdict.OK: "ok", Verdict.NOTE: "note", Verdict.WRONG: "WRONG"}


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],  # pyright: ignore[reportPrivateUsage] - has no public name
) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="say what is wrong with settings, key, disk or network",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    add_profile_options(parser.add_argument_group("what to examine"), default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the checks and print the findings; return the exit status.

    Raises:
        UserError: for the demo, or if there is no home folder.
    """
    if args.demo:
        raise UserError("The demo needs no settings, key or network: there is nothing to examine.")
    require_folders()
    try:
        findings = asyncio.run(_examine(args, told=not args.json))
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    wrong = sum(finding.verdict is Verdict.WRONG for finding in findings)
    if args.json:
        told = {"wrong": wrong, "findings": [_as_json(finding) for finding in findings]}
        output.write(f"{json.dumps(told, indent=2)}\n")
    else:
        output.write(f"\n{_sum(wrong)}\n")
    return ExitStatus.CHECK_FAILED if wrong else ExitStatus.FINE


async def _examine(args: argparse.Namespace, *, told: bool) -> Sequence[Finding]:
    from tui.services.doctor.examine import Subject, examine

    findings: list[Finding] = []
    subject = Subject(args.config, args.profile, args.base_url, _mistakes_in)
    async for finding in examine(subject, os.environ):
        if told:
            _tell(finding, after=findings[-1].about if findings else "")
        findings.append(finding)
    return findings


def _mistakes_in(settings: Settings) -> Iterator[str]:
    """Yield mistakes in the keys and the theme, which a start would refuse or ignore."""
    if settings.keys:
        from tui.keymap import mistakes_in_keys

        yield from mistakes_in_keys(settings.keys)
    if settings.theme != Settings().theme:
        from textual.theme import BUILTIN_THEMES

        from tui.settings.check import did_you_mean
        from tui.themes import AUTO, THEMES

        known = (AUTO, *sorted({*BUILTIN_THEMES, *(theme.name for theme in THEMES)}))
        if settings.theme not in known:
            yield f"theme has a name that is not known{did_you_mean(settings.theme, known)}"


def _tell(finding: Finding, *, after: str) -> None:
    if finding.about != after:
        gap = "\n" if after else ""
        output.write(f"{gap}{finding.about.capitalize()}\n")
    output.write(f"{_indented(_MARKS[finding.verdict], finding.words)}\n")
    if finding.remedy:
        output.write(f"{_indented('', f'→ {finding.remedy}')}\n")


def _indented(mark: str, words: str) -> str:
    text = hide_keys(one_line(words, 2_000))
    # Paths and commands are not broken, so that they can be copied.
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=f"  {mark:5} ",
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_json(finding: Finding) -> dict[str, str]:
    return {name: clean(hide_keys(str(value))) for name, value in asdict(finding).items()}


def _sum(wrong: int) -> str:
    if wrong == 0:
        return "Nothing is wrong."
    return "One thing is wrong." if wrong == 1 else f"{wrong} things are wrong."
