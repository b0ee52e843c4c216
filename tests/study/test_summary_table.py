"""The table object of summaries and the packages that import lazily.

Where the values come from: by hand; HTML is read by html.parser and LaTeX compared with lines written out.
"""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from naysay.study.latex_table import ON_A_PAGE, Row
from naysay.study.summary_table import MOST_ROWS, SummaryTable, most_rows

HOSTILE = '<script>alert("x")</script> & 5 % $x_1$ \\input{/etc/passwd}\n\u202eB'


class Cells(HTMLParser):
    """The texts of a table's cells, and every tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data)


def table(name: str = "AAA") -> SummaryTable:
    rows = [Row((name, "-1.50**", "240")), Row(("", "(0.25)", ""), is_below=True), Row(("B", "not tested"))]
    return SummaryTable(
        "Tests of all", ["company", "bp", "n"], [*rows, Row(("n", "2", "3"), opens=True)], ["Null: 0."]
    )


def test_text_stands_in_columns_and_is_a_str() -> None:
    lines = [
        "Tests of all", "", "company       bp    n", "AAA      -1.50**  240", "          (0.25)",
        "B        not tested", "---------------------", "n              2    3", "", "Null: 0.",
    ]  # fmt: skip
    assert str(table()) == "\n".join(lines)
    assert isinstance(table(), str)
    assert table().as_text() == f"{table()}" == repr(table())
    assert "not tested" in table()


def test_latex_has_rules_errors_that_stay_and_a_real_minus() -> None:
    text = table().as_latex("tab:all")
    assert r"\caption{Tests of all}\label{tab:all}" in text
    assert r"\begin{tabular}{@{}lrr@{}}" in text
    assert r"{}AAA & $-$1.50\textsuperscript{**} & 240 \\*" in text
    assert r"{}B & \multicolumn{2}{l@{}}{not tested} \\" in text
    assert text.count(r"\midrule") == 2


def test_html_has_a_caption_headings_and_a_foot() -> None:
    cells = Cells(table()._repr_html_())
    assert cells.texts == [
        "Tests of all", "company", "bp", "n", "AAA", "-1.50**", "240", "(0.25)", "B", "not tested", "n", "2",
        "3", "Null: 0.",
    ]  # fmt: skip
    assert set(cells.tags) == {"table", "caption", "thead", "tr", "th", "tbody", "td", "tfoot"}


def test_hostile_names_are_text_everywhere() -> None:
    hostile = SummaryTable(HOSTILE, [HOSTILE, "n"], [Row((HOSTILE, HOSTILE))], [HOSTILE])
    cells = Cells(hostile.as_html())
    assert set(cells.tags) <= {"table", "caption", "thead", "tr", "th", "tbody", "td", "tfoot", "br"}
    assert "\u202e" not in hostile
    latex = hostile.as_latex()
    assert "\\input{" not in latex
    assert r"\$x\_1\$" in latex
    assert "$x" not in latex.replace(r"\$", "")
    assert r"5 \%" in latex
    assert all(len(line) < 200 for line in hostile.splitlines())


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_the_same_table(copied: object) -> None:
    again = copied(table())  # type: ignore[operator]
    assert type(again) is SummaryTable
    assert (again, again.caption, again.columns, again.rows, again.notes) == (
        table(), table().caption, table().columns, table().rows, table().notes,
    )  # fmt: skip


def test_a_table_without_rows_or_columns_can_be_shown() -> None:
    for empty in (SummaryTable("Nothing", ["a"], []), SummaryTable("Nothing", [], [], ["x"])):
        assert empty.startswith("Nothing")
        assert "<caption>Nothing</caption>" in empty.as_html()
        assert r"\caption{Nothing}" in empty.as_latex()


def test_rows_beyond_the_most_are_counted() -> None:
    rows = [Row((str(place), "1")) for place in range(MOST_ROWS + 1_460)]
    shown, notes = most_rows(rows, of=".table")
    assert (len(shown), notes) == (MOST_ROWS, ["1,460 more rows stand in .table."])
    assert most_rows(rows[:3], of=".table") == (rows[:3], [])


def test_a_long_table_may_break_over_pages() -> None:
    long = SummaryTable("Long", ["a", "b"], [Row(("x", "1"))] * (ON_A_PAGE + 1))
    assert r"\begin{longtable}{@{}lr@{}}" in long.as_latex()


@pytest.mark.parametrize("package", ["naysay.analysis", "naysay.data"])
def test_public_names_are_what_they_say_whatever_was_imported_before(package: str) -> None:
    """Modules of the same name as a function are imported first, in a process of its own."""
    code = f"""
import importlib, sys, types
package = importlib.import_module({package!r})
assert not [name for name in sys.modules if name in ("pandas", "scipy", "statsmodels")], "imports too much"
assert set(package.__all__) == set(package.public_names)
for name in package.__all__:
    try:
        importlib.import_module(f"{package}.{{name}}")
    except ModuleNotFoundError:
        pass
for name in package.__all__:
    value = getattr(package, name)
    assert callable(value) and not isinstance(value, types.ModuleType), name
    assert value.__doc__, name
    assert name in dir(package)
try:
    package.nothing_of_this_name
except AttributeError as error:
    assert "nothing_of_this_name" in str(error)
else:
    raise AssertionError
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
