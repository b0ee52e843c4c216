"""What is fuzzed: for each kind how a mutant is made, and what is done with it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import _faults_acts as acts
from benchmarks import _faults_commands as commands
from benchmarks import _faults_seeds as seeds
from benchmarks import _faults_tables as tables
from benchmarks._faults_bench import Bench, Files
from benchmarks._faults_mutations import TOKENS, mutated, parquet_mutant
from benchmarks._faults_study import study_mutant, study_to_run

Made = tuple[Files, tuple[str, ...]]
Make = Callable[[random.Random], Made]
"""Contents by path below the workspace, and words for the command line."""


@dataclass(frozen=True)
class Kind:
    """``share`` is how many of about a thousand are of this kind; ``seconds`` how long one may take."""

    name: str
    share: float
    make: Make
    act: Callable[[Bench, Files, tuple[str, ...]], str]
    seconds: float = 10.0
    needs_run: bool = field(default=False)


def mutant(kind: Kind, seed: int, number: int) -> Made:
    """The mutant that (kind, number) names; the same in every process."""
    return kind.make(random.Random(f"{seed}:{kind.name}:{number}"))


def _file(path: str, content: bytes, shape: str) -> Make:
    """The file ``path``; where it is packed, what is inside is changed or the archive itself."""
    suffix = Path(path).suffix if path.endswith((".gz", ".zst")) else ""

    def make(rng: random.Random) -> Made:
        if suffix and rng.random() < 0.5:
            return {path: mutated(rng, seeds.packed(content, suffix) * rng.choice((1, 1, 2)))}, ()
        return {path: seeds.packed(mutated(rng, content, shape), suffix)}, ()

    return make


def _parquet(rng: random.Random) -> Made:
    content = mutated(rng, seeds.posts_parquet()) if rng.random() < 0.4 else parquet_mutant(rng, seeds.rows())
    return {"data/posts.parquet": content}, ()


def _workbook(rng: random.Random) -> Made:
    return {"data/posts.xlsx": tables.workbook_mutant(rng)}, ()


def _prices(rng: random.Random) -> Made:
    return {f"data/prices/{rng.choice(seeds.COMPANIES)}.csv": mutated(rng, seeds.prices_csv(), "lines")}, ()


def _snapshot(rng: random.Random) -> Made:
    files = {f"data/snapshots/small/yahoo/{name}": content for name, content in seeds.snapshot().items()}
    index = "data/snapshots/small/yahoo/index.json"
    if rng.random() < 0.75:
        files[index] = mutated(rng, files[index], "json")
    else:
        name = rng.choice(list(files))
        content = files.pop(name)
        files[f"{name}/inside" if rng.random() < 0.5 else name] = mutated(rng, content)
    return files, ()


def _study(rng: random.Random) -> Made:
    return {"analysis/small.toml": study_mutant(rng)}, ()


def _study_to_run(rng: random.Random) -> Made:
    if rng.random() < 0.7:
        return {"analysis/small.toml": study_to_run(rng)}, ()
    name = rng.choice(("data/posts.csv", "data/prices/SIM1.csv", f"data/prices/{seeds.SYMBOLS[-1]}.csv"))
    return {name: b""}, (str(rng.randrange(2**40)),)  # changed where it lies: it is large


def _check(rng: random.Random) -> Made:
    return rng.choice((_study, _study, _prices, _supplement))(rng)


def _supplement(rng: random.Random) -> Made:
    """A study that names files of its own, one of them changed."""
    study = {heading: dict(values) for heading, values in seeds.SMALL.items()}
    study["[announcements]"] = {"path": '"data/dates.csv"'}
    study["[event_study]"] |= {
        "events_file": '"data/dates.csv"',
        "model": '"factors"',
        "factors": '"data/factors.csv"',
    }
    study["[sentiment]"] = {"options": '{lexicon = "data/words.tsv"}'}
    files = {
        "data/dates.csv": seeds.dates_csv(),
        "data/factors.csv": seeds.factors_csv(),
        "data/words.tsv": seeds.lexicon_tsv(),
        "analysis/small.toml": seeds.as_toml(study).encode(),
    }
    name = rng.choice(list(files)[:3])
    files[name] = mutated(rng, files[name], "lines")
    return files, ()


def _run_file(rng: random.Random) -> Made:
    """One file of an earlier run, changed where it lies; which and how is drawn from the word."""
    return {}, (str(rng.randrange(2**40)),)


def _argv(rng: random.Random) -> Made:
    nasty = [token.decode("utf-8", "surrogateescape") for token in TOKENS if b"\0" not in token]
    word = rng.choice(
        (*nasty, "", ".", "/", "..", "~", "/dev/null", "/proc/self/mem", "data", "a" * 300, "a/" * 3000)
    )
    return {}, rng.choice((
        ("list", word), ("check", word), ("evaluate", word),
        ("evaluate", "data/labelled.tsv", "--scorer", word), ("verify", word), ("compare", word, word),
        ("run", word), ("run", "analysis/small.toml", "--formats", word),
        ("run", "analysis/small.toml", "--data", word), ("check", "analysis/small.toml", "--data", word),
        ("run", "analysis/small.toml", "--workers", word),
        ("demo", "--effect", rng.choice(("nan", "inf", "1e400", word))),
        ("demo", "--seed", rng.choice(("-1", str(2**63), str(10**400)))), ("demo", "--language", word),
        (word,), ("fetch", word), ("demo", "--workers", str(10**30)), ("new", "data/posts.csv"),
    ))  # fmt: skip


def _out(rng: random.Random) -> Made:
    return {}, (str(rng.randrange(2**40)),)


KINDS: Final[tuple[Kind, ...]] = (
    Kind("csv", 150, _file("data/posts.csv", seeds.posts_csv(), "lines"), acts.read_table),
    Kind("csv.gz", 30, _file("data/posts.csv.gz", seeds.posts_csv(), "lines"), acts.read_table),
    Kind("csv.zst", 40, _file("data/posts.csv.zst", seeds.posts_csv(), "lines"), acts.read_table),
    Kind("jsonl", 140, _file("data/posts.jsonl", seeds.posts_jsonl(), "jsonl"), acts.read_table),
    Kind("jsonl.gz", 20, _file("data/posts.jsonl.gz", seeds.posts_jsonl(), "jsonl"), acts.read_table),
    Kind("jsonl.zst", 40, _file("data/posts.jsonl.zst", seeds.posts_jsonl(), "jsonl"), acts.read_table),
    Kind("parquet", 60, _parquet, acts.read_table),
    Kind("xlsx", 60, _workbook, acts.read_table),
    Kind("utf16", 40, _file("data/posts.txt", tables.utf_16(), "bytes"), acts.read_table),
    Kind("cp1252", 40, _file("data/posts.txt", tables.cp1252(), "lines"), acts.read_table),
    Kind("json_array", 40, _file("data/posts.json", tables.json_array(), "json"), acts.read_table),
    Kind("json_page", 40, _file("data/posts.json", tables.json_page(), "json"), acts.read_table),
    Kind("tweets", 90, _file("data/posts.jsonl", seeds.tweets(), "jsonl"), acts.read_tweets),
    Kind("tweets.zst", 20, _file("data/posts.jsonl.zst", seeds.tweets(), "jsonl"), acts.read_tweets),
    Kind("prices", 40, _prices, acts.read_prices),
    Kind("dates", 50, _file("data/dates.csv", seeds.dates_csv(), "lines"), acts.read_dates),
    Kind("factors", 50, _file("data/factors.csv", seeds.factors_csv(), "lines"), acts.read_factors_file),
    Kind("lexicon", 50, _file("data/words.tsv", seeds.lexicon_tsv(), "lines"), acts.read_lexicon),
    Kind("labelled", 60, _file("data/labelled.tsv", seeds.labelled_tsv(), "lines"), acts.read_labels),
    Kind("snapshot", 45, _snapshot, acts.read_snapshot),
    Kind("study", 70, _study, acts.read_study_file),
    Kind("check", 8, _check, commands.check),
    Kind("verify", 6, _run_file, commands.verify, needs_run=True),
    Kind("compare", 3, _run_file, commands.compare, needs_run=True),
    Kind("argv", 4, _argv, commands.argv),
    Kind("evaluate", 0.5, _file("data/labelled.tsv", seeds.labelled_tsv(), "lines"), commands.evaluate),
    Kind("run", 2.5, _study_to_run, commands.run, seconds=60),
    Kind("out", 0.4, _out, commands.out, seconds=60, needs_run=True),
    Kind("shell", 0.2, _check, commands.shell, seconds=60),
)  # fmt: skip
"""Of a thousand."""


def counts(total: int) -> dict[str, int]:
    """How many mutants of each kind make ``total``; at least one of each."""
    whole = sum(kind.share for kind in KINDS)
    numbers = {kind.name: max(1, round(total * kind.share / whole)) for kind in KINDS}
    numbers[KINDS[0].name] += max(0, total - sum(numbers.values()))
    return numbers


def kind_of(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)
