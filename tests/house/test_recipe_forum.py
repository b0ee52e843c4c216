"""A forum from outside: one file in the folder of forums is a format that a study may name.

Expected values: written by hand below. The package is copied, one file is added, and a new interpreter reads
posts with it, so that nothing of this repository has to know the format.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2] / "src" / "naysay"
TOY: Final = '''"""Notes of the form ``id|seconds|text``, a line each; one that starts with # was deleted."""

from naysay.data.forums._lines import lines
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import Post, SkippedError, checked_id, checked_instant, checked_text


def _records(chunk, posts):
    for line, raw, reason in lines(chunk):
        cells = raw.decode("utf-8", "replace").split("|")
        if reason or len(cells) != 3:
            yield Record(line, raw, None, reason or "wrong_number_of_fields")
        else:
            yield Record(line, raw, dict(zip(("id", "seconds", "text"), cells)))


def _post(fields, posts):
    if fields["id"].startswith("#"):
        raise SkippedError("deleted")
    at = checked_instant(int(fields["seconds"]) * 10**9)
    return Post(checked_id(fields["id"]), at, checked_text(fields["text"]))


FORUM = RecordForum("notes", records=_records, post=_post)
'''
READS: Final = '''
import json, sys
from datetime import date
from pathlib import Path

import numpy as np

from naysay.data.forums import forum
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import trading_sessions
from naysay.data.witness import Witness
from naysay.study.file import parse_study

folder = Path(sys.argv[1])
study = parse_study(
    """
    study = {name = "x", start = 2014-01-02, end = 2014-12-31}
    company = [{ticker = "A"}]
    posts = {format = "notes", path = "A.txt", max_lost = 0.34}
    """,
    source="x.toml",
)
posts = read_posts(
    study,
    {"A.txt": folder / "A.txt"},
    sessions={"A": trading_sessions("XNYS", date(2014, 1, 2), date(2014, 12, 31))},
    scorers=[scorer("vader")],
    folder=folder / "parts",
    quarantine=folder / "quarantine.jsonl",
)
with Witness(folder / "A.txt") as file:
    cut = len(list(forum("notes").chunks(folder / "A.txt", study.posts, file, 1)))
report = {
    "losses": [[loss.stage, loss.cause, loss.company, loss.rows] for loss in posts.losses],
    "sessions": posts.scored.session.tolist(),
    "signs": np.sign(posts.scored.score).tolist(),
    "rows": posts.files[0].rows,
    "chunks": cut,
}
print(json.dumps(report))
'''


def test_one_file_is_a_new_forum(tmp_path: Path) -> None:
    """10 January 2014 is the seventh session of the year; the skipped note is no row that cannot be read."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "naysay", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "src" / "naysay" / "data" / "forums" / "notes.py").write_text(TOY)
    notes = ["1|1389362400|good", "#2|1389362400|gone", "nonsense", "3|1389362400|bad"]
    (tmp_path / "A.txt").write_text("\n".join(notes))
    done = subprocess.run(
        [sys.executable, "-c", READS, tmp_path],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "losses": [
            ["filtered", "deleted", "", 1],
            ["kept", "posts", "A", 2],
            ["quarantined", "wrong_number_of_fields", "", 1],
            ["rows_in", "rows", "", 4],
        ],
        "sessions": [6, 6],
        "signs": [1, -1],
        "rows": 4,
        "chunks": 4,
    }
