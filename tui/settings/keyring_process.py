"""One look into the system's keyring, or one entry of it, by the package ``keyring``.

Run as a process of its own, never imported: a keyring may ask a person for a password, hang, or load what
it likes, and the import takes a third of a second. Keys pass by standard input and output alone.
"""

from __future__ import annotations

import sys


def main(action: str, service: str, entry: str) -> str:
    """Do one thing, and return the line to print.

    ``name`` gives what the keyring calls itself, if the package would use it of its own accord; ``read``
    the entry, empty if there is none; ``write`` makes the entry what standard input holds, and gives it
    back as it is kept.
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
