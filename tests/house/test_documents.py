"""The documents are true: what they name exists, and what exists is named.

Expected values: the files of the repository and the names that the program itself knows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from benchmarks.__main__ import page

from naysay.analysis.event_study import options
from naysay.analysis.event_study.statistics import TESTS
from naysay.analysis.findings import CheckName
from naysay.reports.words import phrases
from naysay.study.parts import names

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "naysay"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
METHOD_PAGES = sorted((DOCS / "methods").glob("*.md"))
BENCHMARKS = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
MEASURED = sorted(path for path in (DOCS / "measured").glob("*.md") if path.stem != "index")
DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of the rows of the first Markdown table whose first column is called ``heading``."""
    table = text[text.index(f"| {heading} |") :].split("\n\n")[0]
    for row in table.splitlines()[2:]:
        yield [cell.strip() for cell in row.strip("|").split("|")]


def anchors(page_text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page_text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(document)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        goal = document.parent / name if name else document
        assert goal.exists(), target
        if anchor:
            assert anchor in anchors(read(goal)), target


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_turns_into_a_list(document: Path) -> None:
    """A line inside a paragraph that begins with ``- 1)`` or ``10.`` is shown as an entry of a list."""
    prose = re.sub(r"^```.*?^```$", "", read(document), flags=re.DOTALL | re.MULTILINE)
    for paragraph in prose.split("\n\n"):
        lines = paragraph.splitlines()
        if lines and not lines[0].startswith(("    ", "```", "- ", "1. ", "1) ")):
            assert [line for line in lines[1:] if re.match(r"([-+*]|\d+[.)]) ", line)] == []


@pytest.mark.parametrize("document", METHOD_PAGES, ids=lambda path: path.stem)
def test_files_that_a_methods_page_names_exist(document: Path) -> None:
    text = read(document)
    for name in re.findall(r"`((?:data|analysis|reports|run|study)/[\w/.]*)`", text):
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), f"{document.name}: {name}"
    for name in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (ROOT / name).exists(), f"{document.name}: {name}"


@pytest.mark.parametrize("name", names("naysay.data.forums"))
def test_each_forum_format_has_a_page_and_a_row_that_says_when_to_choose_it(name: str) -> None:
    assert f'format = "{name}"' in read(DOCS / "formats" / f"{name}.md")
    assert f"formats/{name}.md" in read(ROOT / "mkdocs.yml")
    told = list(rows(read(DOCS / "data.md"), "what you have"))
    links = [write for _, write, more in told if f"(formats/{name}.md)" in more]
    assert name == "table" or any(f'format = "{name}"' in write for write in links)  # table is the default


@pytest.mark.parametrize("method", names("naysay.analysis.methods"))
def test_each_method_has_a_page(method: str) -> None:
    assert (DOCS / "methods" / f"{method}.md").exists(), f"write docs/methods/{method}.md"


def test_the_index_of_methods_leads_to_every_page() -> None:
    index = read(DOCS / "methods" / "index.md")
    assert [page.name for page in METHOD_PAGES if f"({page.name})" not in index] == ["index.md"]


def test_the_index_of_decisions_has_the_title_of_every_page() -> None:
    headings = [read(page).splitlines()[0].removeprefix("# ").split(". ", 1) for page in DECISIONS]
    lines = [
        f"- {number}: [{title}]({page.name})"
        for (number, title), page in zip(headings, DECISIONS, strict=True)
    ]
    assert read(DOCS / "decisions" / "index.md").split("\n\n")[-1].splitlines() == lines


def test_the_index_of_measured_pages_leads_to_every_page() -> None:
    index = read(DOCS / "measured" / "index.md")
    assert [page.name for page in MEASURED if f"| [{page.stem}]({page.name}) |" not in index] == []


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_says_what_it_measures_and_can_be_called_by_name(name: str) -> None:
    tree = ast.parse(read(ROOT / "benchmarks" / f"{name}.py"))
    assert ast.get_docstring(tree), f"say in benchmarks/{name}.py what is measured"
    assert "main" in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("document", MEASURED, ids=lambda path: path.stem)
def test_a_measured_page_begins_with_the_command_that_makes_it_and_says_what_it_does(document: Path) -> None:
    benchmark = ROOT / "benchmarks" / f"{document.stem}.py"
    assert read(document).splitlines()[2].startswith(f"Printed by `python -m benchmarks {document.stem}")
    assert str(ast.get_docstring(ast.parse(read(benchmark)))) in read(document)


def test_what_a_benchmark_prints_stands_below_its_command_and_its_docstring() -> None:
    assert page("speed", ["--draws", "3"], "How fast it is.\n", "| a |\n").split("\n\n") == [
        "# speed",
        "Printed by `python -m benchmarks speed --draws 3`; with `--write` it writes this page.",
        "How fast it is.",
        "| a |\n",
    ]


def test_the_page_of_the_verdict_lists_every_check() -> None:
    documented = [cell[0] for cell in rows(read(DOCS / "methods" / "verdict.md"), "check")]
    assert documented == list(get_args(CheckName)), "docs/methods/verdict.md against analysis/findings.py"


def test_the_tests_of_events_are_the_same_in_program_study_document_and_report() -> None:
    cells = [cell[0] for cell in rows(read(DOCS / "methods" / "event_tests.md"), "test")]
    documented = {name for cell in cells for name in cell.split(", ")}
    assert documented == set(options.TESTS), "docs/methods/event_tests.md against event_study/options.py"
    assert documented - set(TESTS) == {"wild_bootstrap", "placebo"}, "add it to TESTS of its family"
    assert {name for name in documented if f"test.{name}" not in phrases("en")} == set(), "add phrases"
