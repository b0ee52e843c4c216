"""Transformer: a sentiment model of the user's own, from a folder on this machine; nothing is downloaded.

The folder is one that Hugging Face's ``save_pretrained`` leaves: config.json, model.safetensors and the
tokenizer's files. Weights in pickles and code inside the folder are refused: either could do anything here.
Needs the packages torch and transformers (``pip install naysay[transformer]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar, Final

from naysay.data.scorers.base import Scorer
from naysay.study.errors import DataError, InputError

try:
    import torch
    import transformers
except ImportError:  # an extra: only who asks for this scorer needs it
    torch = transformers = None

MOST_TOKENS: Final = 512
BATCH: Final = 32
DIGITS: Final = 4
"""Scores are rounded to these, so that the size of a batch decides nothing."""
KINDS: Final = {"neg": -1.0, "neu": 0.0, "pos": 1.0}


@dataclass(frozen=True, kw_only=True)
class TransformerScorer(Scorer):
    """The sum of the labels' probabilities times their polarity.

    Attributes
    ----------
    model
        The path of the folder.
    polarity
        For each label of the model, in its order, a number from -1 to 1. Left out, labels that begin with
        neg, neu and pos, or count stars, tell by themselves.
    """

    options: ClassVar[tuple[str, ...]] = ("model", "polarity")
    needs: ClassVar[tuple[str, ...]] = ("model",)
    model: str = ""
    polarity: tuple[float, ...] = ()

    def reader(self, language: str) -> str:
        """This scorer for every language: nobody says which ones its model reads."""
        return self.name

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        scores = [0.0] * len(texts)
        for _, places in groupby(order, key=lambda place: len(tokens[place])):
            equal = list(places)  # as long as each other: nothing is padded
            for first in range(0, len(equal), BATCH):
                batch = equal[first : first + BATCH]
                for place, score in zip(batch, self._scored([tokens[p] for p in batch]), strict=True):
                    scores[place] = score
        return scores

    def _tokens(self, text: str) -> list[int]:
        tokenizer = self._loaded[0]
        longest = min(MOST_TOKENS, tokenizer.model_max_length, self._positions)
        said = text.encode("utf-8", "replace").decode("utf-8")
        return list(tokenizer(said, truncation=True, max_length=longest)["input_ids"])

    @property
    def _positions(self) -> int:
        return int(getattr(self._loaded[1].config, "max_position_embeddings", MOST_TOKENS))

    def _scored(self, batch: list[list[int]]) -> list[float]:
        _, model, polarity = self._loaded
        if not batch[0]:
            return [0.0] * len(batch)
        with torch.inference_mode():
            shares = model(input_ids=torch.tensor(batch)).logits.double().softmax(dim=-1)
        return [round(float(row @ polarity), DIGITS) for row in shares]

    @cached_property
    def _loaded(self) -> tuple[Any, Any, Any]:
        """Tokenizer, model and the polarity of its labels."""
        if not self.model:
            raise InputError(
                "sentiment.options.model",
                got="nothing",
                allowed="the folder of a sentiment model on this machine",
                mend='Set options = { model = "data/model" }.',
            )
        if transformers is None:
            raise DataError(
                "sentiment.scorer",
                got="transformer, without the packages torch and transformers",
                allowed="an environment that has both",
                mend='Run pip install "naysay[transformer]".',
            )
        folder = Path(self.model)
        try:
            if not (folder / "config.json").is_file():
                raise OSError("there is no config.json in it")
            local = {"local_files_only": True, "trust_remote_code": False}
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **local)
            model = transformers.AutoModelForSequenceClassification.from_pretrained(
                str(folder), use_safetensors=True, **local
            )
            labels = [str(model.config.id2label[place]) for place in range(model.config.num_labels)]
        except Exception as error:  # whatever is wrong in the folder comes as an error of any type
            said = next(iter(str(error).splitlines()), "") or type(error).__name__
            raise DataError(
                "sentiment.options.model",
                got=f"{folder.name}: {said}",
                allowed="a folder with config.json, model.safetensors and a tokenizer",
                mend="Save the model with save_pretrained, and name that folder.",
            ) from error
        model.eval()
        return tokenizer, model, torch.tensor(self._polarity_of(labels), dtype=torch.double)

    def _polarity_of(self, labels: Sequence[str]) -> list[float]:
        polarity = list(self.polarity) or _polarity_of(labels)
        if len(polarity) != len(labels) or not all(-1 <= value <= 1 for value in polarity):
            raise InputError(
                "sentiment.options.polarity",
                got=polarity or f"the labels {', '.join(labels)}",
                allowed=f"{len(labels)} numbers from -1 to 1, one for each of {', '.join(labels)}",
                mend="Set options.polarity, such as [-1, 0, 1].",
            )
        return polarity

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_loaded"}


def _polarity_of(labels: Sequence[str]) -> list[float]:
    """What labels say of themselves; nothing if any of them does not."""
    stars = [re.fullmatch(r"(\d+) stars?", label.lower()) for label in labels]
    if len(labels) > 1 and all(stars):
        counts = [int(star[1]) for star in stars if star]
        low, high = min(counts), max(counts)
        return [2 * (count - low) / (high - low) - 1 for count in counts] if low < high else []
    kinds = [KINDS.get(label.lower()[:3]) for label in labels]
    return [kind for kind in kinds if kind is not None] if None not in kinds else []


SCORER: Final[Scorer] = TransformerScorer(name="transformer", languages=("en", "de"))
"""Reads the languages that its model reads."""
