"""Tries the lowest versions that pyproject.toml allows, by a few quick tests in an environment of their own.

Run it from the root of the repository with the Python to try them with.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TOOLS = {"hypothesis", "pytest", "pytest-asyncio", "pytest-xdist"}
"""Of the development tools, those that the tests need."""
TESTS = (
    "tests/api/test_calls.py",
    "tests/api/test_proxy.py",
    "tests/settings/test_load.py",
    "tests/test_textual_contract.py",
    "tests/ui/client/test_open.py",
    "tests/ui/transcript/test_flow.py",
    "tests/ui/transcript/test_markdown.py",
)


def lowest_versions(project: Path) -> list[str]:
    """Read the lower bound of each dependency, of the keyring extra, and of the tools."""
    declared = tomllib.loads(project.read_text())["project"]
    extras = declared["optional-dependencies"]
    tools = [need for need in extras["dev"] if re.split("[>=]", need)[0] in TOOLS]
    needs = [*declared["dependencies"], *extras["keyring"], *tools]
    return [need.split(",")[0].replace(">=", "==") for need in needs]


def main() -> int:
    """Install the versions and run the tests; return their exit status."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder, "bin", "python"))
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        pytest = [python, "-m", "pytest", "-p", "no:cacheprovider"]
        subprocess.run([*install, *lowest_versions(Path("pyproject.toml"))], check=True)
        return subprocess.run([*pytest, "-n", "3", "--dist", "loadfile", *TESTS]).returncode


if __name__ == "__main__":
    sys.exit(main())
