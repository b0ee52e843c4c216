"""The tables of the method ``forums``."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import REASON, Table

FORUMS: Final = Table(
    "forums",
    {
        "forum": "the forum as the study names it, those with the most posts first; other: all further ones "
        "together; empty: posts without a forum",
        "n_posts": "posts on the study's sessions after its limits",
        "n_authors": "different known authors of them",
        "negative_share": "the share of negative posts among those with a score",
        "bp_per_sd": "basis points of log return at the study's horizon per standard deviation of the "
        "forum's negativity, net of the other forums",
        "low": "the lower end of the 95 % interval, Student's t",
        "high": "the upper end of the interval",
        "pvalue": "the two-sided p-value; null: the forum's negativity, net of the others', goes before no "
        "difference in returns",
        "pvalue_adjusted": "by Holm's method over the forums of the regression",
    },
    {
        "n_forums": "1; in the row of other, how many forums it stands for",
        "coverage": "the share of the posts that have a score",
        "signal_share": "the part of the variance of the forum's negative shares that is more than the "
        "chance of few posts, 0 to 1; the smaller, the more an effect is shrunk",
        "nobs": "company-sessions used on which the forum was measured",
        "se": "the standard error of bp_per_sd",
        "bp_alone": "the same effect without the other forums in the regression",
        "low_alone": "the lower end of its 95 % interval",
        "high_alone": "the upper end of it",
        "pvalue_alone": "its two-sided p-value, not corrected",
        **REASON,
    },
)
FORUM_TESTS: Final = Table(
    "forum_tests",
    {
        "test": "all_zero: no forum has an effect; equal: all have the same; first: which of two forums "
        "turns negative first",
        "statistic": "F for all_zero and equal; Student's t for first, above 0 if forum is ahead",
        "df": "the (numerator) degrees of freedom",
        "pvalue": "the p-value, two-sided for first",
    },
    {
        "df_denom": "the denominator degrees of freedom of F",
        "null": "the null in words",
        "forum": "the larger forum of a pair",
        "other_forum": "the other forum of the pair",
        "lag_hours": "by how many hours forum is ahead, below 0 behind; look at it only if the test rejects",
        "pvalue_adjusted": "of first, by Holm's method over the pairs",
        "nobs": "company-sessions of the regression; for first, pairs of hours of a company",
        **REASON,
    },
)
