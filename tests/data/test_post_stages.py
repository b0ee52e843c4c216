"""Posts that are read with stages and without, in many small files and in few.

Expected values: what the same files give without stages, and by hand which of them have to be read again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naysay.data import post_stages
from naysay.data.post_files import PostFiles
from naysay.data.post_units import MANY, MOST, SMALL, units_of
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import UNSCORED
from naysay.data.scorers import Scorer, scorer
from naysay.data.sessions import Sessions, trading_sessions
from naysay.run.parts import study_type
from naysay.study.errors import DataError
from naysay.study.notices import caught, merged
from naysay.study.spec import PostOptions
from naysay.study.stages import KeptInMemory, Stages

HEAD = "id,posted_at,text,author,company,score\n"
STUDY = study_type().model_validate(
    {
        "study": {"name": "many", "start": dt.date(2024, 1, 2), "end": dt.date(2024, 9, 30)},
        "company": [{"ticker": "ACME"}, {"ticker": "OTHER"}],
        "market": {"calendar": "XETR"},
        "posts": {
            "format": "table",
            "path": "data/*.csv",
            "company": "column",
            "forum": "file",
            "columns": {"author": "author", "score": "score"},
        },
        "prices": {"path": "data/prices"},
    }
)


def sessions(cutoff: int = 0) -> Mapping[str, Sessions]:
    of = trading_sessions("XETR", STUDY.study.start, STUDY.study.end, cutoff_minutes=cutoff)
    return {"ACME": of, "OTHER": of}


def written(folder: Path, n: int) -> dict[str, Path]:
    """Files of ten posts each; every seventh has a row without a time, and every fifth one seen before."""
    folder.mkdir(exist_ok=True)
    files = {}
    for i in range(n):
        rows = [
            f"{i}-{j},2024-03-{1 + (i + j) % 25:02d}T{6 + j}:00:00Z,"
            f"a {'bad' if j % 2 else 'good'} day {i},w{j},"
            f"{'ACME' if j % 3 else 'OTHER'},{'negative' if j % 2 else 'positive'}"
            for j in range(10)
        ]
        rows += ["x,never,text,w,ACME,"] * (i % 7 == 0) + [rows[0]] * (i % 5 == 0)
        path = folder / f"{i:04d}.csv"
        path.write_text(HEAD + "\n".join(rows) + "\n")
        files[path.name] = path
    return files


def read(
    files: Mapping[str, Path],
    folder: Path,
    stages: Stages | None,
    scorers: tuple[str, ...] = ("finance", "given"),
    cutoff: int = 0,
) -> tuple[Posts, bytes, list[object]]:
    chosen: list[Scorer] = [scorer(name) for name in scorers]
    with caught() as notices:
        posts = read_posts(
            STUDY,
            files,
            sessions=sessions(cutoff),
            scorers=chosen,
            folder=folder / "columns",
            quarantine=folder / "quarantine",
            stages=stages,
        )
    content = (folder / "quarantine").read_bytes()
    for path in (folder / "columns").iterdir():
        path.unlink()
    return posts, content, sorted(notices, key=str)


def refusal(
    files: Mapping[str, Path],
    folder: Path,
    stages: Stages | None,
    scorers: tuple[str, ...] = ("finance", "given"),
) -> tuple[str, bytes, list[object]]:
    """Why files are refused, the rows that were listed before, and what was warned of."""
    with caught() as notices, pytest.raises(DataError) as refused:
        read(files, folder, stages, scorers)
    for path in (folder / "columns").iterdir():
        path.unlink()
    return str(refused.value), (folder / "quarantine").read_bytes(), sorted(merged(notices), key=str)


def same(one: tuple[Posts, bytes, list[object]], other: tuple[Posts, bytes, list[object]]) -> None:
    assert one[1:] == other[1:]
    first, second = one[0], other[0]
    for name in ("files", "losses", "links", "lost", "languages", "posts_of_chunks"):
        assert getattr(first, name) == getattr(second, name), name
    for mine, others in zip(first.scores, second.scores, strict=True):
        assert np.array_equal(mine, others)
    assert np.array_equal(first.kept, second.kept)
    for name in ("posted_at", "session", "author", "said"):
        assert np.array_equal(getattr(first.scored, name), getattr(second.scored, name)), name
    for name in ("company", "forum"):
        mine, others = getattr(first.scored, name), getattr(second.scored, name)
        assert mine.tolist() == others.tolist()
        assert mine.categories.tolist() == others.categories.tolist()


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in their order."""
    names: list[str] = []

    class Watched(PostFiles):
        def __init__(self, posts: PostOptions, files: Sequence[tuple[str, Path]], *further: Any) -> None:
            super().__init__(posts, files, *further)
            names.extend(name for name, _ in files)

    monkeypatch.setattr(post_stages, "PostFiles", Watched)
    return names


@pytest.mark.parametrize("n", [3, MANY + 40])
def test_only_the_group_of_a_changed_file_is_read_again(n: int, tmp_path: Path, cut: list[str]) -> None:
    files, stages = written(tmp_path / "files", n), KeptInMemory()
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert cut == list(files)
    cut.clear()
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert cut == []
    name = list(files)[n // 2]
    files[name].write_text(files[name].read_text().replace("good", "awful"))
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert name in cut
    assert cut == [name] if n < MANY else len(cut) <= MOST
    cut.clear()
    del files[list(files)[1]]
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert cut == [] if n < MANY else len(cut) <= MOST


@pytest.mark.parametrize("cutoff", [0, 60, 1439])
def test_another_cutoff_and_fewer_scorers_read_nothing(cutoff: int, tmp_path: Path, cut: list[str]) -> None:
    files, stages = written(tmp_path / "files", 3), KeptInMemory()
    read(files, tmp_path, stages, cutoff=30)
    cut.clear()
    for scorers in (("finance", "given"), ("given", "finance"), ("finance",)):
        same(read(files, tmp_path, stages, scorers, cutoff), read(files, tmp_path, None, scorers, cutoff))
    assert cut == []


def test_posts_in_the_reach_of_a_cutoff_alone_have_a_score(tmp_path: Path) -> None:
    """Posts at both ends: 45 minutes before the last close, and before the close of the session before the
    first. A cut-off of an hour puts the one outside of the study and the other into it."""
    folder, stages = tmp_path / "files", KeptInMemory()
    files = written(folder, 3)
    with files["0000.csv"].open("a") as stream:
        stream.write("last,2024-09-30T14:45:00Z,a bad end,w,ACME,negative\n")
        stream.write("early,2023-12-29T12:30:00Z,a bad start,w,ACME,negative\n")
    ends = {}
    for cutoff in (0, 60, 1439, 0):
        posts = read(files, tmp_path, stages, cutoff=cutoff)
        same(posts, read(files, tmp_path, None, cutoff=cutoff))
        scored = posts[0].scored
        instants = scored.posted_at.astype("datetime64[ns]").astype("datetime64[D]").astype(str)
        assert (scored.score[np.isin(instants, ["2024-09-30", "2023-12-29"])] != UNSCORED).all()
        ends[cutoff] = ("2023-12-29" in instants, "2024-09-30" in instants)
    assert ends == {0: (False, True), 60: (True, False), 1439: (True, False)}


def test_another_scorer_reads_and_scores_again_and_the_first_does_not(tmp_path: Path, cut: list[str]) -> None:
    files, stages = written(tmp_path / "files", 3), KeptInMemory()
    read(files, tmp_path, stages, ("finance",))
    cut.clear()
    same(
        read(files, tmp_path, stages, ("vader", "finance")), read(files, tmp_path, None, ("vader", "finance"))
    )
    assert cut == list(files)
    cut.clear()
    same(read(files, tmp_path, stages, ("auto", "given")), read(files, tmp_path, None, ("auto", "given")))
    same(read(files, tmp_path, stages, ("auto", "given")), read(files, tmp_path, None, ("auto", "given")))
    assert cut == list(files)


@pytest.mark.parametrize("n", [3, MANY + 40])
def test_a_file_that_cannot_be_read_is_refused_with_stages_as_without(n: int, tmp_path: Path) -> None:
    """The rows that were refused in the files before it are listed all the same."""
    files, stages = written(tmp_path / "files", n), KeptInMemory()
    read(files, tmp_path, stages)
    files[list(files)[n // 2]].write_bytes(b"\x00\x01\x02")
    assert refusal(files, tmp_path, stages) == refusal(files, tmp_path, None)


def test_no_text_and_no_name_of_an_author_is_in_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "files.csv"
    path.write_text(HEAD + "1,2024-03-01T10:00:00Z,Zanzibar is falling,Nightingale,ACME,\n")
    stages = KeptInMemory()
    read({"files.csv": path}, tmp_path, stages, ("finance",))
    content = repr([(e.about, [a.tobytes() for a in e.arrays.values()]) for e in stages._entries.values()])
    assert "ACME" not in content or "linked" in content
    assert not any(word in content for word in ("Zanzibar", "falling", "Nightingale", "nightingale"))


def test_groups_do_not_depend_on_far_files(tmp_path: Path) -> None:
    names = [f"{n:04d}.csv" for n in range(1_000)]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / names[500]).write_bytes(bytes(SMALL + 1))
    files = [(name, tmp_path / name) for name in names]
    before = {unit.files for unit in units_of(files)}
    after = {unit.files for unit in units_of([*files[:300], *files[301:]])}
    assert len(before - after) <= 2
    assert [name for unit in units_of(files) for name, _ in unit.files] == names
    assert all(unit.files[0][0] == names[unit.first] for unit in units_of(files))
    assert max(len(unit.files) for unit in units_of(files)) <= MOST
    assert ((names[500], tmp_path / names[500]),) in before
    assert len(before) < 100
    assert [len(unit.files) for unit in units_of(files[: MANY - 1])] == [1] * (MANY - 1)
