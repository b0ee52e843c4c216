"""What posts that the user labelled say of the study's scorer: as a table, and as a finding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from naysay.analysis.scorer_quality import CHANCE, LEAST_OF_EACH, Interval, Quality
from naysay.analysis.values import finite_or_none
from naysay.study.frames import SCORER_QUALITY
from naysay.study.reasons import because


@dataclass(frozen=True, slots=True)
class OwnLabels:
    """How the scorer does on labelled posts; None where there are too few of a kind, or none at all.

    ``sensitivity`` is the share of negative posts that count as negative, ``false_alarms`` that of the
    ``n_posts`` less these. ``auc`` and its interval are those of the weaker AUC.
    """

    n_posts: int = 0
    sensitivity: float | None = None
    false_alarms: float | None = None
    auc: float | None = None
    auc_low: float | None = None
    auc_high: float | None = None

    @property
    def near_chance(self) -> bool:
        """Whether an interval of an AUC reaches below ``CHANCE``."""
        return self.auc_low is not None and self.auc_low < CHANCE


def quality_table(quality: Quality, *, unscored: int, left_out: int) -> pd.DataFrame:
    """The table ``scorer_quality``, one row a statistic, with a reason where posts of a kind are too few.

    ``unscored`` posts have no score and count as not negative; ``left_out`` rows of the file have another
    label.
    """
    n, negative, positive = quality.n_posts, quality.n_negative, quality.n_positive
    other = n - negative
    few = because("too_few_labelled", least=LEAST_OF_EACH)

    def row(statistic: str, estimate: Interval, nobs: int, least: int = LEAST_OF_EACH) -> dict[str, object]:
        known = least >= LEAST_OF_EACH
        value, low, high = estimate if known else (np.nan,) * 3
        named = {"scorer": quality.scorer, "statistic": statistic}
        return {
            **named,
            "value": value,
            "low": low,
            "high": high,
            "nobs": nobs,
            "reason": "" if known else few,
        }

    def share(part: int, whole: int) -> Interval:
        return (part / whole if whole else np.nan, np.nan, np.nan)

    return SCORER_QUALITY.ordered(
        pd.DataFrame(
            [
                row("sensitivity", quality.negative_recall, negative, negative),
                row("false_alarms", quality.false_alarms, other, other),
                row("auc", quality.auc, negative + positive, min(negative, positive)),
                row("auc_negative", quality.negative_auc, n, min(negative, other)),
                row("unscored", share(unscored, n), n),
                row("other_label", share(left_out, n + left_out), n + left_out),
            ]
        )
    )


def own_labels(table: pd.DataFrame | None) -> OwnLabels:
    """The finding from the table ``scorer_quality``."""
    if table is None or table.empty:
        return OwnLabels()
    rows = table.set_index("statistic")
    value = {str(name): finite_or_none(one) for name, one in rows["value"].items()}
    (n_posts,) = table.loc[table["statistic"] == "auc_negative", "nobs"].astype(int)
    aucs = rows.loc[["auc", "auc_negative"]].dropna(subset=["low"]).sort_values("low", kind="stable")
    weaker = [None] * 3 if aucs.empty else [float(aucs.iloc[0][end]) for end in ("value", "low", "high")]
    return OwnLabels(n_posts, value["sensitivity"], value["false_alarms"], *weaker)
