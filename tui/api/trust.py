"""TLS trust: the certificates that services are verified against."""

from __future__ import annotations

import os
import ssl
import stat
from pathlib import Path

import httpx

from tui.domain.faults import UserError

KEY_LOG = "SSLKEYLOGFILE"
_KEY_LOG_MODE = 0o600


def trusted(ca_file: str) -> ssl.SSLContext:
    """Make the TLS context: trust the file ``ca_file``, else what the environment names, else certifi.

    Raises:
        UserError: if what is named is unusable; the message names the setting or the variable.
    """
    _require_key_log()
    file, folder = os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", "")
    if ca_file:
        return _of_file("ca_file", ca_file)
    if file:
        return _of_file("SSL_CERT_FILE", file)
    if folder:
        return _of_folder("SSL_CERT_DIR", folder)
    return httpx.create_ssl_context(trust_env=False)


def _of_file(name: str, text: str) -> ssl.SSLContext:
    try:
        path = Path(text).expanduser() if name == "ca_file" else Path(text)
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would block until it is written to
            raise _unfit(name, "it is not a regular file")
        return ssl.create_default_context(cafile=path)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unfit(name, _reason(error)) from None


def _of_folder(name: str, text: str) -> ssl.SSLContext:
    try:
        if not stat.S_ISDIR(Path(text).stat().st_mode):
            raise _unfit(name, "it is no folder")
        return ssl.create_default_context(capath=text)
    except (OSError, ValueError) as error:
        raise _unfit(name, _reason(error)) from None


def _require_key_log() -> None:
    """Check that the file of ``SSLKEYLOGFILE`` can be written: every TLS context opens it.

    Raises:
        UserError: if it cannot.
    """
    path = os.environ.get(KEY_LOG)
    if not path:
        return
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        os.close(os.open(path, flags, _KEY_LOG_MODE))
    except (OSError, ValueError) as error:
        raise UserError(
            f"The file that {KEY_LOG} names cannot be written ({_reason(error)}): run unset {KEY_LOG}"
        ) from None


def _unfit(name: str, reason: str) -> UserError:
    return UserError(f"The certificates that {name} names: {reason}.")


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError):
        return "there is no such user"
    return getattr(error, "strerror", None) or "they are none"
