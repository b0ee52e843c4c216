"""What a second run of a study costs: unchanged, with one file of posts changed, with one option changed.

Each run is a process of its own, ``naysay run`` on a copy of the study and its data. It fails where an
unchanged study takes more than a fifth of the first run, where one changed file makes others be read or
scored again, or, with ``--check``, where a run with stages leaves other tables than one without. Judged are
the processor's seconds: those of the clock also count what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import zstandard

ROOT = Path(__file__).resolve().parents[1]
MOST: Final = 0.2
"""The part of the first run that an unchanged one may take."""
COMMAND: Final = "import sys; from naysay.run.cli import main; sys.exit(main())"
_FILES: Final = re.compile(r"(posts|scores_\w+) of (\d+) of (\d+) files")


@dataclass(frozen=True, slots=True)
class Rerun:
    """Seconds of the clock and of the processor, and what the run said of its stages."""

    clock: float
    processor: float
    said: str

    @property
    def again(self) -> dict[str, int]:
        """How many files each stage read or scored again, where it was not all of them."""
        return {stage: int(files) for stage, files, _ in _FILES.findall(self.said)}


def main(argv: Sequence[str]) -> int:
    """Print a line for each run; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks rerun", description=__doc__)
    parser.add_argument("--study", type=Path, default=ROOT / "analysis" / "stocknet.toml")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "stocknet")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="compare each with a run that keeps nothing")
    given = parser.parse_args(argv)
    if not given.data.is_dir():
        sys.stderr.write(f"{given.data} is no folder: name one with posts and prices by --data\n")
        return 1
    with TemporaryDirectory() as folder:
        return _compared(_Bench(Path(folder), given.study, given.data, given.workers, given.check))


class _Bench:
    """A workspace with a copy of the study and its data."""

    def __init__(self, folder: Path, study: Path, data: Path, workers: int, check: bool) -> None:
        self._folder = folder
        self._workers = workers
        self._check = check
        (folder / "analysis").mkdir()
        self.study = folder / "analysis" / study.name
        shutil.copyfile(study, self.study)
        shutil.copytree(data, folder / "data", copy_function=shutil.copyfile)
        self.faults: list[str] = []
        self._places = 0

    def run(self, title: str, *, elsewhere: bool = True) -> Rerun:
        """Run the study, at a new place or at its own, and print what that took."""
        self._places += 1
        place = self._folder / f"run-{self._places}"
        ran = self._ran("--out", str(place)) if elsewhere else self._ran("--replace")
        print(f"{title:<44}{ran.clock:8.2f} s {ran.processor:8.2f} s of the processor")
        for line in ran.said.splitlines():
            print(f"    {line}", flush=True)
        if self._check and elsewhere:
            other = self._folder / "without"
            self._ran("--out", str(other), "--no-cache", "--replace")
            if differing := _differing(place, other):
                self.faults.append(title)
                print(f"    differs from a run without stages: {', '.join(differing)}")
        return ran

    def change_posts(self) -> str:
        """Leave out the last post of the smallest file, and name the file."""
        path = min((self._folder / "data" / "posts").glob("*.zst"), key=lambda path: path.stat().st_size)
        rows = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().splitlines(keepends=True)
        path.write_bytes(zstandard.ZstdCompressor().compress(b"".join(rows[:-1])))
        return path.name

    def change_study(self, section: str, line: str) -> None:
        """Write another option into a section of the study."""
        key, text = line.partition(" ")[0], self.study.read_text("utf-8")
        head, found, rest = text.partition(f"[{section}]\n")
        block, gap, others = rest.partition("\n\n")
        kept = [row for row in block.split("\n") if row.partition(" ")[0] != key]
        self.study.write_text(
            f"{head}{found or f'[{section}]'}{chr(10).join([line, *kept])}{gap}{others}", "utf-8"
        )

    def _ran(self, *options: str) -> Rerun:
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        words = [sys.executable, "-c", COMMAND, "run", str(self.study), "--workers", str(self._workers)]
        done = subprocess.run([*words, *options], capture_output=True, text=True, env=os.environ, check=False)
        clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(done.stderr)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("warning: "))
        return Rerun(clock, processor, said)


def _compared(bench: _Bench) -> int:
    first = bench.run("first run", elsewhere=False)
    unchanged = bench.run("unchanged, at its own place", elsewhere=False)
    bench.run("unchanged, at another place")
    name = bench.change_posts()
    one_file = bench.run(f"one file of posts changed ({name})")
    bench.change_study("granger", "lags = 4")
    granger = bench.run("lags of Granger's test changed")
    bench.change_study("chatter", "negative_below = -0.1")
    chatter = bench.run("threshold of negative posts changed")
    share = unchanged.processor / first.processor
    print(f"\nan unchanged study takes {100 * share:.1f} % of the first run (at most {100 * MOST:.0f} %)")
    return _failed(
        bench.faults,
        {
            "an unchanged study takes too long": share > MOST,
            f"more than {name} was read or scored": set(one_file.again.values()) != {1},
            "lags of Granger's test had posts read": bool(granger.again) or "posts" in _computed(granger),
            "a threshold had posts read": "posts" in _computed(chatter),
        },
    )


def _computed(run: Rerun) -> str:
    return "\n".join(line for line in run.said.splitlines() if line.startswith("computed"))


def _failed(faults: list[str], missed: dict[str, bool]) -> int:
    for fault in [
        *(f"other numbers: {title}" for title in faults),
        *(of for of, bad in missed.items() if bad),
    ]:
        print(f"failed: {fault}")
    return int(bool(faults) or any(missed.values()))


def _differing(one: Path, other: Path) -> list[str]:
    """The files with numbers that are not the same bytes."""
    first, second = _numbers(one), _numbers(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _numbers(place: Path) -> dict[str, bytes]:
    """Tables and unread rows; the results also count the runs before them."""
    files = [*(place / "tables").glob("*.csv"), place / "quarantine.jsonl"]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}
