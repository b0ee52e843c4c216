"""The README of a replication package, in the order that the AEA Data Editor's template asks for.

Its words are English whatever the report's language, as the template and the meanings of columns are.

References
----------
Vilhuber, L. et al. (2022), A template README for social science replication packages, Zenodo.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, Final

from naysay.analysis.methods import all_methods
from naysay.reports.exports._bundle import COMPANIES, DICTIONARY, SOURCES, BundledTable
from naysay.reports.exports._markdown_text import escaped
from naysay.reports.exports.base import ExportInput
from naysay.reports.method_text import method_text
from naysay.reports.references import cited_in
from naysay.reports.results import Results
from naysay.reports.words import Words

FILE: Final = "README.md"
STUDY: Final = "study.toml"
LISTED: Final = 30
"""Sources that are listed one by one; of more there is a row a kind."""
ADDED: Final = frozenset({table.name for table in (COMPANIES, SOURCES, DICTIONARY)})
"""Tables that no run has and every package adds."""
HASHES: Final = "_sha256"
"""How entries of a run's stamp end that are no versions."""


def readme(source: ExportInput, tables: Sequence[BundledTable]) -> str:
    """The README of a package that holds ``tables`` and the study."""
    results, words = source.results, Words("en", source.results.of_measures)
    study, text = results.study["study"], method_text(results, words)
    stamp = {name: value for name, value in results.stamp.items() if not name.endswith(HASHES)}
    packages = {name: value for name, value in stamp.items() if name != "python"}
    template = (files("naysay.reports") / "exports" / "replication.md").read_text(encoding="utf-8")
    day = f" --date {results.as_of}" if results.as_of else ""
    return template.format(
        title=escaped(source.document.title),
        overview=_overview(results, words),
        n_sources=words.counted("file", len(source.sources)),
        sources=_sources(source),
        datasets=_table(
            ("file", "content", "rows"),
            ((f"`{one.name}.csv`", escaped(one.title), str(len(one.cells))) for one in tables),
        ),
        software=_table(
            ("software", "version"),
            ((f"`{name}`", escaped(value)) for name, value in {"naysay": results.version, **stamp}.items()),
        ),
        seed=study["seed"],
        version=escaped(results.version),
        study_hash=escaped(results.stamp.get("study_sha256", "not known")),
        methods=escaped(text),
        python=escaped(stamp.get("python", "3.11")),
        install=_install(packages),
        run=f"naysay run {STUDY} --data DATA --locked --out run{day}",
        verify=f"naysay verify run {STUDY} --data DATA --recompute",
        programs=_programs(source, tables),
        references="\n".join(f"- {escaped(one.line(words))}" for one in cited_in(text, words)) or "None.",
    )


def _overview(results: Results, words: Words) -> str:
    study, written = results.study["study"], words.numbers
    return escaped(
        f"The study {study['name']} asks of {words.counted('company', len(results.study['company']))} "
        f"whether negative posts go before lower returns, from {written.date(study['start'])} to "
        f"{written.date(study['end'])}. One program, naysay, makes all tables from one study file."
    )


def _sources(source: ExportInput) -> str:
    if not source.sources:
        return "The run did not say what it read."
    if len(source.sources) <= LISTED:
        rows: Iterable[Sequence[str]] = (
            (one.kind, escaped(one.name), str(one.rows), f"`{one.sha256}`") for one in source.sources
        )
        return _table(("kind", "file", "rows", "SHA-256"), rows)
    kinds: dict[str, list[int]] = {}
    for one in source.sources:
        kinds.setdefault(one.kind, []).append(one.rows)
    return _table(
        ("kind", "files", "rows"),
        ((escaped(kind), str(len(rows)), str(sum(rows))) for kind, rows in kinds.items()),
    )


def _install(packages: dict[str, str]) -> str:
    pinned = (shlex.quote(f"{name}=={value}") for name, value in packages.items())
    return " ".join(("python -m pip install ./naysay", *pinned))


def _programs(source: ExportInput, tables: Sequence[BundledTable]) -> str:
    made_by = {table.name: one.name for one in all_methods() for table in one.tables}
    rows: list[Sequence[str]] = []
    for one in tables:
        place = "reports.exports" if one.name in ADDED else "run"
        program = f"analysis.methods.{made_by[one.name]}" if one.name in made_by else place
        rows.append((f"table `{one.name}`", f"`naysay.{program}`", f"`{one.name}.csv`"))
    drawn = (
        (f"figure `{name}`", "`naysay.reports`", "the report of the run") for name in source.document.drawings
    )
    return _table(("what", "made by", "where"), (*rows, *drawn))


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)
