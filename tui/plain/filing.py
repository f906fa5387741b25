"""``/export``: writes the open session to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.amounts import messages
from tui.domain.faults import UserError
from tui.services.export import export_file, read_transcript, write_export

if TYPE_CHECKING:
    from tui.plain.console import Console
    from tui.plain.place import Place
    from tui.services.library import Library


async def export(library: Library, console: Console, place: Place, name: str) -> None:
    """Write the open session to a file; ask before replacing one.

    Raises:
        UserError: if the file name is not valid, or the file cannot be written.
    """
    if not name:
        raise UserError("Say where to: /export and a file that ends in .md, .json or .txt.")
    path, form = export_file(name)
    transcript = await read_transcript(library, place.session_id)
    if path.exists() and not await console.confirmed(f"{path} is there already. Replace it?"):
        console.say("Nothing was written.")
        return
    await write_export(transcript, path, form)
    console.say(f"Written to {path}, for you alone to read: {messages(len(transcript.messages))}.")
