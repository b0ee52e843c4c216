"""The map and the recipes are true: docs/architecture.md and CONTRIBUTING.md.

Expected values: the folders, imports and files of the repository.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from tests.house.test_documents import ROOT, read, rows

from naysay.reports.numbers import LANGUAGES
from naysay.run.demo import TITLES
from naysay.study.about import Language

PACKAGE = ROOT / "src" / "naysay"
ARCHITECTURE = read(ROOT / "docs" / "architecture.md")
INTRODUCTION, *RECIPES = read(ROOT / "CONTRIBUTING.md").split("## Recipes")[1].split("\n### ")
EVERYWHERE = {"pandas", "numpy"}
"""Used on most floors; the page says so in words."""


def folders() -> list[Path]:
    """Every folder of the program, but what Python leaves there."""
    inside = (path for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__")
    return sorted(path.relative_to(PACKAGE) for path in inside if any(path.iterdir()))


def other_packages() -> Iterator[tuple[str, str]]:
    """The name of each package of others that is imported, and the module that imports it."""
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(read(module))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"naysay"}:
                yield name, module.relative_to(PACKAGE).as_posix()


def own_imports() -> Iterator[tuple[str, str]]:
    """Each module, and the floor of each module of ours that it imports."""
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(read(module))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("naysay."):
                yield module.relative_to(PACKAGE).as_posix(), str(node.module).split(".")[1]


def places() -> dict[str, list[str]]:
    """Where each package may be imported, by the table of the page."""
    table = rows(ARCHITECTURE, "package")
    return {name: re.findall(r"`([^`]+)`", cell) for names, cell, *_ in table for name in names.split(", ")}


def test_the_map_shows_every_folder() -> None:
    drawing = ARCHITECTURE.split("```text")[1]
    assert [str(folder) for folder in folders() if f"{folder.name}/" not in drawing] == []


def test_the_map_shows_no_folder_that_is_not_there() -> None:
    drawing = ARCHITECTURE.split("```text")[1].split("```")[0]
    shown = set(re.findall(r"([a-z_]+)/", drawing))
    assert shown == {folder.name for folder in folders()}


def test_the_floors_import_what_the_table_allows() -> None:
    allowed = {
        floor.strip("`"): set(re.findall(r"`(\w+)`", cell)) for floor, cell, _ in rows(ARCHITECTURE, "floor")
    }
    assert set(allowed) == {folder.parts[0] for folder in folders()}
    allowed["run"] = set(allowed)
    wrong = {
        (module, name)
        for module, name in own_imports()
        if (floor := module.split("/")[0]) in allowed and name not in allowed[floor] | {floor}
    }
    assert wrong == set()


def test_each_package_of_others_is_imported_where_the_map_says() -> None:
    allowed = places()
    strangers = {
        (name, module)
        for name, module in other_packages()
        if name not in EVERYWHERE and not any(module.startswith(place) for place in allowed.get(name, ()))
    }
    assert strangers == set(), "name the package and its place in docs/architecture.md"


def test_the_map_names_no_package_that_is_not_used() -> None:
    assert set(places()) == {name for name, _ in other_packages()} - EVERYWHERE


def test_every_file_and_test_of_a_recipe_exists() -> None:
    for recipe in [INTRODUCTION, *RECIPES]:
        title = recipe.splitlines()[0]
        paths = re.findall(r"`((?:[\w.]+/)+[\w.]*)`", recipe)
        assert paths, title
        for path in paths:
            known = re.sub(r"/(\w*NAME\.\w+|CODE\.\w+|CODE/|NAME/)$", "/", path)
            assert any((root / known).exists() for root in (ROOT, PACKAGE)), f"{title}: {path}"


def test_every_recipe_names_the_test_that_says_what_is_missing() -> None:
    assert [recipe.splitlines()[0] for recipe in RECIPES if "**Told by** `tests/" not in recipe] == []


def test_the_languages_of_studies_numbers_phrases_and_the_demo_are_the_same() -> None:
    phrase_folders = {path.name for path in (PACKAGE / "reports" / "phrases").iterdir()}
    languages = set(get_args(Language))
    assert phrase_folders == languages, "src/naysay/reports/phrases against Language of study/about.py"
    assert set(LANGUAGES) == languages, "_WRITING of reports/numbers.py against Language of study/about.py"
    assert set(TITLES) == languages, "TITLES of run/demo.py against Language of study/about.py"
