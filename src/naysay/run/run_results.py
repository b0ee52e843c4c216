"""What a run says: its tables, its findings, its figures, and its report in every format."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path

import pandas as pd

from naysay.analysis.findings import Findings
from naysay.data.scratch import temporary_folder
from naysay.reports.document import build
from naysay.reports.exports import export
from naysay.reports.exports.base import ExportInput, ReadFile
from naysay.reports.results import Results
from naysay.run.export_run import check_whole, sources
from naysay.run.manifest import read_manifest
from naysay.run.notebook import run_as_html
from naysay.run.parts import FOLDERS
from naysay.run.run_figure import RunFigure, figures_of
from naysay.run.stored_results import stored_results
from naysay.run.stored_tables import Tables
from naysay.run.tables import write_tables
from naysay.study.about import Language
from naysay.study.errors import InputError
from naysay.study.parts import names
from naysay.study.report_options import Edition


class RunResults:
    """A run to look at; ``naysay.read_run`` gives that of a finished one.

    Every document is drawn from ``results``, and from the tables that are too long for it.
    """

    def __init__(self, id: str, tables: Tables, results: Results, sources: tuple[ReadFile, ...]) -> None:
        self._id = id
        self._tables = tables
        self._results = results
        self._sources = sources

    @property
    def id(self) -> str:
        """The name of the run by its content, as its manifest has it."""
        return self._id

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table of docs/tables.md by its name; each is a copy, with numbers and dates as such."""
        return self._tables

    @property
    def results(self) -> Results:
        """The content of results.json."""
        return self._results

    @property
    def findings(self) -> Findings:
        """The verdict, its size, the checks of it, and how good the evidence is."""
        return self.results.findings

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know about the data, a sentence each; ``results.warnings`` has their codes and values."""
        return self.results.warning_sentences

    def report(
        self, format: str = "pdf", *, edition: Edition | None = None, language: Language | None = None
    ) -> bytes:
        """The report as one file: pdf, html or xlsx; see ``export`` for formats of several files.

        ``edition`` and ``language`` are those of the study where they are left out. Equal runs give equal
        bytes, those that ``naysay run`` writes.

        Raises
        ------
        PartError
            A format that does not exist.
        InputError
            A format of several files.
        """
        if not export(format).is_one:
            single = [name for name in names(FOLDERS["exports"]) if export(name).is_one]
            raise InputError(
                "format",
                got=format,
                allowed=", ".join(single),
                mend=f'Use run.export("{format}"), which gives each of its files.',
            )
        (content,) = self.export(format, edition=edition, language=language).values()
        return content

    def export(
        self,
        format: str,
        *,
        edition: Edition | None = None,
        language: Language | None = None,
        stars: bool = False,
    ) -> dict[str, bytes]:
        """The run in any format that ``naysay list exports`` shows: the bytes of each file by its path.

        ``stars`` marks p < .10, .05 and .01 in tables for journals; the others are as in ``report``.

        Raises
        ------
        PartError
            A format that does not exist.
        """
        part, results = export(format), self._results.in_language(language)
        with temporary_folder() as working:
            tables = working / "tables"
            write_tables(tables, self._tables)
            document = build(results, edition=edition)
            return dict(part.files(ExportInput(results, document, tables, working, stars, self._sources)))

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures that ``plot`` draws."""
        return tuple(self._figures)

    def plot(self, name: str) -> RunFigure:
        """A figure of the report, or of its other edition. A notebook shows it.

        Raises
        ------
        InputError
            No figure of this name; the error lists those there are.
        """
        if name not in self._figures:
            raise InputError(
                "name", got=name, allowed=", ".join(self.figures) or "nothing", mend="Name one of these."
            )
        return self._figures[name]

    @cached_property
    def _figures(self) -> dict[str, RunFigure]:
        """Those of the study's own report first; the other edition adds what it alone has."""
        own = figures_of(build(self._results))
        further = figures_of(build(self._results, edition="research"))
        return {**own, **{name: figure for name, figure in further.items() if name not in own}}

    def __repr__(self) -> str:
        counts, about = self._results.counts, self._results.study["study"]
        sizes = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("companies", "sessions"))
        grade = self.findings.evidence.grade
        return f"<run {self._id} of {about['name']}: {sizes}; evidence {grade}>"

    def _repr_html_(self) -> str:
        return run_as_html(self._results)


def read_run(folder: str | PathLike[str]) -> RunResults:
    """The finished run in ``folder``: its tables are read when they are asked for.

    Raises
    ------
    DataError
        No complete run, or one whose files are not as it left them.
    """
    place = Path(folder)
    check_whole(place)
    manifest = read_manifest(place)
    return RunResults(manifest.id, Tables.of_run(place), stored_results(place), sources(manifest.inputs))
