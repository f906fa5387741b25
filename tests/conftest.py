"""What every test starts from."""

from __future__ import annotations

import signal

# A run in the background of a script ignores SIGINT, and so would every program that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
