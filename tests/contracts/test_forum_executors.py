"""Files of every format, taken in by workers. Expected values: what this process reads alone.

Workers that see no file of this machine get the bytes of their parts from a folder, or from an object store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from benchmarks._forum_fixtures import Fixture, fixtures
from tests import toy_files
from tests.contracts.forum_studies import rows_in, sessions_after, study_of
from tests.own_cluster import OwnCluster

from naysay.data import post_stages
from naysay.data import posts as posts_module
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import scorer
from naysay.run.executors import executor
from naysay.study.errors import NaysayError
from naysay.study.executor import Executor
from naysay.study.notices import caught, merged
from naysay.study.parts import names

PLACES = ("seen", "folder", "toy")
"""How workers come by what they read: by its path, from a folder that all reach, from an object store."""
GARBAGE = b'\x00\xff{"id": [[[\n"\x1f\x8b,;'


@pytest.fixture(scope="module", params=["processes", *PLACES])
def workers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executor]:
    if request.param == "processes":
        with executor(2, kind="processes").kept(at_once=2) as kept:
            yield kept
        return
    dask: OwnCluster = request.getfixturevalue("dask")
    place = tmp_path_factory.mktemp("place")
    parts = {"seen": "", "folder": str(place), "toy": "toy://bucket/parts"}[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(toy_files.ROOT, dask.environment[toy_files.ROOT])
        with executor(2, kind="cluster", cluster=dask.at(parts=parts)).kept() as kept:
            yield kept
        assert list(place.iterdir()) == list(Path(dask.environment[toy_files.ROOT]).iterdir()) == []


@pytest.mark.parametrize("name", names("naysay.data.forums"))
def test_workers_read_each_file_of_the_format_as_this_process_does(
    name: str, workers: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts_module, "CHUNK", 500)
    monkeypatch.setattr(post_stages, "CHUNK", 500)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    read = 0
    for number, one in enumerate(fixtures(name)):
        for hostile in (False, True):
            files = laid_out(one, tmp_path / f"{number}-{hostile}", hostile=hostile)
            alone, theirs = (
                outcome(one, files, tmp_path / f"{number}-{hostile}", by) for by in (None, workers)
            )
            assert alone == theirs, str(one)
            read += "kept" in alone
    assert read > 0 or not fixtures(name)


def laid_out(one: Fixture, folder: Path, *, hostile: bool) -> dict[str, Path]:
    """Copies of the files, five of each: a format may read all that lie in one folder."""
    files = dict[str, Path]()
    for copy in range(1 if one.is_set else 5):
        for path in one.all_files():
            name = f"{copy}/A/{path.relative_to(one.root)}"
            content = path.read_bytes()
            if hostile:
                content = content[: len(content) // 2] + GARBAGE + content[len(content) // 2 :]
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            files |= {name: folder / name} if path in one.files() else {}
    return files


def outcome(one: Fixture, files: dict[str, Path], folder: Path, workers: Executor | None) -> dict[str, Any]:
    """All that comes out of a study of the files; its error where there is one."""
    keys = {"max_lost": 1.0, "retweets": "keep", "company": "folder", **one.expected.get("options", {})}
    if keys["company"] == "column":
        keys["company"] = "folder"
    with caught():
        sessions = sessions_after([post["at"] for post in rows_in(one).posts()])
    log = folder / "quarantine.jsonl"
    with caught() as notices:
        try:
            posts = read_posts(
                study_of(one.form, keys, ["A"]),
                files,
                sessions={"A": sessions},
                scorers=[scorer("vader")],
                folder=folder / f"columns-{workers is None}",
                quarantine=log,
                executor=workers,
            )
        except NaysayError as error:
            return {"error": str(error)}
    odd = sorted(map(repr, merged(notices)))
    return {**content(posts), "quarantine": log.read_bytes(), "notices": odd}


def content(posts: Posts) -> dict[str, Any]:
    """What is known of posts, as values that compare."""
    columns = {field.name: getattr(posts.scored, field.name) for field in fields(ScoredPosts)}
    return {
        "kept": {name: None if of is None else (str(of.dtype), of.tolist()) for name, of in columns.items()},
        "scores": [scores.tolist() for scores in posts.scores],
        "of": (posts.files, posts.losses, posts.links, posts.languages, posts.lost),
        "rows": sum(posts.rows(stage) for stage in ("kept", "quarantined", "duplicate", "filtered")),
    }
