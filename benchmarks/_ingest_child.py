"""Runs a study up to its panel, by the tree that PYTHONPATH names, and prints as JSON what that took.

It knows nothing but ``run_study``, and that this hands the panel to ``infer``: it also runs with trees that
read posts in other ways.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import pandas as pd

from naysay.run import pipeline
from naysay.run.check import read_checked
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of

try:
    INFERRING = import_module("naysay.run.computed")
except ImportError:  # an earlier tree
    INFERRING = pipeline


class ReachedError(Exception):
    """The panel is there; the argument is its frame."""


def main(study_file: Path, workers: int) -> None:
    """Print seconds of the clock and of processors, seconds by stage, and a hash of the panel."""

    def reached(study: Any, observed: Any, **rest: Any) -> None:
        raise ReachedError(observed.panel.frame)

    study, workspace, progress = read_checked(study_file), workspace_of(study_file), Progress(quiet=True)
    wall, own = perf_counter(), process_time()
    try:
        with patch.object(INFERRING, "infer", reached):
            pipeline.run_study(
                study, workspace, out=study_file.parent / "run", workers=workers, progress=progress
            )
    except ReachedError as panel:
        frame = panel.args[0]
    wall, own = perf_counter() - wall, process_time() - own
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    content = pd.util.hash_pandas_object(frame.reset_index()).to_numpy().tobytes()
    took = {
        "wall": wall,
        "parent": own,
        "workers": of_workers.ru_utime + of_workers.ru_stime,
        "stages": progress.seconds,
        "posts": int(frame["n_posts"].sum()),
        "panel": hashlib.sha256(content).hexdigest(),
    }
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
