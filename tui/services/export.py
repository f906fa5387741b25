"""Export: writes a stored session to a file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.export_text import Transcript, export_text, form_of
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from tui.domain.export_text import ExportForm
    from tui.domain.models import Message
    from tui.services.library import Library


async def read_transcript(library: Library, session_id: str) -> Transcript:
    """Read all messages of a stored session.

    Raises:
        UserError: if the session is not known, or the store fails.
    """
    session = await library.session(session_id)
    if session is None:
        raise UserError("There is no such session on this machine yet.")
    page = await library.first_page(session_id)
    messages: list[Message] = list(page.messages)
    while page.has_newer and page.messages:
        page = await library.page(session_id, after=page.messages[-1].key)
        messages += page.messages
    website = next((site for site in await library.websites() if site.id == session.website_id), None)
    return Transcript(session, website, messages)


def export_file(name: str) -> tuple[Path, ExportForm]:
    """Return the path of a file name, with ``~`` expanded, and the export format of its extension.

    Raises:
        UserError: if the extension has no format, the path is a folder, or its folder does not exist.
    """
    form = form_of(name)
    try:
        path = Path(name).expanduser().absolute()
    except RuntimeError:
        raise UserError(f"There is no home folder for {name}: write the path in full.") from None
    if path.is_dir():
        raise UserError(f"{path} is a folder: name a file.")
    if not path.parent.is_dir():
        raise UserError(f"The folder {path.parent} does not exist.")
    return path, form


async def write_export(transcript: Transcript, path: Path, form: ExportForm) -> None:
    """Write a transcript to a file that only its owner can read; an existing file is replaced.

    Raises:
        UserError: if it cannot be written.
    """
    await asyncio.to_thread(paths.write_private, path, export_text(transcript, form))
