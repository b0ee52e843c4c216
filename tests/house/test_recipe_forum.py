"""A forum from outside: one file in the folder of forums is a format that a study may name.

Expected values: written by hand below. The package is copied, one file is added, and a new interpreter reads
posts with it, so that nothing of this repository has to know the format.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

PACKAGE: Final = Path(__file__).resolve().parents[2] / "src" / "naysay"
TOY: Final = '''"""Notes of the form ``id|seconds|text``, a line each; one that starts with # was deleted."""

from naysay.data.forums._lines import lines
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums._checked import checked_id, checked_instant, checked_text
from naysay.data.forums.base import Post, SkippedError


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
TOY_PAGES: Final = '''"""Threads of Discourse: pages with a list of posts."""

from naysay.data.forums._checked import checked_id, checked_name, checked_text
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._records import RecordForum
from naysay.data.forums.base import Post, SkippedError
from naysay.data.instants import instant

FILES = JsonFiles("discourse", wanted=["cooked", "created_at"])


def _post(fields, posts):
    if fields.get("hidden") is True:
        raise SkippedError("removed")
    return Post(
        checked_id(fields.get("id")),
        instant(fields.get("created_at"), posts.timezone, posts.clock),
        checked_text(fields.get("cooked")),
        author=checked_name(fields.get("username"), "author"),
    )


def _mark(fields):
    return "negative" if fields.get("tag") == "bearish" else ""


def _is_of(fields):
    return {"cooked", "topic_id"} <= fields.keys()


FORUM = RecordForum(
    "discourse", records=FILES.records, cut=FILES.chunks, post=_post, mark=_mark, is_of=_is_of
)
'''
READS_PAGES: Final = """
import json, sys
from pathlib import Path

from naysay.data.forums import forum
from naysay.data.inspection.recognition import recognised_format
from naysay.study.spec import PostOptions

path, posts = Path(sys.argv[1]), PostOptions(format="discourse", path="x")
(batch,) = forum("discourse").with_marks().batches(path, posts)
refused = [[row.line, row.reason] for row in batch.refused]
known = recognised_format(path).name
print(json.dumps([batch.post_id, batch.author, batch.marks, batch.skipped, refused, known]))
"""
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


def with_forum(folder: Path, name: str, source: str) -> None:
    """A copy of the package below ``folder`` with one more format."""
    shutil.copytree(PACKAGE, folder / "src" / "naysay", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "src" / "naysay" / "data" / "forums" / f"{name}.py").write_text(source)


def told(folder: Path, program: str, path: Path) -> Any:
    """What ``program`` prints with the copy of the package."""
    done = subprocess.run(
        [sys.executable, "-c", program, path],
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_file_is_a_new_forum(tmp_path: Path) -> None:
    """10 January 2014 is the seventh session of the year; the skipped note is no row that cannot be read."""
    with_forum(tmp_path, "notes", TOY)
    notes = ["1|1389362400|good", "#2|1389362400|gone", "nonsense", "3|1389362400|bad"]
    (tmp_path / "A.txt").write_text("\n".join(notes))
    assert told(tmp_path, READS, tmp_path) == {
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


@pytest.mark.parametrize("is_packed", [False, True])
def test_one_file_is_a_new_forum_of_pages(tmp_path: Path, is_packed: bool) -> None:
    """Refused rows are counted by their place in the list."""
    with_forum(tmp_path, "discourse", TOY_PAGES)
    good = {"id": 1, "topic_id": 9, "username": "owl", "cooked": "bad", "created_at": "2014-01-10T14:00:00Z"}
    posts = [good, {**good, "hidden": True}, {**good, "cooked": ""}, 7, {**good, "id": 2, "tag": "bearish"}]
    page = json.dumps({"id": 9, "post_stream": {"posts": posts, "stream": [1, 2]}}).encode()
    path = tmp_path / ("page.json.gz" if is_packed else "page.json")
    path.write_bytes(gzip.compress(page) if is_packed else page)
    refused = [[3, "no_text"], [4, "not_an_object"]]
    assert told(tmp_path, READS_PAGES, path) == [
        ["1", "2"], ["owl", "owl"], ["", "negative"], {"removed": 1}, refused, "discourse",
    ]  # fmt: skip
