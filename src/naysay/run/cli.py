"""The command line. Data goes to stdout, talk to stderr; exit 0 done, 1 study or data refused, 2 usage."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from naysay import __version__
from naysay.run.check import check_files, read_checked
from naysay.run.compare import compare as compare_runs
from naysay.run.demo import make_demo
from naysay.run.evaluate import evaluate as evaluate_scorers
from naysay.run.manifest import differences
from naysay.run.new import new_workspace
from naysay.run.observe import fetch_prices
from naysay.run.parts import FOLDERS
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.summary import summary
from naysay.run.workspace import workspace_of
from naysay.study.errors import InputError, NaysayError
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
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processes that score posts.")]
CORES = os.cpu_count() or 1


def main() -> None:
    """Run the command line; errors of study and data are told without a traceback."""
    try:
        app()
    except NaysayError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("stopped; nothing was left half written\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"naysay {__version__}")
        raise typer.Exit


@app.callback()
def naysay(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
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
    workers: Workers = CORES,
) -> None:
    """Simulate companies with a planted effect and do the whole job on them, offline."""
    with TemporaryDirectory(prefix="naysay-demo-") as made:
        folder = Path(made) / "workspace"
        study, workspace = make_demo(folder, effect_bp=effect, seed=seed, language=language)
        place, results = run_study(
            study, workspace, out=out, workers=workers, keep=folder, progress=Progress()
        )
    typer.echo(summary(place, results))


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The workspace to make.")]) -> None:
    """Make a workspace with a first study."""
    typer.echo(new_workspace(folder))


@app.command()
def check(study: StudyFile, data: DataFolder = None) -> None:
    """Tell everything that is wrong with a study and its files, without the network."""
    read = read_checked(study)
    for line in check_files(read, workspace_of(study, data), source=study.name):
        typer.echo(line)


@app.command()
def fetch(study: StudyFile, data: DataFolder = None) -> None:
    """Store a snapshot of the prices that a study needs from the network."""
    typer.echo(fetch_prices(read_checked(study), workspace_of(study, data), Progress()))


@app.command()
def run(
    study: StudyFile,
    out: Out = None,
    data: DataFolder = None,
    locked: Annotated[bool, typer.Option("--locked", help="Keep off the network.")] = False,
    formats: Annotated[
        str, typer.Option(help="Documents to write, such as pdf,html; the study's when left out.")
    ] = "",
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
        progress=Progress(),
    )
    typer.echo(summary(place, results))


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN")],
    second: Annotated[Path, typer.Argument(metavar="RUN")],
) -> None:
    """Set two runs side by side."""
    typer.echo(compare_runs(first, second))


@app.command()
def verify(run: Annotated[Path, typer.Argument(metavar="RUN")]) -> None:
    """Hold every file of a run to its manifest."""
    found = differences(run)
    for line in found:
        typer.echo(line)
    if found:
        raise typer.Exit(1)
    typer.echo("as the manifest says")


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
    typer.echo(evaluate_scorers(file, scorer or ()))


@app.command("list")
def list_parts(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join((*FOLDERS, "keys")))],
) -> None:
    """Show the names that a study may use, or every key of a study file."""
    if kind == "keys":
        typer.echo(as_markdown())
    elif kind in FOLDERS:
        typer.echo("\n".join(names(FOLDERS[kind])))
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
