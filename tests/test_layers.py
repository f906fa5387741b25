from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_imports_go_down_only() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("tui.cli.main", "textual httpx pydantic starlette uvicorn sqlite3 rich"),
        (
            "tui.app",
            "httpx pydantic starlette uvicorn sqlite3 markdown_it pygments tui.services tui.controllers",
        ),
        ("tui.plain.client", "textual rich httpx pydantic starlette uvicorn"),
        ("tui.services.open", "textual httpx pydantic starlette uvicorn rich"),
        ("tui.store.store", "textual httpx pydantic"),
        ("tui.api.client", "textual starlette uvicorn sqlite3 click rich pygments"),
        ("tui.controllers.wiring", "httpx pydantic pydantic_core anyio logging.handlers starlette uvicorn"),
        ("tui.widgets.transcript.markdown", "httpx pydantic sqlite3"),
        ("tui.domain.models", "pydantic textual"),
    ],
)
def test_what_is_heavy_is_imported_late(module: str, absent: str) -> None:
    code = f"import sys, {module}; print(*(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, *absent.split()], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_what_is_imported_late_is_seen_by_the_checkers() -> None:
    hidden = [str(path) for path in (ROOT / "tui").rglob("*.py") if "import_module" in path.read_text()]
    assert hidden == [], "write an import within a function, run in a thread where it takes its time"
