"""The mood behind the posts of a panel, with no more of it kept than analyses read."""

from __future__ import annotations

import pandas as pd

from naysay.data.mood import mood
from naysay.study.panel import DailyPanel, MoodOfPanel


def mood_of(panel: DailyPanel) -> MoodOfPanel:
    """The mood from the counts, known authors and returns of ``panel``.

    Nine frames are kept, of the companies whose mood can be told from noise: 8 bytes for each of their
    sessions and frames.
    """
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
