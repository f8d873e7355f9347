"""Write the HTML reports of four gold cases: ``python tools/make_samples.py FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from compare import Source, compare, render
from compare.pipeline import remarked

CASES = Path("fixtures/cases")
# Chinese and Russian, English and Chinese, Belarusian and Russian, two English texts.
NAMES = ("by-cn-2023-02-24-zh-ru", "gb-cn-2024-10-18", "by-2020-06-19-be-ru", "us-il-2024-01-19")
REMARK = "Both texts are paraphrases written for testing, not what was published; they must not be quoted."


def main(folder: Path) -> None:
    """Write one report a case."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        gold = json.loads((CASES / name / "gold.json").read_text(encoding="utf-8"))
        left, right = (
            Source(str(CASES / name / side["file"]), label=side["publisher"], published=side["date"])
            for side in gold["sides"]
        )
        (folder / f"{name}.html").write_text(
            str(render(remarked(compare(left, right), [REMARK]), "html")), encoding="utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
