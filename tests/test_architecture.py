"""The picture in ARCHITECTURE.md as a test: layers, cycles, sizes, names, and where libraries may be imported."""

from __future__ import annotations

import ast
import graphlib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "compare"
STAGES = ("read", "segment", "annotate", "align", "contrast", "report")
LAYERS = (
    ("errors", "model", "version"),
    ("options", "resources"),
    ("chinese",),
    ("lexicon", "mirror", "names", "opposites", "quantities", "record", "trees"),
    ("encode",),
    STAGES,
    ("pipeline",),
    ("api",),
    ("cli", "__init__"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "base"}
MAX_LINES = 400
MODULES = sorted(ROOT.rglob("*.py"))
# Typing helpers and numpy are everywhere; every other library has one home.
EVERYWHERE = {"numpy", "compare", "__future__"}
SEVERAL_HOMES: dict[str, int] = {}


def name_of(path: Path) -> str:
    return ".".join(("compare", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def unit_of(module: str) -> str:
    """The layer member a module belongs to: compare.read.text -> read."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {
                f"{node.module}.{a.name}"
                for a in node.names
                if (ROOT.parent / (node.module + "." + a.name).replace(".", "/")).with_suffix(".py").exists()
            }
    return found


IMPORTS = {name_of(path): imports(path) for path in MODULES}


@pytest.mark.parametrize("module", IMPORTS)
def test_imports_point_up_the_layers(module: str) -> None:
    own = unit_of(module)
    assert own in RANK, f"{module} stands in no layer"
    for target in IMPORTS[module]:
        if not target.startswith("compare"):
            continue
        other = unit_of(target)
        if other != own and not (target == "compare" and own in ("cli", "api", "__init__")):
            assert RANK[other] < RANK[own], f"{module} ({own}) imports {target} ({other})"


def test_no_cycles() -> None:
    known = set(IMPORTS)
    graph = {
        m: {t for t in targets if t in known and t != m and t != "compare" and not m.startswith(t + ".")}
        for m, targets in IMPORTS.items()
    }
    list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_size_and_name(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_a_library_has_one_home() -> None:
    import sys

    homes = defaultdict(set)
    for module, targets in IMPORTS.items():
        for target in targets:
            top = target.split(".")[0]
            if top not in sys.stdlib_module_names and top not in EVERYWHERE:
                homes[top].add(module)
    crowded = {lib: sorted(at) for lib, at in homes.items() if len(at) > SEVERAL_HOMES.get(lib, 1)}
    assert not crowded
