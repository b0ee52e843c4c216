"""The rules of docs/architecture.md: parts stand alone, no import hides, modules stay small.

Expected values are the rules themselves; nothing here is measured. ``test_map.py`` has the rules on what may
import what and where packages of others are met.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "naysay"
MODULES = sorted(PACKAGE.rglob("*.py"))

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
CATCH_ALLS = {"found", "given", "made", "told", "asked", "beside"}
"""Names that fit everything, so they say nothing; also with an underscore before them, and as a class."""
PRIVATE_CATCH_ALLS = {"_rows", "_refused"}


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


def faults(rule: Callable[[Path], Iterator[str]]) -> list[str]:
    """What each module does against ``rule``, as lines that begin with its place."""
    return [f"{place(module)}: {fault}" for module in MODULES for fault in rule(module)]


def test_no_import_hides_in_a_function() -> None:
    assert faults(lambda module: (name for name, hidden in imports(module) if hidden)) == []


def test_parts_do_not_know_each_other() -> None:
    for folder in PARTS:
        parts = {
            f"naysay.{folder.replace('/', '.')}.{path.stem}": path
            for path in (PACKAGE / folder).glob("*.py")
            if not path.name.startswith("_") and path.stem != "base"
        }
        others = set(parts) - {"naysay.reports.figures.style"}
        assert others, f"{folder} has no parts"
        for part in parts.values():
            known = [name for name, _ in imports(part) if {name, name.rpartition(".")[0]} & others]
            assert known == [], place(part)


def test_modules_stay_small() -> None:
    def long(module: Path) -> Iterator[str]:
        lines = len(module.read_text(encoding="utf-8").splitlines())
        if lines > LARGEST:
            yield f"{lines} lines"

    assert faults(long) == []


def test_the_ground_knows_no_pandas_in_its_spec() -> None:
    for name in ("spec", "about", "values", "file"):
        assert all(
            not imported.startswith("pandas") for imported, _ in imports(PACKAGE / "study" / f"{name}.py")
        )


def test_the_library_neither_prints_nor_reads_the_clock() -> None:
    """What day it is, the commands alone know: which prices can be had depends on it."""
    forbidden = re.compile(r"(?<![.\w])print\(|datetime\.now|date\.today|time\.time\(|Timestamp\.now")
    used = faults(lambda module: iter(forbidden.findall(module.read_text(encoding="utf-8"))))
    assert used == ["run/verbs/base.py: datetime.now"]


def names(module: Path) -> Iterator[str]:
    """Each name that ``module`` gives to something: variables, parameters, attributes, functions, classes."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar() if node.name:
                yield node.name
            case ast.MatchMapping() if node.rest:
                yield node.rest
            case ast.alias() if node.asname:
                yield node.asname


def test_no_name_is_a_catch_all() -> None:
    """Name the thing: estimates, options, lead_table."""

    def catch_alls(module: Path) -> Iterator[str]:
        for name in names(module):
            if name.strip("_").lower() in CATCH_ALLS or name in PRIVATE_CATCH_ALLS:
                yield name

    assert faults(catch_alls) == []


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(place(module))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
