"""Tables for journals. Expected values: rows of the small run, numbers set by hand, and LaTeX's own rules.

Where pdflatex is installed, it sets all tables with hostile names in them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.reports.fakes import empty_tables, fake_results, missing_numbers, without_tables
from tests.reports.test_html import TEXTS

from naysay.reports.document import build
from naysay.reports.exports import latex
from naysay.reports.exports._journal import journal_tables
from naysay.reports.exports._journal_rows import JournalTable
from naysay.reports.exports.base import ExportInput
from naysay.reports.results import Results
from naysay.reports.words import Words
from naysay.study.latex_table import ON_A_PAGE, Row
from naysay.study.latex_text import latex as escaped

HOSTILE = (
    "\\input{/etc/passwd}", "\\write18{id}", "a\\\\b", "[x", "*x", "% no comment", "a & b", "$x_1^2$", "{",
    "}", "#1", "~^`'\"", "--- ,, ?` !` << >>", "^^5cinput", "Ä ß ś € −1 – …",
    "株 😀 \u202e", "\\end{document}",
)  # fmt: skip
PLAIN = re.compile(
    r"(?:\\[a-zA-Z]+(?:\{[^{}\\]*\})?|\\[{}$&#_%,]|\{[^{}\\]\}|\$\\?[a-z-]+\$|[^\\{}$&#_%^~`\[\]*]|~)*"
)
"""What ``latex`` may give: known commands, escapes, groups of one character, and harmless characters."""


def tables(results: Results, *, stars: bool = False, language: str = "en") -> Mapping[str, JournalTable]:
    words = Words(language)  # type: ignore[arg-type]
    return {table.name: table for table in journal_tables(results, words, stars=stars)}


def with_rows(name: str, *rows: dict[str, object]) -> Results:
    results = fake_results()
    return replace(results, tables={**results.tables, name: pd.DataFrame(list(rows))})


def files(results: Results, *, stars: bool = False) -> dict[str, str]:
    source = ExportInput(results, build(results, ("cover",)), Path(), Path(), stars)
    return {name: content.decode() for name, content in latex.EXPORT.files(source).items()}


@pytest.mark.parametrize("text", [*HOSTILE, *TEXTS])
def test_no_text_is_a_command_of_its_own(text: str) -> None:
    assert PLAIN.fullmatch(escaped(text)), escaped(text)
    commands = set(re.findall(r"\\([a-zA-Z]+)", escaped(text)))
    assert commands <= {
        "textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater", "textbar",
        "textquotedbl", "textasciigrave", "textquotesingle", "texttt", "texteuro", "ldots",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller & Söhne (50 %)", r"Müller \& Söhne (50 \%)"),
        ("−1,5\xa0Bp", r"$-$1{,}5~Bp"),
        ("Łódź Ā", "Łódź A"),
        ("株", r"\texttt{U+682A}"),
        ("\x00", ""),
    ],
)
def test_text_reads_as_it_was_written(text: str, expected: str) -> None:
    assert escaped(text) == expected


def effect(company: str, measure: str, horizon: int, bp: float, se: float, p: float) -> dict[str, object]:
    return {
        "company": company, "measure": measure, "horizon": horizon, "bp_per_sd": bp, "se": se, "pvalue": p,
        "nobs": 2724, "covariance": "CR3_session",
    }  # fmt: skip


EFFECTS = (
    effect("POOLED", "as measured", 1, -12.304, 3.1, 0.004),
    effect("POOLED", "as measured", 2, 5.0, 4.0, 0.2),
    effect("POOLED", "mood", 1, -20.0, 9.0, 0.03),
    effect("C01", "as measured", 1, 99.0, 1.0, 0.5),
)


def test_the_standard_error_stands_below_its_estimate() -> None:
    table = tables(with_rows("effects", *EFFECTS))["effects"]
    assert table.header == ("Sessions", "Negativity", "Mood", "n")
    assert table.rows == (
        Row(("1", "−12.30", "−20.00", "2,724")),
        Row(("", "(3.10)", "(9.00)", ""), is_below=True),
        Row(("2", "5.00", "–", "2,724")),
        Row(("", "(4.00)", "", ""), is_below=True),
    )


def test_german_tables_have_decimal_commas() -> None:
    table = tables(with_rows("effects", *EFFECTS), language="de")["effects"]
    assert table.rows[0].cells == ("1", "−12,30", "−20,00", "2.724")
    assert table.header[:2] == ("Handelstage", "Negativität")


@pytest.mark.parametrize(
    ("p", "marks"), [(0.009, "***"), (0.01, "**"), (0.049, "**"), (0.05, "*"), (0.099, "*"), (0.1, "")]
)
def test_stars_stand_only_where_they_are_asked_for(p: float, marks: str) -> None:
    results = with_rows("effects", effect("POOLED", "as measured", 1, 1.0, 1.0, p))
    assert tables(results)["effects"].rows[0].cells[1] == "1.00"
    starred = tables(results, stars=True)["effects"]
    assert starred.rows[0].cells[1] == f"1.00{marks}"
    assert starred.notes[-1] == "*** p < 0.01, ** p < 0.05, * p < 0.10."


def test_events_have_a_column_for_each_window_and_p_values_below_statistics() -> None:
    row = {
        "model": "market",
        "test": "bmp",
        "se": 0.0031,
        "pvalue": 0.0004,
        "reason": "",
        "reason_values": "",
    }
    table = tables(
        with_rows(
            "event_tests",
            {
                **row,
                "window_start": 0,
                "window_end": 0,
                "statistic": -2.5,
                "estimate": -0.0123,
                "n_events": 41,
            },
            {**row, "window_start": 1, "window_end": 5, "statistic": 1.0, "estimate": 0.002, "n_events": 40},
        )
    )["event_tests"]
    assert table.header == ("Sessions around the event", "0", "+1\xa0to\xa0+5")
    assert [line.cells for line in table.rows] == [
        ("Mean (%)", "−1.23", "0.20"),
        ("", "(0.31)", "(0.31)"),
        ("Events", "41", "40"),
        ("BMP", "−2.50", "1.00"),
        ("", "[<\xa00.001]", "[<\xa00.001]"),
    ]


def test_granger_has_a_row_for_each_company_at_the_lags_chosen_in_advance() -> None:
    def row(effect: str, lags: int, primary: bool, f: float) -> dict[str, object]:
        return {
            "company": "C00", "cause": "negativity" if effect == "ret" else "ret",
            "effect": effect if effect == "ret" else "negativity", "lag_order": lags, "statistic": f,
            "pvalue": 0.02, "pvalue_bh": 0.3, "nobs": 240, "primary": primary,
        }  # fmt: skip

    table = tables(
        with_rows("granger", row("ret", 1, False, 9.0), row("ret", 2, True, 2.5), row("back", 2, False, 1.5))
    )["granger"]
    assert [line.cells for line in table.rows] == [
        ("Müller Maschinenbau AG", "2.50", "0.020", "0.300", "1.50", "0.020", "0.300", "240")
    ]
    assert "(1) negativity → return; (2) return → negativity. Lags: 2." in table.notes[0]


def test_robustness_names_each_line_with_its_unit() -> None:
    row = {"variant": "", "se": 3.0, "low": -18.0, "high": -6.0, "pvalue": 0.001, "nobs": 100, "unit": "bp"}
    table = tables(
        with_rows(
            "robustness",
            {**row, "check": "main", "value": -12.0},
            {**row, "check": "without_company", "variant": "C01", "value": -11.0},
            {**row, "check": "reverse", "value": -0.0289, "unit": "sd"},
            {**row, "check": "by_forum", "value": float("nan")},
        )
    )["robustness"]
    assert [line.cells for line in table.rows if not line.is_below] == [
        ("The study", "−12.00", "[−18.00; −6.00]", "bp", "100"),
        ("Without: Österreich Öl SE", "−11.00", "[−18.00; −6.00]", "bp", "100"),
        ("Reverse direction", "−0.029", "[−18.000; −6.000]", "SD", "100"),
    ]


def test_companies_without_a_mood_are_named_in_the_notes_with_the_reason() -> None:
    row = {
        "reliability": 0.44,
        "n_sessions": 200,
        "rho": 0.9,
        "rho_se": 0.05,
        "reason": "",
        "reason_values": "",
    }
    unreliable = {**row, "company": "C01", "reason": "mood_unreliable", "reason_values": "least=0.05"}
    table = tables(with_rows("mood", {**row, "company": "C00"}, unreliable))["mood"]
    assert table.rows[0].cells == ("Müller Maschinenbau AG", "0.44", "–", "0.900", "–", "–", "–", "200")
    assert table.rows[1].cells == ("", "", "", "(0.050)", "", "", "", "")
    assert table.notes[1].startswith("Without an estimate: Österreich Öl SE: ")


def test_a_run_without_numbers_has_dashes_and_no_zeros() -> None:
    for table in tables(missing_numbers(fake_results())).values():
        cells = [cell for row in table.rows for cell in row.cells[1:]]
        assert not {"0", "0.00", "(0.00)", "nan", "(nan)"} & set(cells), table.name


@pytest.mark.parametrize("results", [without_tables(fake_results()), empty_tables(fake_results())])
def test_a_run_without_rows_has_no_tables(results: Results) -> None:
    assert list(files(results)) == ["latex/tables.tex"]


def test_a_long_table_may_break_and_a_short_one_stays_on_its_page() -> None:
    rows = tuple(Row((f"row {number}", "1")) for number in range(ON_A_PAGE + 1))
    long = JournalTable("long", "Caption", ("a", "b"), rows, ("Note.",))
    assert r"\begin{longtable}{@{}lr@{}}" in latex.table_file(long)
    assert r"\begin{tabular}{@{}lr@{}}" in latex.table_file(replace(long, rows=rows[1:]))


def test_an_estimate_stays_on_the_page_with_its_error_and_stars_are_raised() -> None:
    rows = (Row(("a", "−1.00**")), Row(("", "(0.50)"), is_below=True), Row(("b", "2"), opens=True))
    text = latex.table_file(JournalTable("x", "Caption", ("", "b"), rows, ()))
    assert "{}a & $-$1.00\\textsuperscript{**} \\\\*\n{} & (0.50) \\\\\n\\midrule\n{}b & 2 \\\\\n" in text


def test_a_name_that_looks_like_an_option_does_not_follow_the_end_of_a_row() -> None:
    rows = (Row(("[1cm] x", "1")), Row(("*", "2")))
    text = latex.table_file(JournalTable("x", "Caption", ("", "b"), rows, ()))
    assert not re.search(r"\\\\\s*[\[*]", text.replace("\\\\*\n", ""))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("language", ["en", "de"])
def test_pdflatex_sets_all_tables_with_hostile_names(language: str, tmp_path: Path) -> None:
    results = fake_results(language=language, names=HOSTILE, companies=len(HOSTILE))
    for name, text in files(results, stars=True).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "tables.tex"]
    for _ in range(2):  # the second pass has the widths of long tables
        done = subprocess.run(command, cwd=tmp_path / "latex", capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (tmp_path / "latex" / "tables.pdf").read_bytes().startswith(b"%PDF")


def test_the_document_of_all_tables_has_the_mark_and_hostile_titles_as_text() -> None:
    document = replace(build(fake_results(), ("cover",)), title="[x] 5 %", subtitle="[y]", mark="internal")
    text = latex.document_file((), document)
    assert r"\Large {[}x{]} 5 \%" in text
    assert r" $\cdot$ internal\end{center}" in text
