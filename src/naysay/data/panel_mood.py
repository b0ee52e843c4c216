"""The mood behind the posts of a panel, with no more of it kept than analyses read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.data.mood import mood
from naysay.study.panel import DailyPanel, MoodOfPanel
from naysay.study.reasons import because


def mood_of(panel: DailyPanel) -> MoodOfPanel:
    """The mood from the counts, known authors and returns of ``panel``.

    Nine frames are kept, of the companies whose mood can be told from noise: 8 bytes for each of their
    sessions and frames. Where no number of negative posts is known nothing is estimated.
    """
    if panel["n_negative"].isna().all(axis=None):
        return _unknown(panel)
    estimated = mood(panel["n_posts"], panel["n_negative"], panel.get("n_authors"), panel["ret"])
    known = estimated.reason.index[estimated.reason == ""]

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        return frame if len(known) == frame.shape[1] else frame[known]

    parameters = estimated.parameters.copy()
    parameters.insert(0, "reliability", estimated.reliability)
    return MoodOfPanel(
        filtered=kept(estimated.filtered),
        moved=tuple((kept(up), kept(down)) for up, down in estimated.moved),
        parameters=parameters,
        not_identified=estimated.not_identified,
    )


def _unknown(panel: DailyPanel) -> MoodOfPanel:
    """The mood of companies of whose posts nothing is known: none."""
    none = pd.DataFrame(0.0, panel["ret"].index, panel["ret"].columns)
    silent = mood(none, none, None, panel["ret"]).parameters.assign(reason=because("no_negative_counts"))
    silent.insert(0, "reliability", np.nan)
    return MoodOfPanel(none.iloc[:, :0], (), silent, because("no_negative_counts"))
