"""A run from study to folder: observe, infer, tell, and the manifest last."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from naysay import __version__
from naysay.analysis import methods
from naysay.data import intake
from naysay.data.posts import useful_workers
from naysay.data.scratch import temporary_folder
from naysay.reports import sections
from naysay.reports.document import build
from naysay.reports.editions import sections_of
from naysay.reports.exports import export
from naysay.reports.exports.base import ExportInput
from naysay.reports.results import Results
from naysay.run.computed import compute
from naysay.run.earlier import SINCE, run_before
from naysay.run.executors import executor
from naysay.run.export_run import sources
from naysay.run.folder import QUARANTINE, run_folder
from naysay.run.identity import is_same, run_id
from naysay.run.latest import as_of, with_end
from naysay.run.manifest import FORGOTTEN, Input, Manifest, hashes, write_manifest
from naysay.run.observe import Observed
from naysay.run.progress import Progress
from naysay.run.tables import write_tables
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.executor import Executor
from naysay.study.spec import Study

EXAMPLES: Final = ("tables/daily.csv", "results.json", QUARANTINE)
"""Files of a run of each kind that posts come in."""


def run_study(
    study: Study,
    workspace: Workspace,
    *,
    out: Path | None = None,
    formats: Sequence[str] | None = None,
    workers: int = 1,
    locked: bool = False,
    today: date | None = None,
    replace: bool = False,
    keep: Path | None = None,
    day: date | None = None,
    since: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Path, Results]:
    """Run ``study`` and leave its folder; return where it is and the results.

    Without ``out`` the folder is reports/STUDY/ID, see ``run_id``: equal runs have the same place. ``locked``
    keeps off the network. Of prices that are fetched, the study needs the sessions before ``today``, or all
    of its own (None). An earlier run at the place is replaced by an equal one, and by another only with
    ``replace``. ``keep`` is a workspace that becomes part of the run: it is moved into its folder. The report
    is of ``day``, or of the last session, and tells what changed ``since`` the run in that folder.

    What is odd about the data stands in ``Results.warnings``; ``progress`` tells it at the end, or before an
    error.

    Raises
    ------
    NaysayError
        A study or data that cannot be used. Nothing is left then but quarantine.jsonl.
    """
    progress = progress or Progress(quiet=True)
    study = with_end(study, workspace, locked=locked, today=today, progress=progress)
    of = as_of(study, day)
    before = run_before(study, workspace, since, as_of=of, progress=progress)
    place = out or workspace.reports(study) / run_id(study, workspace, day=day, before=before)
    _check_apart(place, study, workspace)

    def same(there: Manifest) -> bool:
        return is_same(there, study, workspace, as_of=of, before=before)

    with (
        run_folder(place, replace=replace, same=same) as folder,
        temporary_folder() as working,
        workforce_for(workers, study, workspace) as workforce,
    ):
        run = compute(
            study,
            workspace,
            working=working,
            quarantine=folder / QUARANTINE,
            executor=workforce,
            locked=locked,
            today=today,
            as_of=of,
            before=before,
            progress=progress,
        )
        with progress.stage("tables"):
            write_tables(folder / "tables", run.tables)
            text = run.results.to_json()
            (folder / "results.json").write_text(text, encoding="utf-8", newline="\n")
        _write_documents(
            folder,
            Results.from_json(text),
            formats or study.report.formats,
            working=working,
            executor=workforce,
            inputs=_inputs(run.observed, run.results),
            progress=progress,
        )
        if keep is not None:
            shutil.move(keep, folder / "workspace")
            (folder / "workspace").chmod(0o700)  # it holds texts
        _check_forgotten(workspace, run.observed)
        write_manifest(folder, _manifest(study, run.observed, run.results, folder))
    return place, run.results


def workforce_for(
    workers: int, study: Study, workspace: Workspace
) -> contextlib.AbstractContextManager[Executor]:
    """Workers for the whole run; those that are useful for reading start while prices are read."""
    return executor(workers).kept(
        at_once=useful_workers(workspace.posts(study).values()),
        load=(
            intake.__name__,
            *(f"{methods.__name__}.{name}" for name in study.study.methods),
            *(f"{sections.__name__}.{name}" for name in sections_of(study.report.model_dump())),
        ),
    )


def _check_apart(place: Path, study: Study, workspace: Workspace) -> None:
    """Keep a run away from what it is made of: it would erase that, or be read as posts the next time.

    Raises
    ------
    DataError
        When the workspace, its data or a file of posts lies in the run's place, or the pattern of posts would
        find the tables of the run.
    """
    real = Path(os.path.realpath(place))
    parts = [workspace.root, workspace.data, *workspace.posts(study).values()]
    inside = next((part for part in parts if Path(os.path.realpath(part)).is_relative_to(real)), None)
    if inside is not None:
        raise DataError(
            "--out",
            got=str(place),
            allowed="a folder apart from what the study is made of",
            mend=f"{inside} lies in it: choose another folder.",
        )
    left = [top / name for top in (real, Path(os.path.abspath(place))) for name in EXAMPLES]
    if any(workspace.would_be_posts(study, file) for file in left):
        raise DataError(
            "--out",
            got=str(place),
            allowed="a folder that the study does not take for posts",
            mend=f"{study.posts.path} would find the run's own tables there: choose a folder elsewhere.",
        )


def _write_documents(
    folder: Path,
    results: Results,
    formats: Sequence[str],
    *,
    working: Path,
    executor: Executor,
    inputs: Sequence[Input],
    progress: Progress,
) -> None:
    """Draw documents from ``results`` as results.json has them, so that they can be drawn again from it."""
    with progress.stage("figures"):
        document = build(results, executor=executor)
        if document.drawings:
            (folder / "figures").mkdir()  # an empty folder stands in no manifest
        for name, drawing in document.drawings.items():
            (folder / "figures" / f"{name}.svg").write_bytes(drawing)
    for part in map(export, dict.fromkeys(formats)):
        with progress.stage(part.name):
            source = ExportInput(results, document, folder / "tables", working, sources=sources(inputs))
            for name, content in part.files(source).items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(content)


def _check_forgotten(workspace: Workspace, observed: Observed) -> None:
    """Raise a DataError when somebody was forgotten while the run went on: its report still has the posts."""
    if workspace.forgotten() != observed.forgotten:
        raise DataError(
            "forgotten",
            got="a list that changed during the run",
            allowed="a list that stays as it is",
            mend="Run again.",
        )


def _inputs(observed: Observed, results: Results) -> tuple[Input, ...]:
    """What the run read."""
    posts = [Input(kind="posts", name=f.name, sha256=f.sha256, rows=f.rows) for f in observed.files]
    prices = [
        Input(kind="prices", name=h.source.name, sha256=h.source.sha256, rows=len(h.frame))
        for h in observed.prices.values()
    ]
    supplements = [
        Input(kind=f.kind, name=f.name, sha256=f.sha256, rows=f.rows) for f in observed.supplements.files
    ]
    forgotten = [
        Input(kind=FORGOTTEN, name=name, sha256=names.sha256, rows=len(names.entries))
        for name, names in observed.forgotten.items()
    ]
    since = results.since
    earlier = (
        [] if since is None else [Input(kind=SINCE, name=since.run, sha256=since.results_sha256, rows=0)]
    )
    return (*posts, *prices, *supplements, *forgotten, *earlier)


def _manifest(study: Study, observed: Observed, results: Results, folder: Path) -> Manifest:
    return Manifest(
        naysay=__version__,
        study=results.study,
        study_sha256=results.stamp["study_sha256"],
        seed=study.study.seed,
        as_of=results.as_of,
        inputs=_inputs(observed, results),
        versions={name: value for name, value in results.stamp.items() if not name.endswith("_sha256")},
        counts=observed.counts,
        warnings=results.warning_sentences,
        outputs=hashes(folder),
    )
