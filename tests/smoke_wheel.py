"""Drives an installed ``asyntai-tui``: its demo in a pty, and one question. Its path is the argument."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from tests.support.terminal import Terminal


def main(command: str) -> None:
    """Raise unless the installed program works away from its source."""
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ,
            "HOME": home,
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CONFIG_HOME": f"{home}/config",
        }
        os.chdir(home)
        answer = subprocess.run(
            [command, "ask", "--demo", "--json", "When are you open?"],
            env=env,
            capture_output=True,
            text=True,
        )
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)["reply"]
        with Terminal([command, "--demo"], env={**env, "TERM": "xterm-256color"}) as terminal:
            terminal.until("sandbox")
            terminal.until("151 / 2,500")
            terminal.type("\x11")
            assert terminal.exit_status() == 0
    print("The wheel works.")


if __name__ == "__main__":
    main(sys.argv[1])
