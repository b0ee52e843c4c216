"""Simulate companies with an effect of known size and run a whole study on them, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from naysay.data.scratch import temporary_folder
from naysay.run.demo import make_demo
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.summary import summary
from naysay.run.terminal import give
from naysay.run.verbs.base import CORES, Replace, Workers
from naysay.study.about import Language

LANGUAGES: Final = " or ".join(get_args(Language))


def verb(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run.")] = Path(
        "reports/demo"
    ),
    effect: Annotated[
        float,
        typer.Option(help="The effect to simulate, in basis points per standard deviation of mood."),
    ] = -20.0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")] = 1,
    language: Annotated[str, typer.Option(help=f"Language of the report: {LANGUAGES}.")] = "en",
    replace: Replace = False,
    workers: Workers = CORES,
) -> None:
    with temporary_folder() as scratch:
        folder = scratch / "workspace"
        study, workspace = make_demo(folder, effect_bp=effect, seed=seed, language=language)
        place, results = run_study(
            study,
            workspace,
            out=out,
            workers=workers,
            replace=replace,
            keep=folder,
            ledger=False,  # the workspace is there for this run alone
            progress=Progress(),
        )
    give(summary(place, results))
