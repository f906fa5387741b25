"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import pytest

from tui.actions import Action, HasActions
from tui.controllers.listening import DialogEvent
from tui.key_names import UNSAFE_KEYS
from tui.key_places import all_actions, places
from tui.screens.onboarding import OnboardingEvent
from tui.widgets.composer import ComposerEvent
from tui.widgets.find_bar import FindBarEvent
from tui.widgets.said import (
    ComposerSaid,
    DialogSaid,
    FindBarSaid,
    OnboardingSaid,
    SidebarSaid,
    TranscriptSaid,
)
from tui.widgets.session_sidebar import SidebarEvent
from tui.widgets.transcript.transcript import TranscriptEvent

if TYPE_CHECKING:
    from types import UnionType

    from textual.binding import Binding
    from textual.message import Message

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "tui").rglob("*.py"))

SENT_BY_LEGACY_TERMINALS = re.compile(
    r"f\d+|ctrl\+[a-z]|ctrl\+underscore|[a-zA-Z/]|slash|enter|escape|tab|space|delete|backspace"
    r"|up|down|left|right|home|end|pageup|pagedown|shift\+tab"
)
BEYOND_THEM = {"composer.newline": {"shift+enter"}, "find.go_previous": {"shift+enter"}}
"""Keys that come beside one that every terminal sends."""


TAKES_THE_TIME = {
    "tui/domain/clock.py": "the clock itself",
    "tui/crash.py": "a crash report is written when nothing that was made before can be relied on",
    "tui/terminal/driver.py": "Textual makes the driver, from its class",
    "tui/widgets/transcript/live.py": "a reply appears at the pace of the eye, whatever the clock shows",
    "tui/widgets/transcript/waits.py": "seconds are counted as they pass, whatever the clock shows",
    "tui/sandbox/config.py": "the sandbox stands alone, with a clock of its own",
    "tui/sandbox/request_log.py": "the same",
    "tui/sandbox/state.py": "the same",
}
"""Modules that ask the machine for the time, and why."""
GIVES_THE_CLOCK = {"tui/domain/clock.py", "tui/services/open.py", "tui/app.py"}
"""Modules that name this machine's clock, to give it to all others."""
_CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"},
}


def takes_the_time(module: Path) -> bool:
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in _CLOCKS.get(owner, ()):
                return True
            case ast.ImportFrom(module="time", names=names) if _CLOCKS["time"] & {n.name for n in names}:
                return True
            case _:
                pass
    return False


def test_a_clock_is_given_and_not_taken() -> None:
    assert {str(m.relative_to(ROOT)) for m in MODULES if takes_the_time(m)} == set(TAKES_THE_TIME)


def test_this_machines_clock_is_given_where_the_program_is_composed() -> None:
    named = {str(m.relative_to(ROOT)) for m in MODULES if "SYSTEM_CLOCK" in m.read_text()}
    assert named == GIVES_THE_CLOCK


def keys_of(action: Action[Any]) -> list[str]:
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
    counts = Counter(action.id for action in all_actions())
    assert [id_ for id_, count in counts.items() if count > 1] == []


def parts_with_actions() -> list[type[HasActions]]:
    """Every class of the client that does actions."""
    for module in MODULES:
        if "HasActions" in module.read_text() or "ACTIONS" in module.read_text():
            import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    found: list[type[HasActions]] = []
    waiting = [HasActions]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found += [kind for kind in kinds if kind.__module__.startswith("tui.")]
        waiting += kinds
    return sorted(set(found), key=lambda kind: kind.__qualname__)


@pytest.mark.parametrize("part", parts_with_actions(), ids=lambda part: part.__name__)
def test_the_keys_of_a_part_can_be_changed_and_are_checked_for_clashes(part: type[HasActions]) -> None:
    ids = {action.id for action in part.ACTIONS}
    assert ids <= {action.id for action in all_actions()}, "name its actions in tui/key_places.py"
    assert any(ids <= {action.id for action in place} for place in places()), "it has no place of its own"


@pytest.mark.parametrize("part", parts_with_actions(), ids=lambda part: part.__name__)
def test_every_key_of_a_part_has_its_action(part: type[HasActions]) -> None:
    merged: dict[str, list[Binding]] = cast("Any", part)._merged_bindings.key_to_bindings
    bound = {b.id for keys in merged.values() for b in keys if b.action.startswith("run_by_id")}
    assert bound == {action.id for action in part.ACTIONS}


@pytest.mark.parametrize(
    ("base", "union"),
    [
        (ComposerSaid, ComposerEvent),
        (TranscriptSaid, TranscriptEvent),
        (SidebarSaid, SidebarEvent),
        (FindBarSaid, FindBarEvent),
        (OnboardingSaid, OnboardingEvent),
        (DialogSaid, DialogEvent),
    ],
)
def test_every_message_of_a_part_is_listened_to(base: type[Message], union: UnionType) -> None:
    """The type checker sees that each member of the union has its case in ``Listening``."""
    assert set(base.__subclasses__()) == set(get_args(union))


@pytest.mark.parametrize("action", list(all_actions()), ids=lambda action: action.id)
def test_every_key_arrives_from_any_terminal(action: Action[Any]) -> None:
    for key in set(keys_of(action)) - BEYOND_THEM.get(action.id, set()):
        assert key not in UNSAFE_KEYS
        assert SENT_BY_LEGACY_TERMINALS.fullmatch(key), key
