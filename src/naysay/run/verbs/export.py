"""Draw a finished run again, in another format, edition or language, and print where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from naysay.run.export_run import export_run
from naysay.run.parts import FOLDERS
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder, chosen, part_name, unknown
from naysay.study.about import Language
from naysay.study.parts import names
from naysay.study.report_options import Edition

EDITIONS: Final = get_args(Edition)
LANGUAGES: Final = get_args(Language)
STARRED: Final = "latex"


def verb(
    run: RunFolder,
    format: Annotated[
        str, typer.Option("--format", help="One that `naysay list exports` shows, such as xlsx.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="The file to write, or the folder where an export has several; in this folder if left out.",
        ),
    ] = None,
    edition: Annotated[
        str, typer.Option(help=f"{' or '.join(EDITIONS)}; that of the study if left out.")
    ] = "",
    language: Annotated[
        str, typer.Option(help=f"{' or '.join(LANGUAGES)}; that of the study if left out.")
    ] = "",
    stars: Annotated[
        bool, typer.Option("--stars", help="Mark p < .10, .05 and .01 by stars, with --format latex.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of other content that are there.")
    ] = False,
) -> None:
    known = names(FOLDERS["exports"])
    format = part_name(format)
    if format not in known:
        raise unknown(format, known, "--format")
    if stars and format != STARRED:
        raise typer.BadParameter(f"stars go with --format {STARRED}", param_hint="--stars")
    place = export_run(
        run,
        format,
        out=out,
        edition=chosen(edition, EDITIONS, "--edition"),
        language=chosen(language, LANGUAGES, "--language"),
        stars=stars,
        replace_other=replace,
    )
    give(str(place))
