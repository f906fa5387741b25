"""The Asyntai API over HTTP."""

import sys

# Leave out the command line of httpx, which brings 40 modules where its packages happen to be installed.
sys.modules.setdefault("httpx._main", None)  # pyright: ignore[reportArgumentType, reportCallIssue] - None has the import fail
