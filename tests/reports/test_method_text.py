"""The methods paragraph of a paper: every option that changes a number changes it; only what was run is said.

Expected values: that the text changes, words by hand, and the list of docs/methods/references.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.reports.fakes import fake_results, without_tables
from tests.reports.packages import HOSTILE
from tests.reports.plain_text import plain
from tests.reports.test_method_sentences import CASES, with_options

from naysay.analysis.methods import all_methods
from naysay.analysis.monitoring.look import Look
from naysay.reports.method_formats import bibtex, method_paragraph
from naysay.reports.method_text import method_text
from naysay.reports.references import cited, cited_in, references
from naysay.reports.results import Results
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.spec import Study

LANGUAGES: tuple[Language, ...] = get_args(Language)
DOCS = Path(__file__).parents[2] / "docs" / "methods" / "references.md"
OF_DATA: dict[tuple[str, str], Any] = {
    ("study", "start"): "2024-12-02",
    ("study", "end"): "2025-11-28",
    ("study", "seed"): 99,
    ("study", "methods"): ["projections"],
    ("company", "calendar"): "XNYS",
    ("market", "calendar"): "XWBO",
    ("market", "benchmark"): None,
    ("posts", "format"): "twitter",
    ("posts", "clock"): "date_only",
    ("posts", "retweets"): "keep",
    ("posts", "max_companies"): 3,
    ("prices", "source"): "yahoo",
    ("prices", "date_shift"): 1,
    ("prices", "jumps"): ["C00 2025-08-01 4:1"],
    ("sentiment", "scorer"): "finance",
    ("sentiment", "options"): {"threshold": 0.2},
    ("chatter", "measure"): "bullishness",
    ("chatter", "negative_below"): -0.2,
    ("chatter", "min_posts"): 3,
    ("chatter", "weight"): "shared",
    ("chatter", "same_text"): "once",
    ("chatter", "author_posts"): 2,
    ("chatter", "bot_posts"): 50,
    ("chatter", "cutoff"): 15,
    ("chatter", "history"): 90,
    ("chatter", "min_history"): 30,
}
"""Options of the data and another value of each."""
NOT_OF_A_PAPER = {
    "study": {"name", "title", "language", "planted_bp", "looks", "first_report"},
    "company": {
        "ticker", "name", "aliases", "isin", "wkn", "shares_outstanding", "currency", "home_cashtag", "peer",
    },
    "posts": {
        "path", "encoding", "delimiter", "sheet", "records", "company", "forum", "timezone", "date_order",
        "columns", "max_lost",
    },
    "chatter": {"path", "columns", "higher", "dates", "timezone", "date_order", "max_lost"},
    "prices": {"path", "columns", "decimal", "date_order", "max_lost"},
    "sentiment": {"labelled"},
    "announcements": {"path", "near"},
}  # fmt: skip
"""Names, files and how they are read, which study.toml has; keys of daily measures are said where there are
some; near is said with the events it touches,
looks and first_report with the report's place in its series."""
WHOLE = {"warn_above", "report", "cluster"}
"""Sections that change no number."""


def with_data(results: Results, section: str, option: str, value: object) -> Results:
    """The results of a study with another value; in ``company`` of the first company."""
    old = results.study[section]
    new = [{**old[0], option: value}, *old[1:]] if section == "company" else {**old, option: value}
    return replace(results, study={**results.study, section: new})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("method", "option", "others", "value"), CASES)
def test_an_option_of_a_method_changes_the_paragraph(
    method: str, option: str, others: dict[str, Any], value: object, language: Language
) -> None:
    usual = with_options(fake_results(language=language), method, others)
    words = Words(language)
    assert method_text(with_options(usual, method, {option: value}), words) != method_text(usual, words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "option"), OF_DATA)
def test_an_option_of_the_data_changes_the_paragraph(section: str, option: str, language: Language) -> None:
    usual, words = fake_results(language=language), Words(language)
    changed = with_data(usual, section, option, OF_DATA[section, option])
    assert method_text(changed, words) != method_text(usual, words)


def test_every_option_of_the_data_is_changed_here_or_does_not_belong() -> None:
    options = set()
    for section, field in Study.model_fields.items():
        if section in WHOLE:
            continue
        kind = field.annotation
        kind = get_args(kind)[0] if get_args(kind) else kind
        while get_args(kind):
            kind = get_args(kind)[0]
        options |= {(section, option) for option in kind.model_fields}  # type: ignore[union-attr]
    left_out = {(section, option) for section, names in NOT_OF_A_PAPER.items() for option in names}
    assert options == set(OF_DATA) | left_out


def test_sessions_near_an_announcement_are_said_where_they_decide() -> None:
    results = with_options(fake_results(), "event_study", {"announcements": "exclude"})
    near = with_data(results, "announcements", "near", [-3, 3])
    assert "an announcement in sessions −3 to +3" in plain(method_text(near, Words("en")))


SERIES: dict[Language, str] = {
    "en": "The report is number 6 of a monthly series on growing data that began in April 2024: alpha "
    "spending (Lan and DeMets, 1983) of 0.05, 30 % of it at the first report and the rest as one over "
    "information falls (sessions or observations, whichever grew more), leaves it a level of 0.0078; the "
    "intervals of the main question are repeated confidence intervals (Jennison and Turnbull, 1989).",
    "de": "Der Bericht ist Nummer 6 einer monatlichen Reihe auf wachsenden Daten, die im April 2024 begann:",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_a_series_says_its_place_and_its_level(language: Language) -> None:
    alone, words = fake_results(language=language), Words(language)
    look = Look(6, "2024-04", "2024-09", 0.00781, 2.66, 0.031, 1.35)
    findings = replace(alone.findings, lead=replace(alone.findings.lead, look=look))
    assert "Lan" not in method_text(alone, words)
    assert SERIES[language] in plain(method_text(replace(alone, findings=findings), words))


@pytest.mark.parametrize(("language", "both"), [("en", "cutoff and lags"), ("de", "cutoff sowie lags")])
def test_a_grid_says_its_keys_and_without_keys_nothing(language: Language, both: str) -> None:
    empty, words = with_options(fake_results(language=language), "sweep", {}), Words(language)
    grid = with_options(empty, "sweep", {"chatter": {"cutoff": [0, 60]}, "projections": {"lags": [1, 5]}})
    text = plain(method_text(grid, words))
    assert both in text
    assert {one.key for one in cited_in(text, words)} >= {"simonsohn2020", "romano2005"}
    assert "Simonsohn" not in method_text(empty, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_was_run_is_said(language: Language) -> None:
    words, results = Words(language), fake_results(language=language)
    alone = method_text(with_data(results, "study", "methods", ["projections"]), words)
    for name, sign in {
        "granger": "Granger", "event_study": "MacKinlay", "correlation": "Pearson", "clock": "Dimson",
        "stationarity": "KPSS", "themes": "Monroe", "vector_autoregression": "Sims",
    }.items():  # fmt: skip
        assert sign not in alone
        assert sign in method_text(with_data(results, "study", "methods", [name]), words)
    assert "Jordà" not in method_text(with_data(results, "study", "methods", ["granger"]), words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_main_methods_take_no_more_than_a_paragraph(language: Language) -> None:
    """Citations do not count."""
    results = fake_results(language=language)
    results = with_data(results, "study", "methods", ["projections", "granger", "event_study"])
    text = re.sub(r" \([^()]*, \d{4}\)", "", method_text(results, Words(language)))
    assert 150 <= len(text.split()) <= 350


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_blank_stands_before_a_stop_and_nothing_is_left_open(language: Language) -> None:
    names = [method.name for method in all_methods()]
    results = with_data(fake_results(language=language), "study", "methods", names)
    for benchmark in (None, "^SIM"):
        text = method_text(with_data(results, "market", "benchmark", benchmark), Words(language))
        assert re.search(r" [.,;)]|\( |  |[{}]|\.\.", text) is None


def test_words_by_hand() -> None:
    text = plain(method_text(fake_results(), Words("en")))
    for expected in (
        "about 12 companies, 2 January 2025 to 30 December 2025, each on the first session of its exchange",
        "standardised on 20 to 120 of the company's own earlier sessions, on sessions with at least 1 post.",
        "a pooled local projection (Jordà, 2005) of the return that the market does not explain",
        "Standard errors are the jackknife over sessions (CR3) (Cameron and Miller, 2015).",
        "adjusted BMP on +1 to +5 counts (Boehmer, Musumeci and Poulsen, 1991; Kolari and Pynnönen, 2010).",
        "Random draws start at seed 7.",
    ):
        assert expected in text


def test_a_run_without_tables_has_a_paragraph() -> None:
    assert method_paragraph(without_tables(fake_results("not_testable")), language="en").count("\n\n") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cited_is_listed_and_nothing_else(language: Language) -> None:
    words = Words(language)
    for key in references():
        text = f"Text {cited((key,), words)}."
        assert [one.key for one in cited_in(text, words)] == [key]
    assert cited((), words) == ""
    everything = method_text(
        with_data(fake_results(), "study", "methods", [one.name for one in all_methods()]), words
    )
    listed = cited_in(everything, words)
    assert len(set(re.findall(r"(?:19|20)\d\d(?=[;)])", everything)) - {str(one.year) for one in listed}) == 0


def test_publications_are_those_of_the_documentation() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for one in references().values():
        entry = next(
            (
                line
                for line in page.splitlines()
                if line.startswith(one.authors[0]) and all(author in line for author in one.authors)
                and str(one.year) in line
            ),
            None,
        )  # fmt: skip
        assert entry is not None, one.key
        assert one.volume in entry, one.key


def test_an_entry_of_bibtex() -> None:
    assert bibtex(references()["kolari2010"]) == "\n".join(
        (
            "@article{kolari2010,",
            "  author = {Kolari, J. W. and Pynnönen, S.},",
            "  title = {{Event Study Testing with Cross-sectional Correlation of Abnormal Returns}},",
            "  year = {2010},",
            "  journal = {Review of Financial Studies},",
            "  volume = {23},",
            "}",
        )
    )
    assert bibtex(references()["campbell1997"]).startswith("@book{")
    assert not any(set("\\{}$&#_%~^") & set(str(one)) for one in references().values() if one.publisher == "")


def test_latex_cites_by_key() -> None:
    text = method_paragraph(fake_results(), language="en", format="latex")
    assert r"adjusted BMP on +1~to~+5 counts \citep{boehmer1991,kolari2010}." in text
    assert r"a pooled local projection \citep{jorda2005} of the return" in text
    cites = {key for keys in re.findall(r"\\cite[pt]\{([^}]+)\}", text) for key in keys.split(",")}
    assert cites == set(re.findall(r"^@\w+\{(\w+),$", text, re.MULTILINE))


def test_markdown_has_a_list_of_references() -> None:
    text = method_paragraph(fake_results(), language="de", format="markdown")
    assert "\n\n## Literatur\n\n- " in text
    assert "- Kolari, J. W. und Pynnönen, S. (2010). " in text


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="pdflatex and bibtex are not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_latex_and_bibtex_set_it_whatever_the_study_holds(language: Language, tmp_path: Path) -> None:
    results = with_data(fake_results(language=language), "market", "benchmark", " ".join(HOSTILE))
    head = r"\documentclass{article}\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{textcomp}"
    body = method_paragraph(results, language=language, format="latex")
    foot = r"\bibliographystyle{plainnat}\bibliography{naysay}\end{document}"
    text = "\n".join((head + r"\usepackage{natbib}\begin{document}", body, foot))
    (tmp_path / "paper.tex").write_text(text, encoding="utf-8")
    careful = ["-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape"]
    for command in ("pdflatex", "bibtex", "pdflatex", "pdflatex"):
        options = careful if command == "pdflatex" else []
        done = subprocess.run(
            [command, *options, "paper"], cwd=tmp_path, capture_output=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-1500:]
    assert b"undefined" not in (tmp_path / "paper.log").read_bytes()
