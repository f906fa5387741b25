"""What every test starts from."""

from __future__ import annotations

import os
import signal

# A run in the background of a script ignores SIGINT, and so would every program that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nor is any test to reach the clipboard of whoever runs it.
for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY"):
    os.environ.pop(name, None)
