"""VADER as published: for general social media talk in English. On talk about shares it is near noise."""

from __future__ import annotations

from typing import Final

from naysay.data.scorers._english import vader_vocabulary
from naysay.data.scorers._rules import RuleScorer
from naysay.data.scorers.base import Scorer

SCORER: Final[Scorer] = RuleScorer(name="vader", languages=("en",), vocabulary=vader_vocabulary)
"""Equals the ``compound`` of vaderSentiment 3.3.2 on every text, in time linear in the text's length."""
