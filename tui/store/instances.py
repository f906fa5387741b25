"""Running instances: whether the one that made a claim is still alive.

Each instance holds a lock on its own file. The kernel releases it however the instance ends, SIGKILL
included, and no id is ever reused, as process ids are.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from typing import TYPE_CHECKING

from tui.paths import PRIVATE_FILE, make_private_folder

if TYPE_CHECKING:
    from pathlib import Path


class Instance:
    """The running instance: its id, and the lock that shows it is alive."""

    def __init__(self, database: Path | None) -> None:
        self.id = secrets.token_hex(8)
        self._folder = database.with_name(f"{database.name}-instances") if database else None
        self._descriptor: int | None = None

    def start(self) -> None:
        """Take the lock.

        Raises:
            UserError: if the folder of the locks cannot be made.
            OSError: if the lock cannot be taken.
        """
        if self._folder is None:
            return
        make_private_folder(self._folder)
        self._descriptor = os.open(self._folder / self.id, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def restore(self) -> None:
        """Take the lock again if its file is gone: the others would take this instance for dead.

        Raises:
            UserError: if the folder of the locks cannot be made.
            OSError: if the lock cannot be taken.
        """
        if self._folder is None or self._descriptor is None:
            return
        if not (self._folder / self.id).exists():
            os.close(self._descriptor)
            self._descriptor = None
            self.start()

    def stop(self) -> None:
        """Release the lock."""
        if self._folder is None or self._descriptor is None:
            return
        (self._folder / self.id).unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None

    def is_alive(self, instance_id: str) -> bool:
        """Whether that instance is running; the file of a dead one is deleted."""
        if instance_id == self.id:
            return True
        if self._folder is None:
            return False
        file = self._folder / instance_id
        try:
            descriptor = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            file.unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)
