"""What all tests share: a cache of their own that outlives a run, and no configuration of whoever runs them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Set before anything is imported, and inherited by the commands that tests run. The cache is kept between runs because
# the encoder's graph takes seconds to build; `make clean` removes it.
os.environ["READOUTS_CACHE_DIR"] = str(ROOT / ".pytest_cache" / "readouts")
os.environ["READOUTS_CONFIG_DIR"] = tempfile.mkdtemp(prefix="readouts-config-")
for name in ("NO_COLOR", "FORCE_COLOR", "PAGER", "READOUTS_PAGER", "READOUTS_DEBUG", "COLUMNS"):
    os.environ.pop(name, None)
