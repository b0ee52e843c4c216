"""Runs a study by an executor of a kind, and prints as JSON what that took and a digest of its folder."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time


def main(study_file: Path, workers: int, kind: str, out: Path) -> None:
    """Print seconds of the clock and of processors, seconds by stage, and a digest of all files of the run.

    Loading the program counts, as the stage "imports".
    """
    begun = perf_counter()
    # It is loaded here, so that its time counts.
    from functools import partial
    from unittest.mock import patch

    from naysay.run import executors, pipeline
    from naysay.run.check import read_checked
    from naysay.run.progress import Progress
    from naysay.run.workspace import workspace_of

    loaded, progress = perf_counter() - begun, Progress(quiet=True)
    study, workspace = read_checked(study_file), workspace_of(study_file)
    with patch.object(pipeline, "executor", partial(executors.executor, kind=kind)):
        folder, results = pipeline.run_study(
            study, workspace, out=out, workers=workers, ledger=False, progress=progress
        )
    wall, own = perf_counter() - begun, process_time()
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = {
        "wall": wall,
        "parent": own,
        "workers": of_workers.ru_utime + of_workers.ru_stime,
        "stages": {"imports": loaded, **progress.seconds},
        "posts": results.counts["texts"],
        "panel": _digest(folder),
        "files": {
            path.relative_to(folder).as_posix(): path.stat().st_size
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    sys.stdout.write(json.dumps(took))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(
            f"{path.relative_to(folder)}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return digest.hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
