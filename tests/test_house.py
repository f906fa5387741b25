"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tui.actions import ALL_ACTIONS, Action
from tui.key_names import UNSAFE_KEYS
from tui.keymap import all_actions

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "tui").rglob("*.py"))

SENT_BY_LEGACY_TERMINALS = re.compile(
    r"f\d+|ctrl\+[a-z]|ctrl\+underscore|[a-zA-Z/]|slash|enter|escape|tab|space|delete|backspace"
    r"|up|down|left|right|home|end|pageup|pagedown|shift\+tab"
)
BEYOND_THEM = {"composer.newline": {"shift+enter"}}
"""Keys that come beside one that every terminal sends."""


def keys_of(action: Action) -> list[str]:
    return action.keys.split(",")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_style_is_in_style_sheets(module: Path) -> None:
    tree = ast.parse(module.read_text())
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert not names & {"CSS", "DEFAULT_CSS"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_in_the_head(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 300


def test_every_rule_of_a_screen_is_nested_under_its_name() -> None:
    for sheet in (ROOT / "styles").glob("*.tcss"):
        if sheet.name in {"base.tcss", "controls.tcss"}:
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        outermost = re.findall(r"^([^\s}].*?)\s*\{", text, re.MULTILINE)
        assert outermost
        assert all(re.match(r"[A-Z]\w+|\.dialog", rule) for rule in outermost), (sheet.name, outermost)


def test_every_action_has_an_id_of_its_own() -> None:
    counts = Counter(action.id for action in ALL_ACTIONS)
    assert [id_ for id_, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("action", list(all_actions()), ids=lambda action: action.id)
def test_every_key_arrives_from_any_terminal(action: Action) -> None:
    for key in set(keys_of(action)) - BEYOND_THEM.get(action.id, set()):
        assert key not in UNSAFE_KEYS
        assert SENT_BY_LEGACY_TERMINALS.fullmatch(key), key
