"""Key prompt: reads the API key without echo, checks it with the service, and saves it as chosen."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.api_key import KeyPlace, parse_key
from tui.domain.clean import one_line
from tui.domain.faults import ExitStatus, ServiceError, UserError
from tui.settings.system_keyring import keyring_name

if TYPE_CHECKING:
    from tui.domain.api_key import ApiKey
    from tui.domain.endpoint import Timeouts
    from tui.plain.console import Console
    from tui.services.open import Services

_HOW = (
    "The key is on the API Settings page of your Asyntai account. Type or paste it: it is not shown. "
    "Or type demo for the sandbox, which needs no key, or quit. "
    "Another way: set ASYNTAI_API_KEY, or api_key_command in the settings, and start again."
)


class DemoWantedError(Exception):
    """The person chose the demo instead."""


class LeftWithoutKeyError(UserError):
    """The person quits at the key prompt, which is no failure."""

    exit_status = ExitStatus.FINE


async def ask_for_key(services: Services, console: Console, timeouts: Timeouts, why: str) -> None:
    """Prompt until a key is accepted, and have the services use it.

    Raises:
        DemoWantedError: if the person chooses the demo.
        LeftWithoutKeyError: if the person quits.
        UserError: if the input ends.
    """
    console.say(f"{why} {_HOW}")
    while True:
        word = await console.secret("API key, demo, or quit:")
        if word.lower() == "demo":
            raise DemoWantedError
        if word.lower() in {"quit", "/quit"}:
            raise LeftWithoutKeyError("Left without a key.")
        try:
            key = parse_key(word)
            await _check(services, console, key, timeouts)
        except ServiceError as error:
            console.say(f"{error.fault.title}. {error.fault.told}")
        except UserError as error:
            console.say(str(error))
        else:
            await services.use_key(key)
            await _keep(services, console, key)
            return


async def _check(services: Services, console: Console, key: ApiKey, timeouts: Timeouts) -> None:
    from tui.services.open import check_key

    console.say("Checking the key with the service.")
    await check_key(services.base_url, key, timeouts, services.ca_file, clock=services.clock)


async def _keep(services: Services, console: Console, key: ApiKey) -> None:
    """Ask where to save the key, and save it there unless it is for this run only."""
    keyring = await asyncio.to_thread(keyring_name, os.environ)
    file = paths.key_file(services.profile_name)
    places = {"file": (KeyPlace.FILE, f"file: in {file}, for you alone to read.")}
    if keyring:
        places["keyring"] = (KeyPlace.KEYRING, f"keyring: in the system's keyring, {one_line(keyring)}.")
    places["run"] = (KeyPlace.MEMORY, "run: for this run only.")
    console.say("The key is accepted. Where shall it be kept?")
    for _, words in places.values():
        console.say(words)
    chosen: KeyPlace | None = None
    while chosen is None:
        typed = await console.typed(f"Type {', '.join(places)}:")
        word = "run" if typed is None else typed.lines[-1].strip().lower()
        chosen = places[word][0] if word in places else None
    if chosen is not KeyPlace.MEMORY:
        try:
            await services.save_key(key, chosen)
        except UserError as error:
            console.say(f"The key holds for this run only. {error}")
