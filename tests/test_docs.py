"""README and manual: every command runs and prints what is shown, every example in Python runs, nothing is left out."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import compare.cli as command_line

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
CASE = ROOT / "fixtures/cases/by-cn-2023-02-24-zh-ru"
ITALIAN = (
    "Il ministro degli Esteri ha incontrato venerdì il suo omologo. I due hanno parlato di commercio e di energia."
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# Where the options of a command are explained.
HOMES = {"compare": "compare.md", "show": "show.md", "concepts": "show.md", "render": "render.md"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    return [body for tag, body in FENCE.findall(page.read_text(encoding="utf-8")) if tag == language]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, lines that end with a backslash joined, with the output shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, output = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield command, output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the examples stand in."""
    shutil.copy(CASE / "side-a.zh-Hans.txt", tmp_path / "china.txt")
    shutil.copy(CASE / "side-b.ru.txt", tmp_path / "belarus.txt")
    (tmp_path / "italian.txt").write_text(ITALIAN, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "readouts"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m compare.cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="the examples are for a Unix shell")
@pytest.mark.parametrize("page", [p for p in PAGES if "$ readouts" in p.read_text(encoding="utf-8")], ids=named)
def test_commands_print_what_is_shown(page: Path, folder: Path) -> None:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for block in blocks(page, "console"):
        for command, shown in commands(block):
            if not command.startswith("readouts"):
                continue
            finished = subprocess.run(
                command,
                shell=True,
                cwd=folder,
                env={**os.environ, "PATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=120,
                check=False,
            )
            printed = finished.stdout.decode()
            assert "[internal]" not in printed
            assert finished.returncode == (2 if shown.startswith("readouts: ") else 0), f"$ {command}\n{printed}"
            pattern = ".*".join(map(re.escape, shown.strip().split("…")))
            assert re.fullmatch(pattern, printed.strip(), re.S), f"$ {command}\n{printed}\n--- shown:\n{shown}"


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=named)
def test_examples_in_python_run(page: Path, folder: Path) -> None:
    for block in blocks(page, "python"):
        subprocess.run([sys.executable, "-c", textwrap.dedent(block)], cwd=folder, check=True, timeout=120)


def test_every_option_of_every_command_is_explained() -> None:
    assert isinstance(command_line.cli, click.Group)
    missing = []
    for name, command in command_line.cli.commands.items():
        text = (DOCS / HOMES[name]).read_text(encoding="utf-8") if name in HOMES else ""
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                long = next(option for option in parameter.opts if option.startswith("--"))
                if f"`{long}`" not in text:
                    missing.append(f"{name} {long}")
    assert not missing


def test_no_option_is_explained_that_does_not_exist() -> None:
    assert isinstance(command_line.cli, click.Group)
    known = {option for c in command_line.cli.commands.values() for p in c.params for option in p.opts}
    for page in set(HOMES.values()):
        told = re.findall(r"`(--[a-z-]+)`", (DOCS / page).read_text(encoding="utf-8"))
        assert set(told) <= known | {"--help", "--version"}, page


def test_every_command_has_a_page() -> None:
    assert isinstance(command_line.cli, click.Group)
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name in command_line.cli.commands:
        assert f"readouts {name}" in text, name


def slugs_raised() -> set[str]:
    """Every slug that code gives an error: keywords, class attributes, and what the command line writes itself."""
    found = set()
    for path in (ROOT / "compare").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.keyword) and node.arg == "slug":
                found |= {c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant) and c.value}
            elif (
                path.name == "errors.py"
                and isinstance(node, ast.Assign)
                and [ast.unparse(t) for t in node.targets] == ["slug"]
            ):
                found |= {c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant)}
        if "cli" in path.parts:
            found |= set(re.findall(r"\[([a-z]+)\]\"\)", source))
    return found


def headings(page: str) -> list[str]:
    return re.findall(r"^### (\S+)$", (DOCS / page).read_text(encoding="utf-8"), re.M)


def test_every_error_has_an_entry_and_every_entry_an_error() -> None:
    assert sorted(headings("errors.md")) == sorted(slugs_raised())


def test_every_note_has_an_entry() -> None:
    words = tomllib.loads((ROOT / "compare/data/messages/en.toml").read_text(encoding="utf-8"))["note"]
    given = set()
    for path in (ROOT / "compare").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note" and node.args:
                given |= {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)}
    assert sorted(headings("notes.md")) == sorted({*words} | given)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
            assert anchor in anchors, target


def test_the_report_languages_are_all_named() -> None:
    from compare.report.messages import languages

    line = (DOCS / "languages.md").read_text(encoding="utf-8")
    assert all(f"`{tag}`" in line for tag in languages())


def test_every_language_and_format_is_named() -> None:
    from compare.report import REPORTERS
    from compare.resources import SUPPORTED

    assert all(f"`{tag}`" in (DOCS / "languages.md").read_text(encoding="utf-8") for tag in SUPPORTED)
    assert all(f"`{name}`" in (DOCS / "render.md").read_text(encoding="utf-8") for name in REPORTERS)


def test_the_manual_claims_no_more_than_the_gate_holds() -> None:
    limits = tomllib.loads((ROOT / "tests/floors.toml").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\.\d+) \|$", (DOCS / "quality.md").read_text(encoding="utf-8"), re.M)
    told = {name: float(figure) for name, figure in rows}
    assert set(told) >= {*limits["floors"], *limits["ceilings"]}
    # Figures are a little above their floors, so that chance in the last digit does not fail the gate.
    assert {name for name, floor in limits["floors"].items() if told[name] > floor + 0.05} == set()
    assert {name for name, ceiling in limits["ceilings"].items() if told[name] < ceiling - 0.05} == set()


def test_the_picture_is_there_and_light() -> None:
    assert 50_000 < (DOCS / "images/report.png").stat().st_size < 400_000


@pytest.mark.parametrize("page", [*PAGES, ROOT / "ARCHITECTURE.md"], ids=named)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named_here = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", page.read_text(encoding="utf-8"), re.M)
    assert {first or second for first, second in named_here} <= targets
