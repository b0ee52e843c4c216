"""Reads and scores a study's posts, leaves their columns in a folder, and prints what that took as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time


def main(study_file: Path, workers: int, folder: Path) -> None:
    """Print seconds of the clock and of processors, and the posts that were kept."""
    # Loaded here: each worker imports this file, and those of a run load nothing but what they need.
    import numpy as np

    from naysay.data.posts import read_posts
    from naysay.run.aligned import study_sessions
    from naysay.run.check import read_checked
    from naysay.run.pipeline import workforce_for
    from naysay.run.scoring import study_scorer
    from naysay.run.workspace import workspace_of

    study, workspace = read_checked(study_file), workspace_of(study_file)
    files, sessions = workspace.posts(study), study_sessions(study)
    scorer = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    folder.mkdir()
    wall, own = perf_counter(), process_time()
    with workforce_for(workers, study, workspace) as workforce:
        posts = read_posts(
            study,
            files,
            sessions=sessions,
            scorers=[scorer],
            folder=folder / "posts",
            quarantine=folder / "quarantine.jsonl",
            executor=workforce,
        )
    wall, own = perf_counter() - wall, process_time() - own
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    np.save(folder / "kept.npy", posts.kept)
    np.save(folder / "score.npy", posts.scores[0])
    took = {
        "wall": wall,
        "parent": own,
        "workers": of_workers.ru_utime + of_workers.ru_stime,
        "stages": {},
        "posts": len(posts.scores[0]),
        "panel": "",
    }
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
