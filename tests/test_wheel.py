"""The wheel holds everything: installed into an empty environment, it compares two texts far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASE = ROOT / "fixtures/cases/by-cn-2023-02-24-zh-ru"

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, folder=ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel. What it depends on is that of the tests, by a path file: only our own package
    is under test, and it comes before an editable install of it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", "env", folder=folder)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel, folder=folder)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("compare/")}
    listed = run("git", "ls-files", "compare", folder=ROOT).split("\n") if (ROOT / ".git").exists() else []
    here = {name for name in listed if name and (ROOT / name).exists()}
    assert here <= packed
    assert any(name.startswith("compare/data/") for name in packed)
    assert not [name for name in packed if "__pycache__" in name or name.startswith("compare/tests")]


def test_it_compares_two_texts_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = installed.with_name("readouts.exe" if os.name == "nt" else "readouts")
    home = run(installed, "-c", "import compare.resources as r; print(r.data_path())", folder=tmp_path)
    assert ROOT not in Path(home.strip()).parents
    (tmp_path / "left.txt").write_bytes((CASE / "side-a.zh-Hans.txt").read_bytes())
    (tmp_path / "right.txt").write_bytes((CASE / "side-b.ru.txt").read_bytes())
    found = json.loads(run(command, "compare", "left.txt", "right.txt", "--format", "json", folder=tmp_path))
    assert found["links"]
    assert found["findings"]
    run(command, "compare", "left.txt", "right.txt", "-o", "report.html", folder=tmp_path)
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")
