"""A run that is stopped in the middle of a large file: the next one reads the rest alone; no text is kept.

Expected values: the files of a run that keeps nothing, and by hand which rows have to be read again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from naysay.data import post_depends, post_stages, posts
from naysay.data.intake import Intake
from naysay.data.portions import Taken
from naysay.data.post_files import Part
from naysay.data.taking import take_in
from naysay.run.stages.files import unpacked
from naysay.run.stages.folder import StagesFolder

Run = Callable[..., tuple[int, str, str]]

ROWS: Final = 40_000
CHUNK: Final = 100_000
STOP: Final = 4
"""Spans that are kept, posts and scores, when the run is stopped."""
STOPPING: Final = f"""
import os, sys
from naysay.data import post_depends, post_stages, posts
from naysay.run.stages.store import StoredStages

posts.CHUNK = post_stages.CHUNK = post_depends.CHUNK = {CHUNK}
posts.BYTES_A_WORKER = 0
put, entries = StoredStages.put, 0

def stopping(self, key, make):
    global entries
    put(self, key, make)
    entries += key.stage == "scores_auto"
    if entries == {STOP}:
        os.write(1, b"kept\\n")
        os.read(0, 1)  # until the signal comes

StoredStages.put = stopping
from naysay.__main__ import main
main()
"""
"""The command, but that it stands still once some spans are kept, and that its parts are small."""
PATIENCE: Final = 600.0
"""Seconds, so many that a hang fails a test and a slow machine does not."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals are those of POSIX")


@pytest.fixture
def large(small: Path) -> Path:
    """The workspace with one large file of posts, of which some rows cannot be read."""
    path = small / "data" / "posts.csv"
    few = pd.read_csv(path, dtype=str)
    many = few.iloc[[n % len(few) for n in range(ROWS)]].reset_index(drop=True)
    many["id"] = [f"post-{n}" for n in range(ROWS)]
    many["text"] = [f"Zanzibar {n % 997}: {text}" for n, text in enumerate(many["text"])]
    many["author"] = "Nightingale " + many["author"]
    many.loc[5::1_000, "posted_at"] = "never"
    many.to_csv(path, index=False)
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3", 'seed = 3\nmethods = ["granger"]')
    study.write_text(f'{text}\n[posts.columns]\nauthor = "author"\n')
    return small


def stop(root: Path, number: int, workers: int, temporary: Path) -> int:
    """Start a run, send it a signal in the middle of its posts, and give its exit code."""
    temporary.mkdir()
    words = ["run", str(root / "analysis" / "small.toml"), "--workers", str(workers)]
    run = subprocess.Popen(
        [sys.executable, "-c", STOPPING, *words],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert run.stdout is not None
    line = run.stdout.readline()
    run.send_signal(number)
    _, err = run.communicate(timeout=PATIENCE)
    assert line == b"kept\n", err
    return run.returncode


def kept_rows(root: Path) -> list[int]:
    """The rows of each span of posts that is kept."""
    stored = [one.path for one in StagesFolder.of(root / ".naysay").stored() if one.stage == "posts"]
    entries = [unpacked(path.stem, path.read_bytes()) for path in stored]
    return [sum(portion["rows"] for portion in entry.about["portions"]) for entry in entries]


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("number", "workers", "code"),
    [(signal.SIGINT, 1, 130), (signal.SIGTERM, 2, 143), (signal.SIGKILL, 2, -9)],
)
def test_the_run_after_one_that_was_stopped_reads_the_rest(
    number: int,
    workers: int,
    code: int,
    large: Path,
    tmp_path: Path,
    naysay: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Path(shutil.copytree(large, tmp_path / "other"))
    assert stop(large, number, workers, tmp_path / "tmp") == code
    kept = kept_rows(large)
    assert len(kept) == STOP
    left = content(large / ".naysay")
    assert len(left) > STOP
    for name, of in (content(tmp_path / "tmp") | left).items():
        assert not any(word in of for word in (b"Zanzibar", b"zanzibar", b"Nightingale", b"nightingale")), (
            name
        )

    rows = 0

    def counting(intake: Intake, part: Part) -> Taken:
        nonlocal rows
        taken = take_in(intake, part)
        rows += sum(portion.rows for portion in taken.portions)
        return taken

    for module in (posts, post_stages, post_depends):
        monkeypatch.setattr(module, "CHUNK", CHUNK)
    monkeypatch.setattr(post_stages, "take_in", counting)
    ran, _, err = naysay(
        "run", large / "analysis" / "small.toml", "--out", tmp_path / "resumed", "--workers", "1"
    )
    assert ran == 0, err
    assert "computed (an earlier run was stopped): posts (1 file)" in err
    assert rows == ROWS - sum(kept)
    study = other / "analysis" / "small.toml"
    assert naysay("run", study, "--out", tmp_path / "without", "--no-cache", "--workers", "1")[0] == 0
    resumed, without = content(tmp_path / "resumed"), content(tmp_path / "without")
    assert [name for name in without if resumed.get(name) != without[name]] == []
    assert resumed.keys() == without.keys()
    assert without["quarantine.jsonl"].count(b"\n") == ROWS / 1_000
