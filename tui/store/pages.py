"""Read records directly from the pages of a damaged file, without its b-trees.

The format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 4096
"""Page size of our files, in bytes."""

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 13, 10, 2
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer, by its serial type."""


def records(path: Path) -> Iterator[list[Any]]:
    """Yield every intact record of the file, in no order; a table's record starts with its row id.

    Texts and blobs are decoded as text, with replacement characters. Deleted records may be included.
    """
    content = path.read_bytes()
    for start in range(0, len(content) - PAGE + 1, PAGE):
        yield from _of_page(content, start)


def _of_page(content: bytes, start: int) -> Iterator[list[Any]]:
    head = start + (100 if start == 0 else 0)
    kind, count = content[head], int.from_bytes(content[head + 3 : head + 5])
    if kind not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER}:
        return
    pointers = head + (12 if kind == _INDEX_INNER else 8)
    for place in range(pointers, min(pointers + 2 * count, start + PAGE - 1), 2):
        cell = start + int.from_bytes(content[place : place + 2])
        try:
            yield _of_cell(content, cell + (4 if kind == _INDEX_INNER else 0), is_table=kind == _TABLE_LEAF)
        except (IndexError, ValueError, struct.error):
            continue


def _of_cell(content: bytes, at: int, *, is_table: bool) -> list[Any]:
    size, at = _varint(content, at)
    number = None
    if is_table:
        number, at = _varint(content, at)
    values = _values(_payload(content, at, size, is_table=is_table))
    return [number, *values[1:]] if is_table else values


def _payload(content: bytes, at: int, size: int, *, is_table: bool) -> bytes:
    """Return a record's bytes: those in its page, and those on its overflow pages."""
    if size > len(content):
        raise ValueError
    # The largest payload that stays in the page; of a larger one, the part that does (file format).
    most = PAGE - 35 if is_table else (PAGE - 12) * 64 // 255 - 23
    if size <= most:
        return content[at : at + size]
    least = (PAGE - 12) * 32 // 255 - 23
    here = least + (size - least) % (PAGE - 4)
    here = here if here <= most else least
    payload, at = bytearray(content[at : at + here]), at + here
    # Overflow pages: each starts with the number of the next one.
    following = int.from_bytes(content[at : at + 4])
    while len(payload) < size:
        start = (following - 1) * PAGE
        if following < 1 or start + PAGE > len(content):
            raise ValueError
        payload += content[start + 4 : start + 4 + min(PAGE - 4, size - len(payload))]
        following = int.from_bytes(content[start : start + 4])
    return bytes(payload)


def _values(payload: bytes) -> list[Any]:
    end, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        size, value = _value(kind, payload, at)
        at += size
        if at > len(payload):
            raise ValueError
        values.append(value)
    return values


def _value(kind: int, payload: bytes, at: int) -> tuple[int, Any]:
    """Return the bytes that a value takes, and the value, by its serial type."""
    if kind in _INTEGERS:
        size = _INTEGERS[kind]
        return size, int.from_bytes(payload[at : at + size], signed=True)
    match kind:
        case 0:
            return 0, None
        case 7:
            return 8, struct.unpack(">d", payload[at : at + 8])[0]
        case 8 | 9:
            return 0, kind - 8
        case 10 | 11:
            raise ValueError
        case _:
            size = (kind - 12) // 2
            return size, payload[at : at + size].decode("utf-8", "replace")


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Return a varint of one to nine bytes, and where it ends."""
    value = 0
    for offset in range(8):
        byte = content[at + offset]
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + offset + 1
    return (value << 8) | content[at + 8], at + 9
