from __future__ import annotations

import os
import tempfile

from tests.support.sandbox import running_sandbox
from tests.terminal.golden import KINDS, picture

for kind in KINDS:
    with running_sandbox(seeded=False) as sandbox, tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), folder)
        account = {"ASYNTAI_BASE_URL": sandbox.base_url, "ASYNTAI_API_KEY": sandbox.api_key}
        kind.file.write_text(picture({"PATH": os.environ["PATH"], **own, **account}, kind), encoding="utf-8")
