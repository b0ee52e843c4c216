"""The tables of the methods that use local projections: their columns and what they mean."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import COMPANY, NOBS, PVALUE, REASON, Table

MEASURE: Final = "as measured: one standard deviation of negativity; mood: one of the mood behind the posts"
SE: Final = "its standard error"

EFFECTS: Final = Table(
    "effects",
    {
        "company": "the ticker; POOLED: one effect for all companies; MEAN_GROUP: the mean of their effects",
        "measure": "as measured: negativity; attention: the abnormal number of posts; mood: that behind them",
        "horizon": "sessions over which the return is added up",
        "bp_per_sd": "basis points of log return per standard deviation of the measure",
        "se": "its standard error",
        "low": "the lower end of the 95 % interval, Student's t",
        "high": "the upper end of the interval",
        "pvalue": PVALUE,
        "nobs": NOBS,
        "covariance": "the kind of standard error",
    },
    {
        "statistic": "bp_per_sd over se",
        "mde_bp": "the true effect that this test finds with probability .80",
        "n_companies": "companies in the row",
        "primary": "whether the row is the one of the verdict, chosen before the data was seen",
        "bandwidth": "lags of the kernel of the covariance, where it has one",
        "low_joint": "the lower end of the 95 % interval for all horizons of the row at once",
        "high_joint": "the upper end of that interval",
        "lags": "lags of negativity and of returns held fixed",
        "n_short": "companies whose samples are too short for all lags and took fewer",
        "n_fitted": "sessions that all but the measures fit exactly, which are not in nobs",
        "df_effective": "effective degrees of freedom of the standard error",
        "weight": "the weight of the company in the pooled effect; 0 without observations",
        "weight_mean_group": "the weight of the company in the mean group",
        "innovation_slope": "how surprises in attention move with those in negativity",
        "innovation_pvalue": "the two-sided p-value of that slope; null: not at all",
        "heterogeneity": "chi-squared, in the row of MEAN_GROUP; null: all companies have the same effect",
        "heterogeneity_df": "its degrees of freedom",
        "heterogeneity_pvalue": "its p-value",
        **REASON,
        "se_sampling": "of mood, the standard error as if the parameters of the mood were known",
        "se_parameters": "of mood, what the error of these parameters adds to it",
    },
)
SIZE: Final = Table(
    "size",
    {
        "company": "POOLED, or the ticker of a company whose market value is known",
        "direction": "forward: from chatter to price; backward: from price to chatter",
        "quantity": "what is measured, such as effect, peak, peak_session, half_life or partial_r2",
        "unit": "the unit of value: bp, sd, sessions, share or a currency",
        "value": "the estimate",
        "low": "the lower end of the 95 % interval",
        "high": "the upper end of the interval",
        "nobs": NOBS,
        **REASON,
        "measure": MEASURE,
    },
)
MOOD_OF_COMPANIES: Final = Table(
    "mood",
    {
        "company": COMPANY,
        "reliability": "the share of the variance of the mood that its filter knows, 0 to 1",
        "n_sessions": "sessions with posts",
        "level": "the mean share of negative posts, the mood at rest",
        "level_se": SE,
        "rho": "how much of the mood is left a session later",
        "rho_se": SE + "; missing where it stands at its bound",
        "sd": "the standard deviation of the mood that prices leave unexplained, as a share of posts",
        "sd_se": SE + "; missing where it stands at its bound",
        "sd_whole": "that of the mood with what prices move of it",
        "noise_scale": "the variance of the noise over that of posts of people who do not repeat each other",
        "noise_scale_se": SE,
        "return": "what a return of one percent adds to the mood of its session, as a share of posts",
        "return_se": SE,
        "return_before_1": "what the return of the session before adds beyond what is left of it",
        "return_before_1_se": SE,
        "log_likelihood": "the largest value of the log likelihood of the measured shares",
        **REASON,
    },
)
