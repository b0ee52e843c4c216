"""The rules of docs/architecture.md: imports go down, vendors are met in one place, modules stay small.

Expected values are the rules themselves; nothing here is measured.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "naysay"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAY_USE = {
    "study": {"study"},
    "data": {"study", "data"},
    "analysis": {"study", "analysis"},
    "reports": {"study", "analysis", "reports"},
    "run": {"study", "data", "analysis", "reports", "run"},
}
VENDORS = {
    "yfinance": ["data/markets/yahoo.py"],
    "vaderSentiment": ["data/scorers/"],
    "statsmodels": ["analysis/"],
    "matplotlib": ["reports/figures/"],
    "typst": ["reports/exports/pdf.py"],
    "exchange_calendars": ["data/sessions.py"],
    "torch": ["data/scorers/transformer.py"],
    "transformers": ["data/scorers/transformer.py"],
    "typer": ["run/cli.py", "run/verbs/"],
    "rich": ["run/progress.py"],
}
PARTS = [
    "data/forums",
    "data/markets",
    "data/scorers",
    "analysis/methods",
    "reports/sections",
    "reports/exports",
    "reports/figures",
    "run/executors",
    "run/verbs",
]
LARGEST = 260
"""Lines; the aim is 60 to 250."""


def place(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def imports(module: Path) -> Iterator[tuple[str, bool]]:
    """Every module that is imported, with whether it stands inside a function."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in inner
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(module)}: relative import"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", id(node) in inner


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_imports_go_down(module: Path) -> None:
    room = place(module).split("/")[0]
    if room not in MAY_USE:
        return
    for name, _ in imports(module):
        if name.startswith("naysay.") and name.split(".")[1] in MAY_USE:
            path = name.removeprefix("naysay.")
            assert any(path == floor or path.startswith(f"{floor}.") for floor in MAY_USE[room]), name


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_no_import_hides_in_a_function(module: Path) -> None:
    assert [name for name, hidden in imports(module) if hidden] == []


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_vendors_are_met_in_one_place(module: Path) -> None:
    for name, _ in imports(module):
        for vendor, places in VENDORS.items():
            if name.split(".")[0] == vendor:
                assert any(place(module).startswith(allowed) for allowed in places), name


@pytest.mark.parametrize("folder", PARTS)
def test_parts_do_not_know_each_other(folder: str) -> None:
    parts = [m for m in (PACKAGE / folder).glob("*.py") if not m.name.startswith("_") and m.stem != "base"]
    known = {f"naysay.{folder.replace('/', '.')}.{part.stem}" for part in parts} - {
        f"naysay.{folder.replace('/', '.')}.style"
    }
    for part in parts:
        for name, _ in imports(part):
            assert not any(name == other or name.startswith(f"{other}.") for other in known), (
                f"{part.stem}: {name}"
            )


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LARGEST


def test_the_ground_knows_no_pandas_in_its_spec() -> None:
    for name in ("spec", "about", "values", "file"):
        assert all(
            not imported.startswith("pandas") for imported, _ in imports(PACKAGE / "study" / f"{name}.py")
        )


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_the_library_neither_prints_nor_reads_the_clock(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert re.search(r"(?<![.\w])print\(|datetime\.now|date\.today|time\.time\(|Timestamp\.now", text) is None
