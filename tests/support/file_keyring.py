"""A keyring as other packages plug it in: it keeps its entries in the JSON file of ``FILE_KEYRING``."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

BACKEND = "tests.support.file_keyring.FileKeyring"
"""What ``PYTHON_KEYRING_BACKEND`` names to have it used."""


class FileKeyring(KeyringBackend):
    """Real enough: the package finds it, loads it and calls it like any other."""

    priority = 5  # pyright: ignore[reportAssignmentType] - as the package's own page on backends has it

    def get_password(self, service: str, username: str) -> str | None:
        return _entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        _file().write_text(json.dumps(_entries() | {f"{service}/{username}": password}))


class ForgetfulKeyring(FileKeyring):
    """One that keeps nothing and says nothing about it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class LockedKeyring(FileKeyring):
    """One that cannot be opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"locked: {service}, {username}")


def _file() -> Path:
    return Path(os.environ["FILE_KEYRING"])


def _entries() -> dict[str, str]:
    return json.loads(_file().read_text()) if _file().exists() else {}
