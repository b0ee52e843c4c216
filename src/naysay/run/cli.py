"""The command line. Data goes to stdout, talk to stderr; exit 0 done, 1 refused or failed, 2 usage.

A signal ends it with 129 (SIGHUP), 130 (Ctrl-C) or 143 (SIGTERM): see ``naysay.run.stopping``.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from naysay import __version__
from naysay.data.scratch import temporary_folder
from naysay.run.check import check_files, read_checked
from naysay.run.compare import compare as compare_runs
from naysay.run.demo import make_demo
from naysay.run.evaluate import evaluate as evaluate_scorers
from naysay.run.failures import tell_failure
from naysay.run.manifest import differences
from naysay.run.new import new_workspace
from naysay.run.observe import fetch_prices
from naysay.run.parts import FOLDERS
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.summary import summary
from naysay.run.terminal import flush, give, prepare, silence_what_fails
from naysay.run.workspace import workspace_of
from naysay.study.errors import InputError
from naysay.study.parts import names
from naysay.study.reference import as_markdown

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)

StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="The study, a TOML file.")]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="A folder to stand in for the workspace's data/.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="The folder of the run; below reports/ when left out."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Let the run take the place of an earlier one of other content.")
]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processes that score posts.")]
CORES = os.cpu_count() or 1
DEBUG = "--debug"


def main() -> None:
    """Run the command line; what goes wrong is told in a line or two, with a traceback only on --debug."""
    prepare()
    given = sys.argv[1:]
    debug = DEBUG in given
    try:
        code = app(args=[word for word in given if word != DEBUG], prog_name="naysay", standalone_mode=False)
        flush()
    except Exception as error:
        if debug and not hasattr(error, "format_message"):
            traceback.print_exc()
        code = tell_failure(error)
    silence_what_fails()
    if code:
        sys.exit(code)


def _version(asked: bool) -> None:
    if asked:
        give(f"naysay {__version__}")
        raise typer.Exit


@app.callback()
def naysay(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show where the program was when it failed.")] = False,
) -> None:
    """Measures what negative forum talk about a company does to its share price."""


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run.")] = Path(
        "reports/demo"
    ),
    effect: Annotated[
        float, typer.Option(help="Planted effect, basis points per standard deviation of negativity.")
    ] = -20.0,
    seed: Annotated[int, typer.Option(min=0, help="Start of the random draws.")] = 1,
    language: Annotated[str, typer.Option(help="Language of the report: en or de.")] = "en",
    replace: Replace = False,
    workers: Workers = CORES,
) -> None:
    """Simulate companies with a planted effect and do the whole job on them, offline."""
    with temporary_folder() as made:
        folder = made / "workspace"
        study, workspace = make_demo(folder, effect_bp=effect, seed=seed, language=language)
        place, results = run_study(
            study,
            workspace,
            out=out,
            workers=workers,
            replace=replace,
            keep=folder,
            progress=Progress(),
        )
    give(summary(place, results))


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace to make.")]) -> None:
    """Make a workspace with a first study."""
    give(str(new_workspace(folder)))


@app.command()
def check(study: StudyFile, data: DataFolder = None) -> None:
    """Tell everything that is wrong with a study and its files, without the network."""
    read = read_checked(study)
    for line in check_files(read, workspace_of(study, data), source=study.name):
        give(line)


@app.command()
def fetch(study: StudyFile, data: DataFolder = None) -> None:
    """Store a snapshot of the prices that a study needs from the network."""
    give(str(fetch_prices(read_checked(study), workspace_of(study, data), Progress())))


@app.command()
def run(
    study: StudyFile,
    out: Out = None,
    data: DataFolder = None,
    locked: Annotated[bool, typer.Option("--locked", help="Keep off the network.")] = False,
    formats: Annotated[
        str, typer.Option(help="Documents to write, such as pdf,html; the study's when left out.")
    ] = "",
    replace: Replace = False,
    workers: Workers = CORES,
) -> None:
    """Run a study: tables, results, figures, report and manifest."""
    place, results = run_study(
        read_checked(study),
        workspace_of(study, data),
        out=out,
        formats=_formats(formats),
        workers=workers,
        locked=locked,
        replace=replace,
        progress=Progress(),
    )
    give(summary(place, results))


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN")],
    second: Annotated[Path, typer.Argument(metavar="RUN")],
) -> None:
    """Set two runs side by side."""
    give(compare_runs(first, second))


@app.command()
def verify(run: Annotated[Path, typer.Argument(metavar="RUN")]) -> None:
    """Hold every file of a run to its manifest."""
    found = differences(run)
    for line in found:
        give(line)
    if found:
        raise typer.Exit(1)
    give("as the manifest says")


@app.command()
def evaluate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.tsv", help="Labelled posts: label, text, group, date.")
    ],
    scorer: Annotated[
        list[str] | None,
        typer.Option("--scorer", help="A scorer; give it again for several. All when left out."),
    ] = None,
) -> None:
    """Measure scorers on your own labelled posts."""
    give(evaluate_scorers(file, scorer or ()))


@app.command("list")
def list_parts(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join((*FOLDERS, "keys")))],
) -> None:
    """Show the names that a study may use, or every key of a study file."""
    if kind == "keys":
        give(as_markdown())
    elif kind in FOLDERS:
        give("\n".join(names(FOLDERS[kind])))
    else:
        told = ", ".join((*FOLDERS, "keys"))
        raise typer.BadParameter(f"{kind!r} is none of {told}", param_hint="KIND")


def _formats(given: str) -> tuple[str, ...] | None:
    asked = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    unknown = [name for name in asked if name not in ("pdf", "html")]
    if unknown:
        raise InputError(
            "--formats", got=", ".join(unknown), allowed="pdf, html", mend="Write --formats pdf,html."
        )
    return asked or None
