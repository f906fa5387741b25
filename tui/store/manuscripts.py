"""Files that are open in an external editor, kept until their text is the draft."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.domain.models import Address
from tui.paths import PRIVATE_FILE, make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.store.instances import Instance

_MESSAGE, _SAVED, _ORIGIN, _LOCK = "message.md", "message.md.save", "origin.json", "lock"
"""``_SAVED`` is where nano saves its text when its terminal is gone."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One text in an editor, in its own folder, which is deleted with all that the editor leaves there."""

    folder: Path
    address: Address | None
    """The session whose draft it is."""
    before: str
    """The draft as it was given to the editor."""

    @property
    def file(self) -> Path:
        """The file that the editor opens."""
        return self.folder / _MESSAGE

    def written(self) -> str:
        """Return the text that was saved last, without trailing line ends.

        Raises:
            UserError: if the file is gone or cannot be read.
        """
        try:
            files = [file for file in (self.file, self.folder / _SAVED) if file.exists()]
            newest = max(files, key=lambda file: file.stat().st_mtime_ns, default=self.file)
            return newest.read_text(encoding="utf-8", errors="replace").rstrip("\n")
        except OSError:
            raise UserError("The editor left no file behind; the text is as it was.") from None

    def lock(self) -> int:
        """Return a locked descriptor for the editor to inherit: while it is open, the editor is running."""
        descriptor = os.open(self.folder / _LOCK, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    def settle(self, taken: str) -> None:
        """Discard a text that was taken; if the editor is still running, keep what it saves next."""
        if self._is_being_written():
            _describe(self.folder, self.address, taken)
        else:
            self.discard()

    def discard(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _is_being_written(self) -> bool:
        with suppress(OSError):
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            finally:
                os.close(descriptor)
        return False


class Manuscripts:
    """The manuscripts beside a store's file; each belongs to the instance that created it."""

    def __init__(self, database: Path | None, instance: Instance) -> None:
        self._folder = database.with_name(f"{database.name}-editor") if database else None
        self._instance = instance

    def begin(self, text: str, address: Address | None) -> Manuscript:
        """Write a text into a file for an editor, readable by its owner only.

        Raises:
            UserError: if it cannot be written.
        """
        try:
            parent = make_private_folder(self._folder) if self._folder else None
            folder = Path(tempfile.mkdtemp(prefix=f"{self._instance.id}-", dir=parent))
            manuscript = Manuscript(folder, address, text)
            manuscript.file.touch(PRIVATE_FILE)
            manuscript.file.write_text(text, encoding="utf-8")
            _describe(folder, address, text)
        except OSError as error:
            reason = error.strerror or "there is no folder for it"
            raise UserError(f"No file can be made for the editor: {reason}. The text is as it was.") from None
        return manuscript

    def left(self) -> Iterator[Manuscript]:
        """Yield the manuscripts whose instance ended before the editor did."""
        if self._folder is None or not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir()):
            if not self._instance.is_alive(folder.name.partition("-")[0]):
                try:
                    origin = json.loads((folder / _ORIGIN).read_text(encoding="utf-8"))
                    address = Address(*origin["address"]) if origin["address"] else None
                    yield Manuscript(folder, address, origin["before"])
                except (OSError, ValueError, KeyError, TypeError):
                    # The instance ended before the editor started: the draft is in the store.
                    shutil.rmtree(folder, ignore_errors=True)


def _describe(folder: Path, address: Address | None, before: str) -> None:
    """Record, atomically, which session a text belongs to and what it was."""
    where = [address.website_id, address.session_id] if address else None
    new = folder / f"{_ORIGIN}.new"
    new.touch(PRIVATE_FILE)
    new.write_text(json.dumps({"address": where, "before": before}), encoding="utf-8")
    new.replace(folder / _ORIGIN)
