"""What a run leaves in its folder: tables, results, figures, documents, and the manifest last."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from naysay import __version__
from naysay.reports.document import build
from naysay.reports.exports import export
from naysay.reports.exports.base import ExportInput
from naysay.reports.results import Results
from naysay.run.computed import Computed
from naysay.run.counted import CountedExecutor
from naysay.run.export_run import sources
from naysay.run.inputs import completed
from naysay.run.kernel import kernel
from naysay.run.manifest import Input, Manifest, hashes, write_manifest
from naysay.run.observed import Observed
from naysay.run.prepared import PreparedRun
from naysay.run.progress import Progress
from naysay.run.tables import write_tables
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.executor import Executor


def write_run(
    run: Computed,
    prepared: PreparedRun,
    folder: Path,
    *,
    keep: Path | None = None,
    working: Path,
    executor: Executor,
    progress: Progress,
) -> None:
    """Write ``run``, which was computed from what is ``prepared``, into the new ``folder``.

    ``keep`` is a workspace that becomes part of the run: it is moved into the folder. ``working`` is a folder
    for the work of exports. Equal runs give equal bytes.

    Raises
    ------
    DataError
        When an input changed since the run was prepared, or somebody was forgotten since the posts were read:
        the run still has theirs.
    """
    inputs = completed(prepared.inputs, run.observed, prepared.study, prepared.workspace)
    with progress.stage("tables"):
        write_tables(folder / "tables", run.tables)
        text = run.results.to_json()
        (folder / "results.json").write_text(text, encoding="utf-8", newline="\n")
    _write_documents(
        folder,
        Results.from_json(text),
        prepared.formats,
        working=working,
        executor=executor,
        inputs=inputs,
        progress=progress,
    )
    if keep is not None:
        shutil.move(keep, folder / "workspace")
        (folder / "workspace").chmod(0o700)  # it holds texts
    _check_forgotten(prepared.workspace, run.observed)
    write_manifest(folder, _manifest(run, prepared, inputs, folder))


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
    parts = [export(name) for name in dict.fromkeys(formats)]
    with progress.step("report", 1 + len(parts), even=False) as step:
        step.at("figures")
        with progress.stage("figures"):
            document = build(results, executor=CountedExecutor(executor, progress, "figures"))
            if document.drawings:
                (folder / "figures").mkdir()  # an empty folder stands in no manifest
            for name, drawing in document.drawings.items():
                (folder / "figures" / f"{name}.svg").write_bytes(drawing)
        for part in parts:
            step(1)
            step.at(part.name)
            with progress.stage(part.name):
                source = ExportInput(results, document, folder / "tables", working, sources=sources(inputs))
                for name, content in part.files(source).items():
                    (folder / name).parent.mkdir(exist_ok=True)
                    (folder / name).write_bytes(content)
        step(1)


def _check_forgotten(workspace: Workspace, observed: Observed) -> None:
    """Raise a DataError when somebody was forgotten while the run went on: its report still has the posts."""
    if workspace.forgotten() != observed.forgotten:
        raise DataError(
            "forgotten",
            got="a list that changed during the run",
            allowed="a list that stays as it is",
            mend="Run again.",
        )


def _manifest(run: Computed, prepared: PreparedRun, inputs: tuple[Input, ...], folder: Path) -> Manifest:
    results = run.results
    return Manifest(
        id=prepared.id,
        naysay=__version__,
        study=results.study,
        study_sha256=results.stamp["study_sha256"],
        seed=run.study.study.seed,
        as_of=results.as_of,
        formats=prepared.formats,
        inputs=inputs,
        versions={name: value for name, value in results.stamp.items() if not name.endswith("_sha256")},
        kernel=kernel(),
        counts=run.observed.counts,
        warnings=results.warning_sentences,
        outputs=hashes(folder),
    )
