from __future__ import annotations

from tests.ui.transcript.golden import WIDTHS, golden, rendered

for width in WIDTHS:
    golden(width).write_text(rendered(width))
