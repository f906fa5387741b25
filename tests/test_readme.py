"""The README says what is so: its commands, keys, settings and pictures are checked against the program."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tui.actions import EVERYWHERE, Action
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Profile, Settings
from tui.key_names import key_name
from tui.key_places import all_actions, main_screen_actions
from tui.screens.help import grouped
from tui.settings.keys import KEY_VARIABLE
from tui.settings.load import load
from tui.settings.resolve import BASE_URL_VARIABLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]


def part(name: str) -> str:
    """What stands between the markers of that name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    assert README.count(begin) == README.count(end) == 1
    return README.split(begin)[1].split(end)[0]


def fenced(text: str) -> str:
    """The content of the only fenced block in a text."""
    (found,) = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
    return found


def _keys(action: Action[Any]) -> str:
    return " or ".join(f"`{key_name(key)}`" for key in action.keys.split(","))


def key_tables() -> str:
    """The action registry as the README shows it."""
    return "\n".join(
        f"| {group.heading} | | id |\n|---|---|---|\n"
        + "".join(f"| {_keys(action)} | {action.help} | `{action.id}` |\n" for action in group.actions)
        for group in grouped([EVERYWHERE], main_screen_actions())
    )


def test_the_first_command_ends_in_the_demo() -> None:
    (command,) = fenced(part("demo")).splitlines()
    *setup, last = (shlex.split(step) for step in command.split(" && "))
    assert setup == [
        ["python3", "-m", "venv", ".venv"],
        [".venv/bin/pip", "install", "-q", "-e", ".[dev]"],
    ]
    assert last == [".venv/bin/asyntai-tui", "--demo"]


def test_the_second_command_runs_the_tests_as_the_checks_do() -> None:
    (command,) = fenced(part("tests")).splitlines()
    assert shlex.split(command) == [".venv/bin/python", "-m", "pytest", "-n", "3"]


def test_the_key_tables_are_the_action_registry() -> None:
    assert part("keys").strip() == key_tables().strip()


def test_every_command_and_option_of_the_help_is_named() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "tui", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    listed = re.findall(r"^    (\w+) ", help_text.split("\ncommands:")[1], re.MULTILINE)
    commands = set(listed) - {"COMMAND"}
    assert commands
    for command in commands:
        assert f"asyntai-tui {command}" in README
    for option in set(re.findall(r"--[a-z-]+", help_text.split("\nenvironment:")[0])) - {"--help"}:
        assert f"`{option}" in README
    for name in (KEY_VARIABLE, BASE_URL_VARIABLE):
        assert name in help_text
        assert name in README


def test_the_example_of_the_settings_loads_and_names_every_setting(tmp_path: Path) -> None:
    example = fenced(part("settings"))
    file = tmp_path / "config.toml"
    file.write_text(example, encoding="utf-8")
    settings = load(file)
    assert settings.keys
    assert set(settings.keys) <= {action.id for action in all_actions()}
    table = tomllib.loads(example)
    assert set(table) == {field.name for field in fields(Settings)}
    assert set(table["timeouts"]) == {field.name for field in fields(Timeouts)}
    named = {name for profile in table["profiles"].values() for name in profile}
    assert named == {field.name for field in fields(Profile)}


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(fenced(part("settings")), encoding="utf-8")
    shown, default = load(file), Settings()
    for name in ("profile", "theme", "reveal", "thrift", "mouse", "attention", "log", "timeouts"):
        assert getattr(shown, name) == getattr(default, name)
    assert shown.profiles["default"] == Profile()


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_and_picture_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset|href)="([^"]+)"', text)
    for target in targets:
        if not target.startswith(("https://", "#")):
            assert (ROOT / target.split("#")[0]).exists(), f"{page} points to {target}"


def test_every_picture_is_shown() -> None:
    assert not [path.name for path in (ROOT / "screenshots").glob("*.svg") if path.name not in README]
