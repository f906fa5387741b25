"""Reads or writes one entry of the system's keyring with the package ``keyring``.

Run as a process of its own, never imported: a keyring may ask for a password, hang, or load anything, and the
import takes a third of a second. Keys pass through standard input and output only.
"""

from __future__ import annotations

import sys


def main(action: str, service: str, entry: str) -> str:
    """Do one action, and return the line to print.

    ``name`` returns the keyring's name, empty if it is not one that the package recommends (priority 1 or
    more); ``read`` the entry, empty if there is none; ``write`` sets the entry to the standard input, and
    returns it as stored.
    """
    import keyring

    if action == "name":
        backend = keyring.get_keyring()
        return backend.name if backend.priority >= 1 else ""
    if action == "write":
        keyring.set_password(service, entry, sys.stdin.read())
    return keyring.get_password(service, entry) or ""


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]) + "\n")
