"""Posts scored per second: the scorer "vader" and vaderSentiment, by turns, in one process, on equal texts.

Texts are the distinct tweets of ``../shared/stocknet`` where that folder is present, else generated ones. The
two take turns within each round, so that a busy machine slows both; the clock counts the process's own
seconds on one core.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np
import numpy.typing as npt
import zstandard
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from naysay.data.scorers import scorer
from naysay.data.scorers._english import vader_vocabulary

STOCKNET: Final = Path(__file__).resolve().parents[2] / "shared" / "stocknet" / "posts"
LEAST_RATIO: Final = 4.0


def main(argv: Sequence[str]) -> int:
    """Print both rates and their ratio; 0 if no score differs and the ratio is at least ``LEAST_RATIO``."""
    arguments = _parser().parse_args(argv)
    texts, source = _texts(arguments.posts)
    comparison = compare(texts, rounds=arguments.rounds)
    print(f"{len(texts)} distinct {source}, {arguments.rounds} rounds, one core")
    print(f"naysay         {comparison.ours:10,.0f} posts/s")
    print(f"vaderSentiment {comparison.theirs:10,.0f} posts/s")
    print(
        f"ratio          {comparison.ratio:10.2f} (at least {LEAST_RATIO:g}; lowest {comparison.lowest:.2f})"
    )
    print(f"unequal scores {comparison.unequal:10d}")
    return 0 if comparison.unequal == 0 and comparison.ratio >= LEAST_RATIO else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Median posts per second of both, the median and the lowest of the rounds' ratios, unequal scores."""

    ours: float
    theirs: float
    ratio: float
    lowest: float
    unequal: int


def compare(texts: Sequence[str], *, rounds: int) -> Comparison:
    """Score ``texts`` with both programs by turns, ``rounds`` times; loading is not timed."""
    analyzer = SentimentIntensityAnalyzer()
    vader = scorer("vader")
    vader.score(["warm"])

    def ours() -> npt.NDArray[np.float64]:
        return vader.score(texts)

    def theirs() -> npt.NDArray[np.float64]:
        return np.array([analyzer.polarity_scores(text)["compound"] for text in texts])

    rates: list[tuple[float, float]] = []
    unequal = 0
    for turn in range(rounds):
        first, second = (ours, theirs) if turn % 2 == 0 else (theirs, ours)
        (seconds_1, scores_1), (seconds_2, scores_2) = _timed(first), _timed(second)
        unequal += int(np.sum(scores_1 != scores_2))
        pair = (seconds_1, seconds_2) if first is ours else (seconds_2, seconds_1)
        rates.append((len(texts) / pair[0], len(texts) / pair[1]))
    ratios = [a / b for a, b in rates]
    return Comparison(
        ours=statistics.median(a for a, _ in rates),
        theirs=statistics.median(b for _, b in rates),
        ratio=statistics.median(ratios),
        lowest=min(ratios),
        unequal=unequal,
    )


def _timed(job: Callable[[], npt.NDArray[np.float64]]) -> tuple[float, npt.NDArray[np.float64]]:
    start = process_time()
    scores = job()
    return process_time() - start, scores


def _texts(count: int) -> tuple[list[str], str]:
    files = sorted(STOCKNET.glob("*.jsonl.zst"))
    if not files:
        return _generated(count), "generated texts"
    distinct: dict[str, None] = {}
    for file in files:
        with (
            file.open("rb") as raw,
            zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as rows,
        ):
            distinct.update(
                (json.loads(row)["text"], None) for row in io.TextIOWrapper(rows, encoding="utf-8")
            )
    texts = list(distinct)
    random.Random(1).shuffle(texts)  # a share of every company, the same in each run
    return texts[:count], "tweets of ../shared/stocknet"


def _generated(count: int) -> list[str]:
    """Texts of 5 to 25 words, a tenth of them charged; each ends with its number: none stands twice."""
    words = vader_vocabulary()
    rng = random.Random(1)
    charged, modifiers = sorted(words.lexicon), sorted(words.boosters) + sorted(words.negations)
    neutral = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(5000)]
    texts = []
    for number in range(count):
        kinds = rng.choices((neutral, charged, modifiers), (0.8, 0.1, 0.1), k=rng.randint(5, 25))
        texts.append(" ".join([*map(rng.choice, kinds), str(number)]))
    return texts


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks scoring", description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000, help="most distinct texts to score (20000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds in which both take a turn (5)")
    return parser
