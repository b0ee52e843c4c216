"""Texts that benchmarks read: tweets of ``../shared/stocknet`` if that folder is present, else generated."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import zstandard

from naysay.data.scorers._english import vader_vocabulary

STOCKNET: Final = Path(__file__).resolve().parents[2] / "shared" / "stocknet" / "posts"


def rows(file: Path) -> Iterator[str]:
    """The texts of one file of tweets."""
    with (
        file.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as stream,
    ):
        for row in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(row)["text"]


def texts(count: int) -> tuple[list[str], str]:
    """At most ``count`` distinct texts in a fixed random order, and what they are."""
    files = sorted(STOCKNET.glob("*.jsonl.zst"))
    if not files:
        return _generated(count), "generated texts"
    distinct = list(dict.fromkeys(text for file in files for text in rows(file)))
    random.Random(1).shuffle(distinct)  # a share of every company, the same in each run
    return distinct[:count], "tweets of ../shared/stocknet"


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
