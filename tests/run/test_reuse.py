"""A run that takes stages of an earlier one is the run that computes all, byte for byte, whatever changed.

Expected values: what the same study gives without stages, and by hand what has to be read again for a change.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pytest

from naysay.data import post_stages, readings, taking
from naysay.data.forgotten import Name
from naysay.data.forgotten_list import forget_names
from naysay.data.forums.base import CHUNK
from naysay.data.scratch import temporary_folder
from naysay.run.check import read_checked
from naysay.run.computed import compute
from naysay.run.executors import executor
from naysay.run.progress import Progress
from naysay.run.stages import code
from naysay.run.stages.folder import StagesFolder
from naysay.run.stages.outcomes import StageOutcome
from naysay.run.stages.store import opened
from naysay.run.workspace import workspace_of
from naysay.study.stages import KeptInMemory, NothingKept, Stages

METHODS: Final = ("granger", "event_study", "robustness", "forums", "clock", "themes")
FILES: Final = ("a.csv", "b.csv", "c.csv")
SCORERS: Final = ("finance", "vader")
EVERY: Final = {("posts", name) for name in FILES} | {
    (f"scores_{scorer}", name) for scorer in SCORERS for name in FILES
}


@dataclass
class Ran:
    """The bytes of a run by what they are of, and what became of its stages."""

    content: dict[str, bytes]
    outcomes: list[StageOutcome]

    @property
    def computed(self) -> dict[tuple[str, str], str]:
        """Stage and file of what was computed, to the reason."""
        return {(one.stage, one.of.rpartition("/")[2]): one.why for one in self.outcomes if not one.reused}

    @property
    def files(self) -> set[tuple[str, str]]:
        """What was computed of the stages that have an entry for each file."""
        return {of for of in self.computed if of[1]}


@pytest.fixture(scope="module")
def warm(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three files of posts, some rows of which cannot be read, that was run once."""
    root = tmp_path_factory.mktemp("reuse") / "workspace"
    shutil.copytree(small_files, root)
    posts = pd.read_csv(root / "data" / "posts.csv", dtype=str)
    (root / "data" / "posts.csv").unlink()
    rng = np.random.default_rng(5)
    posts["author"] = [f"writer {n}" for n in rng.integers(0, 40, len(posts))]
    posts["forum"] = np.array(["one", "two"])[rng.integers(0, 2, len(posts))]
    (root / "data" / "posts").mkdir()
    for place, name in enumerate(FILES):
        mine = posts.iloc[place :: len(FILES)].copy()
        mine.iloc[3, mine.columns.get_loc("posted_at")] = "never"
        pd.concat([mine, posts.iloc[[place + 1]]]).to_csv(root / "data" / "posts" / name, index=False)
    path = root / "analysis" / "small.toml"
    text = path.read_text()
    for old, new in (
        ('"data/posts.csv"', '"data/posts/*.csv"\nforum = "column"'),
        ("seed = 3", f"seed = 3\nmethods = {list(METHODS)}"),
        ("[calibration]\ndraws = 20", '[posts.columns]\nauthor = "author"\n\n'
         '[sentiment]\nscorer = "finance"\n\n[robustness]\nscorers = ["vader"]\ndraws = 20\n\n'
         '[event_study]\ntrigger = "absolute"\n'
         "draws = 49\nplacebo_draws = 49\nmin_gap = 4\n\n[chatter]\nmin_posts = 1"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    assert ran(root).computed.keys() >= EVERY | {(method, "") for method in METHODS}
    return root


@pytest.fixture
def root(warm: Path) -> Iterator[Path]:
    """The workspace, for one change: what is not a stage is put back afterwards."""
    kept = {path: path.read_bytes() for path in sorted(warm.rglob("*")) if _is_input(path, warm)}
    yield warm
    for path in sorted(warm.rglob("*")):
        if _is_input(path, warm) and path not in kept:
            path.unlink()
    for path, content in kept.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def _is_input(path: Path, root: Path) -> bool:
    return path.is_file() and ".naysay" not in path.relative_to(root).parts


def ran(root: Path, stages: Stages | None = None, *, workers: int = 1) -> Ran:
    """A run with the stages of the workspace, or others."""
    if stages is not None:
        return Ran(_content(root, stages, workers), [])
    with opened(StagesFolder(root / ".naysay" / "stages"), "small") as own:
        content = _content(root, own, workers)
    assert own.troubles == []
    return Ran(content, own.outcomes)


def _content(root: Path, stages: Stages, workers: int) -> dict[str, bytes]:
    path = root / "analysis" / "small.toml"
    study, workspace = read_checked(path), workspace_of(path)
    with temporary_folder() as working, executor(workers).kept() as kept:
        run = compute(
            study,
            workspace,
            working=working,
            quarantine=working / "quarantine.jsonl",
            executor=kept,
            locked=True,
            today=None,
            as_of=study.study.end,
            before=None,
            progress=Progress(quiet=True),
            stages=stages,
        )
        tables = {name: table.to_csv().encode() for name, table in run.tables.items()}
        types = {f"{name} types": str(table.dtypes.to_dict()).encode() for name, table in run.tables.items()}
        quarantine = (working / "quarantine.jsonl").read_bytes()
    return {**tables, **types, "quarantine": quarantine, "results": run.results.to_json().encode()}


def as_without(root: Path, *, workers: int = 1) -> Ran:
    """A run with stages, once it was seen to be the run without."""
    with_stages, without = ran(root, workers=workers), ran(root, NothingKept())
    differing = [name for name, of in without.content.items() if with_stages.content[name] != of]
    assert differing == []
    return with_stages


def change(root: Path, old: str, new: str) -> None:
    path = root / "analysis" / "small.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_what_did_not_change_is_not_computed(warm: Path) -> None:
    assert as_without(warm).computed == {}


def test_nothing_is_read_where_nothing_changed(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*of: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(post_stages, "take_in", refuse)
    ran(warm)


ONE_FILE: Final = {(stage, "b.csv") for stage in ("posts", "scores_finance", "scores_vader")}


def _other_row(root: Path, row: int = 50) -> None:
    path = root / "data" / "posts" / "b.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:row], *lines[row + 1 :]]))


def _other_name(root: Path) -> None:
    (root / "data" / "posts" / "b.csv").rename(root / "data" / "posts" / "bb.csv")


def _swapped(root: Path) -> None:
    one, other = (root / "data" / "posts" / name for name in ("a.csv", "c.csv"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _same_twice(root: Path) -> None:
    shutil.copy(root / "data" / "posts" / "a.csv", root / "data" / "posts" / "z.csv")


def _without_rows(root: Path) -> None:
    path = root / "data" / "posts" / "d.csv"
    path.write_text((root / "data" / "posts" / "a.csv").read_text().partition("\n")[0] + "\n")


def _price(root: Path) -> None:
    path = root / "data" / "prices" / "SIM1.csv"
    prices = pd.read_csv(path)
    prices.loc[200, "Adj Close"] *= 1.000_01
    prices.to_csv(path, index=False)


def _words(root: Path) -> None:
    (root / "data" / "own.tsv").write_text("good\t-3\nbad\t2\n")
    change(root, 'scorer = "finance"', 'scorer = "finance"\n\n[sentiment.options]\nlexicon = "data/own.tsv"')


def _forgotten(root: Path) -> None:
    forget_names(root / "data", [Name("author", "writer 3")], date="2026-01-01")


def _events(root: Path) -> None:
    (root / "data" / "days.csv").write_text("company,session\nSIM1,2024-05-06\nSIM2,2024-06-10\n")
    change(root, "[chatter]", '[announcements]\npath = "data/days.csv"\n\n[chatter]')


def of_study(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: change(root, old, new)


FINANCE: Final = {("scores_finance", name) for name in FILES}
CHANGES: Final[dict[str, tuple[Callable[[Path], None], set[tuple[str, str]]]]] = {
    "a row of posts": (_other_row, ONE_FILE),
    "the name of a file": (_other_name, {(stage, "bb.csv") for stage, _ in ONE_FILE}),
    "two files swapped": (_swapped, {of for of in EVERY if of[1] in ("a.csv", "c.csv")}),
    "the same under another name": (_same_twice, {(stage, "z.csv") for stage, _ in ONE_FILE}),
    "a file without rows": (_without_rows, {(stage, "d.csv") for stage, _ in ONE_FILE}),
    "a price": (_price, set()),
    "a list of words": (_words, FINANCE),
    "somebody forgotten": (_forgotten, EVERY),
    "announcements": (_events, set()),
    "the cut-off": (of_study("[chatter]", "[chatter]\ncutoff = 90"), set()),
    "the threshold": (of_study("[chatter]", "[chatter]\nnegative_below = -0.2"), set()),
    "the measure": (of_study("[chatter]", '[chatter]\nmeasure = "mean_score"'), set()),
    "the mood": (of_study("[chatter]", '[chatter]\nmeasure = "mood"'), set()),
    "shared weights": (of_study("[chatter]", '[chatter]\nweight = "shared"'), set()),
    "another scorer": (of_study('scorer = "finance"', 'scorer = "german"'),
                       {("scores_german", name) for name in FILES}),
    "fewer scorers": (of_study('scorers = ["vader"]', "scorers = []"), set()),
    "scorers exchanged": (of_study('scorer = "finance"', 'scorer = "vader"'), set()),
    "the scorer of each language": (of_study('scorer = "finance"', 'scorer = "auto"'),
                                    {("scores_auto", name) for name in FILES}),
    "what a retweet is": (of_study('forum = "column"', 'forum = "column"\nretweets = "keep"'), EVERY),
    "what a forum is": (of_study('forum = "column"', 'forum = "file"'), EVERY),
    "dates alone": (of_study('forum = "column"', 'forum = "column"\ntimezone = "Europe/Berlin"'), EVERY),
    "the end": (of_study("end = 2024-09-30", "end = 2024-08-30"), EVERY),
    "the name of a company": (of_study('"Simulated Two"', '"Two Simulated"'), EVERY),
    "what a company is worth": (of_study("1_000_000", "2_000_000"), set()),
    "the seed": (of_study("seed = 3", "seed = 4"), set()),
    "a threshold of events": (of_study("min_gap = 4", "min_gap = 6"), set()),
    "terms of themes": (of_study("[chatter]", "[themes]\nterms = 4\n\n[chatter]"), set()),
    "lags": (of_study("[chatter]", "[granger]\nlags = 3\n\n[chatter]"), set()),
    "horizons": (of_study("[chatter]", "[projections]\nhorizons = 5\n\n[chatter]"), set()),
    "the report": (of_study('formats = ["html"]', 'formats = ["html"]\ncompanies = "all"'), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_with_stages_a_run_is_the_run_without(name: str, root: Path) -> None:
    make, read_again = CHANGES[name]
    make(root)
    assert as_without(root).files == read_again
    assert ran(root).computed == {}


@pytest.mark.parametrize("method", METHODS)
def test_only_what_a_change_concerns_is_computed(method: str, root: Path) -> None:
    options = {
        "granger": "[granger]\nlags = 4",
        "event_study": "[event_study]\nmin_gap = 5",
        "robustness": "[robustness]\ndraws = 21",
        "themes": "[themes]\nterms = 5",
    }
    if method not in options:
        pytest.skip("it has no options of its own")
    head, line = options[method].split("\n")
    path = root / "analysis" / "small.toml"
    text = path.read_text()
    option = line.partition(" ")[0]
    kept = [
        row
        for block in text.split("\n\n")
        for row in [*([r for r in block.split("\n") if not (head in block and r.startswith(option))]), ""]
    ]
    text = "\n".join(kept)
    path.write_text(text.replace(head, f"{head}\n{line}") if head in text else f"{text}\n{head}\n{line}\n")
    computed = as_without(root).computed
    assert computed.pop((method, "")) == f"{head} {option} changed"
    assert set(computed) <= ({("themes", "")} if method == "event_study" else set())


def test_two_workers_take_the_stages_of_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naysay.data.posts.BYTES_A_WORKER", 1)
    _other_row(root, 60)
    assert as_without(root, workers=2).files == ONE_FILE
    assert as_without(root).computed == {}


def test_a_file_of_many_parts_is_kept_in_spans(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("posts", "post_stages", "post_depends"):
        monkeypatch.setattr(f"naysay.data.{module}.CHUNK", CHUNK // 200)
    assert as_without(root).files == EVERY
    assert as_without(root).computed == {}


def test_other_code_and_other_packages_compute_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(root)  # the last run of the study, whatever was tried before
    monkeypatch.setattr(code, "_code", lambda floors: "another")
    computed = as_without(root).computed
    assert computed.keys() == EVERY | {(method, "") for method in METHODS}
    assert set(computed.values()) == {"the code of naysay changed"}
    monkeypatch.setattr(code, "computing", lambda: {"python": "3.99"})
    assert as_without(root).computed.keys() == computed.keys()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: content + b"\0",
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: b"naysay" * 1000,
    ],
    ids=["cut", "empty", "longer", "a bit", "something else"],
)
def test_damaged_entries_are_made_again(root: Path, spoil: Callable[[bytes], bytes]) -> None:
    ran(root)
    for entry in (root / ".naysay" / "stages").rglob("*.stage"):
        entry.write_bytes(spoil(entry.read_bytes()))
    computed = as_without(root).computed
    assert computed.keys() == EVERY | {(method, "") for method in METHODS}
    assert set(computed.values()) == {"its entry was damaged"}
    assert as_without(root).computed == {}


def test_an_entry_under_the_name_of_another_is_not_taken(root: Path) -> None:
    ran(root)
    folder = root / ".naysay" / "stages" / "posts"
    one, other = sorted(folder.iterdir(), key=lambda path: -path.stat().st_mtime)[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert Counter(why for why in as_without(root).computed.values()) == {"its entry was damaged": 2}


def test_only_the_new_scorer_scores(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scored = Counter[str]()
    remembered = readings.RememberedScores

    class Counting(remembered):  # type: ignore[valid-type, misc]
        def __init__(self, scorer: object) -> None:
            super().__init__(scorer)
            self.name = scorer.name  # type: ignore[attr-defined]

        def __call__(self, texts: list[str]) -> object:
            scored[self.name] += len(texts)
            return super().__call__(texts)

    monkeypatch.setattr(readings, "RememberedScores", Counting)
    change(root, 'scorers = ["vader"]', 'scorers = ["vader", "german"]')
    with opened(StagesFolder(root / ".naysay" / "stages"), "small") as stages:
        stages.forget({})
    for entry in (root / ".naysay" / "stages" / "scores_german").glob("*"):
        entry.unlink()
    ran(root)
    assert set(scored) == {"german"}
    assert taking.TEXT_AT_ONCE > 0


def test_runs_of_one_process_share_their_stages_in_memory(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = KeptInMemory()
    whole = ran(root, NothingKept()).content
    assert ran(root, shared).content == whole
    monkeypatch.setattr(post_stages, "take_in", None)
    assert ran(root, shared).content == whole
    change(root, "[chatter]", "[chatter]\ncutoff = 30")
    other = ran(root, shared).content
    monkeypatch.undo()
    assert other == ran(root, NothingKept()).content
