"""A sentiment model of the user's own.

Expected values: the probabilities of a tiny model made here, taken one text at a time. What needs torch and
transformers is skipped where these extras are not installed; that they are missing is told everywhere.
"""

from __future__ import annotations

import importlib.util
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naysay.data.scorers import ready, scorer
from naysay.data.scorers.transformer import TransformerScorer
from naysay.study.errors import DataError, InputError

THERE = all(importlib.util.find_spec(name) is not None for name in ("torch", "transformers"))
needs_the_extra = pytest.mark.skipif(not THERE, reason="the extra transformer is not installed")
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "great", "awful", "share", "the", "is", "page", "blue")
TEXTS = ["the share is great", "awful", "", "the share is awful awful awful", "word unknown", "great " * 40]
Run = Callable[..., tuple[int, str, str]]


def tiny_model(folder: Path, labels: dict[int, str], **saved: Any) -> Path:
    """A BERT of one layer and 16 numbers, with random weights, that reads at most 24 tokens."""
    import torch
    import transformers

    torch.manual_seed(1)
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=24, initializer_range=2.0, id2label=labels,
        label2id={name: place for place, name in labels.items()},
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(folder, **saved)
    transformers.BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model", {0: "Negative", 1: "neutral", 2: "POSITIVE"})


def by_hand(folder: Path, text: str, polarity: list[float]) -> float:
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    found = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        given = tokenizer(text, return_tensors="pt", truncation=True, max_length=24)
        shares = found(**given).logits[0].double().softmax(-1)
    return float(sum(p * share for p, share in zip(polarity, shares.tolist(), strict=True)))


@needs_the_extra
def test_a_score_is_the_probabilities_times_the_polarity(model: Path) -> None:
    got = scorer("transformer", model=str(model)).score(TEXTS)
    want = [by_hand(model, text, [-1, 0, 1]) for text in TEXTS]
    np.testing.assert_allclose(got, want, atol=6e-5)
    assert len(set(got.tolist())) > 3
    turned = scorer("transformer", model=str(model), polarity=(1.0, 0.0, -1.0)).score(TEXTS)
    np.testing.assert_allclose(turned, -got, atol=2e-4)


@needs_the_extra
def test_company_in_a_batch_changes_no_score(model: Path) -> None:
    chosen = scorer("transformer", model=str(model))
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(WORDS[5:], rng.integers(0, 30))) for _ in range(150)]
    together = chosen.score([*texts, None])
    assert np.isnan(together[-1])
    alone = np.array([chosen.score([text])[0] for text in texts])
    np.testing.assert_array_equal(together[:-1], alone)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(chosen)).score(texts), alone)


@needs_the_extra
@pytest.mark.parametrize(
    ("labels", "polarity"),
    [
        ({0: "1 star", 1: "2 stars", 2: "3 stars"}, [-1.0, 0.0, 1.0]),
        ({0: "pos", 1: "neg"}, [1.0, -1.0]),
    ],
)
def test_labels_tell_their_polarity(tmp_path: Path, labels: dict[int, str], polarity: list[float]) -> None:
    folder = tiny_model(tmp_path / "model", labels)
    got = scorer("transformer", model=str(folder)).score(["great share"])[0]
    assert got == pytest.approx(by_hand(folder, "great share", polarity), abs=6e-5)


@needs_the_extra
def test_labels_that_tell_nothing_ask_for_a_polarity(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model", {0: "LABEL_0", 1: "LABEL_1"})
    with pytest.raises(InputError, match="LABEL_0, LABEL_1"):
        scorer("transformer", model=str(folder)).score(["great"])
    with pytest.raises(InputError, match="polarity"):
        scorer("transformer", model=str(folder), polarity=(1.0, 2.0)).score(["great"])
    assert np.isfinite(scorer("transformer", model=str(folder), polarity=(-1.0, 1.0)).score(["great"])[0])


@needs_the_extra
def test_pickled_weights_and_code_in_the_folder_are_refused(tmp_path: Path, model: Path) -> None:
    import torch

    (model / "model.safetensors").unlink()
    torch.save({}, model / "pytorch_model.bin")
    with pytest.raises(DataError, match=r"safetensors"):
        scorer("transformer", model=str(model)).score(["great"])
    own = tiny_model(tmp_path / "own", {0: "neg", 1: "pos"})
    config = json.loads((own / "config.json").read_text())
    config |= {"model_type": "evil", "auto_map": {"AutoConfig": "evil.Config"}}
    (own / "config.json").write_text(json.dumps(config))
    (own / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Config: ...\n")
    with pytest.raises(DataError):
        scorer("transformer", model=str(own)).score(["great"])
    assert not (tmp_path / "ran").exists()


@needs_the_extra
def test_a_name_that_is_no_folder_here_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"config\.json"):
        scorer("transformer", model=str(tmp_path / "bert-base-uncased")).score(["great"])


def test_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"sentiment\.options\.model"):
        TransformerScorer(name="transformer", languages=("en",)).score(["great"])
    monkeypatch.setattr("naysay.data.scorers.transformer.transformers", None)
    with pytest.raises(DataError, match="pip install"):
        scorer("transformer", model="anywhere").score(["great"])
    assert "transformer" not in ready()
