from __future__ import annotations

import pytest

from tui.domain.faults import UserError
from tui.key_places import all_actions
from tui.keymap import check_keys


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"session.new": "ctrl+a"},
        {"session.new": "f7,ctrl+n", "transcript.find": "ctrl+a"},
        {"dialog.close": "escape,f10"},
        {"composer.newline": "ctrl+enter,f7", "session.new": "alt+n,alt+slash", "session.pin": "P"},
        {"composer.edit": "f7", "session.new": "ctrl+g"},
        {"session.new": "ctrl+t", "website.pick": "ctrl+n"},
        {action.id: action.keys for action in all_actions()},
    ],
)
def test_keys_that_work_are_accepted(keys: dict[str, str]) -> None:
    check_keys(keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"session.nwe": "ctrl+a"}, "Did you mean session.new?"),
        ({"nonsense": "ctrl+a"}, "names no action"),
        ({"session.open": "ctr+o"}, 'no key is called "ctr+o"'),
        ({"session.open": "pgup"}, 'no key is called "pgup"'),
        ({"session.new": "ctrl+m"}, "Ctrl+M cannot be used"),
        ({"session.new": "ctrl+enter"}, "cannot send Ctrl+Enter. Name another key beside it"),
        ({"session.new": "ctrl+shift+n"}, "cannot send Ctrl+Shift+N"),
        ({"session.new": "n"}, "n is needed for typing"),
        ({"composer.edit": "e"}, "e is needed for typing"),
        ({"session.new": "slash"}, "/ is needed for typing"),
        ({"session.new": "ctrl+g"}, "Ctrl+G would be both composer.edit and session.new"),
        ({"composer.edit": "ctrl+n"}, "Ctrl+N would be both composer.edit and session.new"),
        ({"session.new": "ctrl+o"}, "Ctrl+O would be both session.new and session.open"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(keys: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        check_keys(keys)
    assert said in str(caught.value)
