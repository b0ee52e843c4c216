"""What hostile files cost: memory against the same command on an empty file, and seconds."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from benchmarks import _faults_seeds as seeds
from benchmarks._faults_bombs import MB, POSTS
from benchmarks._faults_bombs_beside import BESIDE, LABELLED
from benchmarks._faults_process import faulty, started

MOST_MEMORY, MOST_SECONDS = 150.0, 10.0
"""MB above the same command on an empty file, and seconds of processor in all."""
ADDRESSES: Final = 8 << 30
FORK: Final = get_context("fork")
PATIENCE: Final = 60.0


@dataclass(frozen=True)
class Cost:
    """What a file of ``size`` bytes cost: seconds of processor, and MB beyond those of an empty file."""

    name: str
    size: int
    code: int
    seconds: float
    memory: float
    fault: str


def bombs(folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[Cost]:
    """Each hostile file alone, given to the command that reads it."""
    chosen = {name: made for name, made in {**POSTS, **BESIDE}.items() if wanted(name)}
    study = _workspace(folder, runs=any(path.startswith("run/") for path, _ in chosen.values()))
    sound = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    empty: dict[str, Cost] = {}
    for name, (ending, make) in chosen.items():
        path = ending if name in BESIDE else f"data/bomb.{ending}"
        if "bomb" in path:
            study.write_text(_of_posts(path), encoding="utf-8")
        words = _words(folder, path)
        if path not in empty:
            empty[path] = _cost("empty", folder / path, b"", words)
        content = _apart(make)
        if len(content) > 1.05 * MB:
            raise ValueError(f"{name} has {len(content)} bytes")
        cost = _cost(name, folder / path, content, words)
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / path).unlink()
        for path_of, before in sound.items():
            path_of.write_bytes(before)
        yield replace(cost, memory=cost.memory - empty[path].memory)


def _apart(make: Callable[[], bytes]) -> bytes:
    """What ``make`` makes, in a process of its own: a child is charged with the memory its parent holds."""
    receive, send = FORK.Pipe(duplex=False)
    maker = FORK.Process(target=lambda: send.send_bytes(make()))
    maker.start()
    send.close()
    content = receive.recv_bytes()
    maker.join()
    receive.close()
    return content


def _cost(name: str, path: Path, content: bytes, words: Sequence[str]) -> Cost:
    path.write_bytes(content)
    done = started(words, before=_limited).finished(PATIENCE)
    fault = faulty(done, allowed=(0, 1))
    if not fault and name != "empty" and done.cpu > MOST_SECONDS:
        fault = "slow"
    return Cost(name, len(content), done.code, done.cpu, done.memory, fault)


def over(cost: Cost) -> str:
    """What is wrong with it, memory included."""
    return cost.fault or ("large" if cost.memory > MOST_MEMORY else "")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))


def _workspace(folder: Path, *, runs: bool) -> Path:
    """A study that names files of every kind, and with ``runs`` two whole runs."""
    study = seeds.make_workspace(folder)
    for place in ("run", "other") if runs else ():
        started(_run(study, folder / place)).finished(120)
    full = {heading: dict(values) for heading, values in seeds.SMALL.items()}
    full["[announcements]"] = {"path": '"data/dates.csv"'}
    full["[event_study]"] |= {"events_file": '"data/dates.csv"', "model": '"factors"'}
    full["[event_study]"]["factors"] = '"data/factors.csv"'
    full["[sentiment]"] = {"options": '{lexicon = "data/words.tsv"}'}
    study.write_text(seeds.as_toml(full), encoding="utf-8")
    (folder / "data" / "dates.csv").write_bytes(seeds.dates_csv())
    (folder / "data" / "factors.csv").write_bytes(seeds.factors_csv())
    (folder / "data" / "words.tsv").write_bytes(seeds.lexicon_tsv())
    (folder / LABELLED).write_bytes(seeds.labelled_tsv())
    return study


def _of_posts(path: str) -> str:
    study = {heading: dict(values) for heading, values in seeds.SMALL.items()}
    study["[posts]"]["path"] = f'"{path}"'
    return seeds.as_toml(study)


def _words(folder: Path, path: str) -> list[str]:
    """The command that reads the file ``path``."""
    study = folder / "analysis" / "small.toml"
    if "bomb" in path:
        return _run(study, folder / "out")
    if path == LABELLED:
        return ["evaluate", str(folder / path), "--scorer", "finance"]
    if path.startswith("run/"):
        return ["compare", str(folder / "run"), str(folder / "other")]
    return ["check", str(study)]


def _run(study: Path, place: Path) -> list[str]:
    return ["run", str(study), "--out", str(place), "--workers", "1", "--locked"]
