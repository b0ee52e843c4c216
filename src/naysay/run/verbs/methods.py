"""Print the methods paragraph of a paper about a run, with the references that it cites."""

from __future__ import annotations

from typing import Annotated, Final, get_args

import typer

from naysay.reports.method_formats import Format, method_paragraph
from naysay.run.export_run import check_whole
from naysay.run.stored_results import stored_results
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder, chosen
from naysay.study.about import Language

FORMATS: Final = get_args(Format)
LANGUAGES: Final = get_args(Language)


def verb(
    run: RunFolder,
    language: Annotated[
        str, typer.Option(help=f"{' or '.join(LANGUAGES)}; that of the study if left out.")
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    ] = "text",
) -> None:
    form, own = chosen(format, FORMATS, "--format"), chosen(language, LANGUAGES, "--language")
    check_whole(run)
    results = stored_results(run)
    text = method_paragraph(
        results, language=own or results.study["study"]["language"], format=form or FORMATS[0]
    )
    give(text.rstrip("\n"))
