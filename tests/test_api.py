"""What people import."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import compare as package
from compare.errors import OptionError, RecordError
from compare.model import Comparison

ROOT = Path(__file__).parent.parent
SAVED = ROOT / "fixtures/results/by-cn-2023-02-24-zh-ru.json"
LEFT = "The ministers met on 3 May 2022. They discussed trade. The minister said that sanctions must be lifted."
RIGHT = "The two ministers met on 3 May 2022 and discussed trade."


def test_importing_the_package_loads_nothing() -> None:
    code = (
        "import sys, compare\nprint(sorted(n for n in sys.modules if n.startswith('compare')), 'numpy' in sys.modules)"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert finished.stdout.decode().strip() == "['compare', 'compare.version'] False"


@pytest.mark.parametrize("name", package.__all__)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    assert inspect.getdoc(getattr(package, name))


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match="no attribute 'contrasted'"):
        _ = package.contrasted


@pytest.mark.parametrize("first", ["compare.read.source", "compare.pipeline", "compare.api", "compare"])
def test_the_function_read_is_not_hidden_by_the_stage_of_that_name(first: str) -> None:
    code = (
        f"import {first}\nfrom compare import read\nimport compare\nassert compare.read is read\nprint(read.__module__)"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert finished.stdout.decode().strip() == "compare.api"


def test_texts_in_memory_are_compared() -> None:
    result = package.compare(
        package.Source("left", content=LEFT.encode()), package.Source("right", content=RIGHT.encode())
    )
    assert isinstance(result, Comparison)
    assert {str(finding.kind) for finding in result.findings} >= {"omitted"}
    assert package.render(result, "json") == package.render(result, "json")


def test_paths_are_read_as_text_or_as_path(tmp_path: Path) -> None:
    path = tmp_path / "left.txt"
    path.write_text(LEFT, encoding="utf-8")
    assert package.read(path).text == package.read(str(path)).text == package.read(package.Source(str(path))).text


def test_a_saved_result_comes_back_and_shows_itself() -> None:
    result = package.load(SAVED)
    page = result._repr_html_()
    assert page.startswith('<iframe srcdoc="')
    # All of the report is inside the attribute: nothing of it can break out into the notebook.
    assert page.count('"') == page.count('="') * 2
    assert page.count("<") == 2


def test_what_cannot_be_loaded_or_rendered(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"gone\.json"):
        package.load(tmp_path / "gone.json")
    with pytest.raises(RecordError):
        package.load(tmp_path)
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(RecordError, match=r"other\.json"):
        package.load(tmp_path / "other.json")
    with pytest.raises(OptionError, match="format"):
        package.render(package.load(SAVED), "stone")
