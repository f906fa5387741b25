"""Runs all checks of the doctor, each on its own, so that one failure hides no other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.clean import one_line
from tui.domain.faults import UserError
from tui.domain.finding import Finding, Verdict
from tui.domain.settings import DEFAULT_PROFILE, Settings
from tui.services.doctor import disk, machine, network, places
from tui.settings.keys import find_key
from tui.settings.load import SettingsError, load
from tui.settings.private_file import short
from tui.settings.resolve import Connection, resolve

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
    from pathlib import Path

    from tui.domain.api_key import ApiKey

_NO_KEY = "Start asyntai-tui and paste one, set ASYNTAI_API_KEY, or name a source in the settings."


@dataclass(frozen=True, slots=True)
class Subject:
    """What to examine, as the options name it, and a check of the settings that only the screen knows."""

    settings_file: Path | None
    profile: str | None
    base_url: str | None
    mistakes_in: Callable[[Settings], Iterable[str]] = lambda _: ()
    """Returns the mistakes in settings of the screen: keys and theme."""


async def examine(subject: Subject, environ: Mapping[str, str]) -> AsyncGenerator[Finding]:
    """Run every check, yielding each finding as it is made. No message is sent, no file is changed."""
    for finding in (*machine.program(), *machine.terminal(environ)):
        yield finding
    settings, findings = _settings(subject)
    for finding in findings:
        yield finding
    chosen = _chosen(settings, subject, environ)
    if isinstance(chosen, Finding):
        yield chosen
        # Go on with the default profile, so that a wrong name does not hide the other findings.
        settings, subject = replace(settings, profile=DEFAULT_PROFILE), replace(subject, profile=None)
        chosen = _chosen(settings, subject, environ)
    if isinstance(chosen, Connection):
        yield Finding("profile", f"{chosen.profile_name}, at {chosen.base_url}")
    key = None
    if isinstance(chosen, Connection):
        finding, key = await asyncio.to_thread(_key, chosen, environ)
        yield finding
    name = chosen.profile_name if isinstance(chosen, Connection) else "default"
    for finding in await asyncio.to_thread(_on_disk, name, subject.settings_file or paths.config_file()):
        yield finding
    for finding in await asyncio.to_thread(lambda: [*machine.exposure(environ)]):
        yield finding
    if isinstance(chosen, Connection):
        async for finding in _on_the_network(chosen, key, settings, environ):
            yield finding


def _settings(subject: Subject) -> tuple[Settings, list[Finding]]:
    named = subject.settings_file
    file = named or paths.config_file()
    findings = [*disk.settings_file(file)]
    if paths.is_missing(file):
        if named is None:
            findings.append(Finding("settings", f"There is no {short(file)}: everything is as it comes."))
        else:
            missing = f"The settings file {short(file)} does not exist."
            findings.append(Finding("settings", missing, Verdict.WRONG, "Mend --config."))
        return Settings(), findings
    settings, mistakes = Settings(), list[str]()
    try:
        settings = load(file)
    except SettingsError as error:
        settings, mistakes = error.rest, list(error.mistakes)
    except UserError as error:
        findings.append(Finding("settings", str(error), Verdict.WRONG, f"Mend {short(file)}."))
        return settings, findings
    mistakes += subject.mistakes_in(settings)
    for mistake in mistakes:
        words = f"In the settings file {short(file)}, {mistake}"
        findings.append(Finding("settings", words, Verdict.WRONG, "Mend this setting."))
    if not mistakes:
        findings.append(Finding("settings", f"{short(file)} is valid."))
    return settings, findings


def _chosen(settings: Settings, subject: Subject, environ: Mapping[str, str]) -> Connection | Finding:
    try:
        return resolve(
            settings, profile=subject.profile, base_url=subject.base_url, website=None, environ=environ
        )
    except UserError as error:
        return Finding("profile", str(error), Verdict.WRONG)


def _key(chosen: Connection, environ: Mapping[str, str]) -> tuple[Finding, ApiKey | None]:
    try:
        found = find_key(chosen.profile_name, chosen.profile, environ, base_url=chosen.base_url)
    except UserError as error:
        return Finding("key", str(error), Verdict.WRONG), None
    if found is None:
        return Finding("key", "There is no key for this profile.", Verdict.WRONG, _NO_KEY), None
    return Finding("key", f"{found.key}, from {one_line(found.source)}."), found.key


def _on_disk(profile: str, settings_file: Path) -> list[Finding]:
    data = paths.data_folder()
    return [
        disk.folder("data", data),
        *disk.free_space(data),
        *disk.store(paths.database_file(profile)),
        disk.folder("log", paths.state_folder()),
        *disk.notes(),
        *places.beside(settings_file, paths.key_file(profile), data, paths.state_folder()),
        *places.above(settings_file.parent, paths.config_file().parent, data, paths.state_folder()),
    ]


async def _on_the_network(
    chosen: Connection, key: ApiKey | None, settings: Settings, environ: Mapping[str, str]
) -> AsyncGenerator[Finding]:
    async for finding in network.network(chosen, settings.timeouts, environ):
        yield finding
    if key is None:
        yield Finding("account", "Not asked: there is no key.", Verdict.NOTE)
    else:
        yield await network.account(chosen, key, settings.timeouts)
