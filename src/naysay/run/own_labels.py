"""Holds the study's scorer to the posts that its user labelled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.analysis.own_labels import quality_table
from naysay.analysis.scorer_quality import scorer_quality
from naysay.data.labelled import LabelledPosts
from naysay.data.scored import SCALE
from naysay.data.scorers import Scorer
from naysay.run.scoring import LABELLED
from naysay.study.frames import SCORER_QUALITY
from naysay.study.spec import Study


def held_to_labels(study: Study, labelled: LabelledPosts | None, chosen: Scorer) -> pd.DataFrame:
    """The table ``scorer_quality`` of ``chosen``, the study's scorer; without rows where nothing is labelled.

    A post counts as negative exactly where it would as one of the study's posts.
    """
    if labelled is None:
        return SCORER_QUALITY.empty()
    scores = labelled.stored_scores(chosen, LABELLED)
    quality = scorer_quality(
        study.sentiment.scorer,
        scores,
        labelled.labels,
        seed=study.study.seed,
        negative_below=round(study.chatter.negative_below * SCALE) / SCALE,
    )
    return quality_table(
        quality, unscored=int(np.isnan(scores).sum()), left_out=labelled.rows - len(labelled.labels)
    )
