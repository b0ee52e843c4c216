"""The methods paragraph of a paper: what a run did, with its own options, and what it cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from naysay.reports.data_text import data_sentences
from naysay.reports.references import cited
from naysay.reports.results import Results
from naysay.reports.sections._event_rules import event_regression, event_rules, events_kind, of_peers
from naysay.reports.sections._method_sentences import ORDER, held_fixed, method_sentence
from naysay.reports.sections._options_in_words import covariance, enumerated, of_kind, orders
from naysay.reports.sections._reading import options, table
from naysay.reports.sections._verdict import over
from naysay.reports.words import Words

PACKAGES: Final = ("numpy", "pandas", "scipy", "statsmodels")
"""Packages that a paper names; the manifest has all versions."""
ERRORS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "HC0": ("white1980",),
        "HC1": ("mackinnon1985",),
        "HC3": ("mackinnon1985",),
        "HAC": ("newey1987",),
        "CR3_session": ("cameron2015",),
        "driscoll_kraay": ("driscoll1998",),
    }
)
MODELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"scholes_williams": ("scholes1977",), "dimson": ("dimson1979",), "garch": ("bollerslev1986",)}
)
TESTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "cross_sectional_t": ("brown1985",),
        "skewness_adjusted_t": ("hall1992",),
        "j1": ("campbell1997",),
        "bw85": ("brown1985",),
        "patell": ("patell1976",),
        "adjusted_patell": ("patell1976", "kolari2010"),
        "bmp": ("boehmer1991",),
        "adjusted_bmp": ("boehmer1991", "kolari2010"),
        "corrado_rank": ("corrado1989",),
        "corrado_zivney": ("corrado1992",),
        "grank_t": ("kolari2011",),
        "grank_z": ("kolari2011",),
        "generalized_sign": ("cowan1992",),
        "wilcoxon": ("wilcoxon1945",),
        "wild_bootstrap": ("wu1986", "cameron2008"),
    }
)
CHECKS: Final = ("driscoll1998", "dumitrescu2012", "toda1995", "clark2007", "kostakis2015", "shi2018")
_BEFORE_A_STOP: Final = re.compile(r" +(?=[.,;])")


def method_text(results: Results, words: Words) -> str:
    """One paragraph: the data, each method that the run made, the seed and the versions.

    A sentence stands here for every option of the study that changes a number. Publications are cited by
    author and year; ``references.cited_in`` lists them.
    """
    return " ".join(_BEFORE_A_STOP.sub("", sentence) for sentence in _sentences(results, words) if sentence)


def _sentences(results: Results, words: Words) -> Iterator[str]:
    yield from data_sentences(results, words)
    methods = options(results, "study")["methods"]
    known = [name for name in ORDER if name in methods]
    for name in (*known, *(name for name in methods if name not in ORDER)):
        own = _OWN.get(name)
        yield method_sentence(results, name, words) if own is None else own(results, words)
    yield _computing(results, words)


def _projections(results: Results, words: Words) -> str:
    study = options(results, "projections")
    sentences = [
        words(
            "paper.projections",
            cite=cited(("jorda2005",), words),
            returns=words(f"returns.{study['returns']}"),
            horizon=over(int(study["primary_horizon"]), words),
            slopes=words(f"method.slopes_{study['controls']}"),
            held=held_fixed(results, words),
            unmeasured=words(f"method.unmeasured_{study['unmeasured']}"),
        ),
        words(
            f"paper.errors_{study['pooled_covariance']}",
            cite=cited(ERRORS.get(str(study["pooled_covariance"]), ()), words),
        ),
        words(
            "paper.horizons",
            horizons=words.counted("session", int(study["horizons"])),
            errors=of_kind("errors", str(study["covariance"]), words),
            cite=cited(ERRORS.get(str(study["covariance"]), ()), words),
        ),
    ]
    if study["effects"] == "company_and_session":
        sentences.append(words("method.session_effects"))
    return " ".join(sentences)


def _granger(results: Results, words: Words) -> str:
    study = options(results, "granger")
    controls = ", ".join(words(f"control.{name}") for name in study["controls"])
    market = study["market"] and options(results, "market")["benchmark"]
    unmeasured, projections = (
        words(f"method.unmeasured_{study['unmeasured']}"),
        options(results, "projections"),
    )
    alike = "projections" in options(results, "study")["methods"]
    said = alike and projections["unmeasured"] == study["unmeasured"]
    errors = ERRORS.get(str(study["covariance"]), ())
    if study["bandwidth"] == "automatic":
        errors = (*errors, "newey1994")
    return words(
        "paper.granger",
        cite=cited(("granger1969",), words),
        returns=words(f"several_returns.{study['returns']}"),
        orders=orders(study["lags"], study["primary_lag"], words),
        covariance=covariance(study, words),
        errors=cited(errors, words),
        market=words("paper.granger_market") if market else "",
        controls=words("paper.granger_controls", controls=controls) if controls else "",
        unmeasured="" if said else words("paper.granger_unmeasured", unmeasured=unmeasured),
        adjusted=cited(("benjamini1995",), words),
    )


def _event_study(results: Results, words: Words) -> str:
    study, written, kind = options(results, "event_study"), words.numbers, events_kind(results)
    least, model = study["min_observations"], str(study["model"])
    model_cite = cited(MODELS.get(model, ()), words)
    sentences = [
        words(
            "paper.event_study",
            cite=cited(("mackinlay1997",), words),
            returns=words(f"method.returns_{study['compounding']}"),
            events=words(f"method.events_{kind}"),
            model=words(f"model.{model}"),
            peers=words("method.peers") if of_peers(results) else "",
            model_cite=f" {model_cite}" if model_cite else "",
            estimation=written.window(*study["estimation"]),
            least="" if least is None else words("method.least", n=written.count(least)),
            event_window=written.window(*study["event_window"]),
            windows="; ".join(written.window(*window) for window in study["windows"]),
            test=words(f"test.{study['test']}"),
            window=written.window(*(study["primary_window"] or results.findings.reaction.window)),
            test_cite=cited(TESTS.get(str(study["test"]), ()), words),
        ),
        *event_rules(results, words),
    ]
    draws = words(
        "method.event_draws",
        draws=written.count(study["draws"]),
        placebo_draws=written.count(study["placebo_draws"]),
        volume=words(f"method.volume_{study['volume_model']}"),
    )
    return " ".join((*sentences, draws, *event_regression(results, words)))


def _reused(name: str, *keys: str) -> Callable[[Results, Words], str]:
    """The report's own sentence on the method ``name``, with what it cites."""

    def sentence(results: Results, words: Words) -> str:
        text = method_sentence(results, name, words)
        return f"{text.removesuffix('.')} {cited(keys, words)}." if text else ""

    return sentence


def _correlation(results: Results, words: Words) -> str:
    study, written = options(results, "correlation"), words.numbers
    bands, block = "", study["block"]
    if study["bands"] == "bootstrap":
        mean = "" if block is None else words("method.block", n=written.plain(block))
        bands = words("paper.bands", draws=written.count(study["draws"]), block=mean)
    keys = (*(("haugh1976",) if study["prewhiten"] else ()), *(("politis1994",) if bands else ()))
    kind = str(study["kind"]).capitalize()
    return words(
        "paper.correlation",
        lags=words.counted("session", int(study["max_lag"])),
        kind=words("paper.of_kind", kind=kind),
        series=words("paper.prewhitened" if study["prewhiten"] else "paper.raw"),
        bands=bands,
        cite=cited(keys, words),
    )


def _robustness(results: Results, words: Words) -> str:
    study = options(results, "robustness")
    scorers = enumerated(list(study["scorers"]), words) if study["scorers"] else ""
    return words(
        "paper.robustness",
        largest=words.counted("largest_day", int(study["largest"])),
        draws=words.numbers.count(study["draws"]),
        block=words.counted("session", int(study["block"]), "dative"),
        scorers=words("method.other_scorers", scorers=scorers) if scorers else "",
    )


def _vector_autoregression(results: Results, words: Words) -> str:
    blocks = options(results, "vector_autoregression")["resampling"] == "block"
    keys = ("sims1980", "bruggemann2016") if blocks else ("sims1980",)
    return _reused("vector_autoregression", *keys)(results, words)


def _forums(results: Results, words: Words) -> str:
    return words("paper.forums") if len(table(results, "forums")) > 1 else ""


def _computing(results: Results, words: Words) -> str:
    stamp = results.stamp
    versions = [f"Python {stamp['python']}"] if "python" in stamp else []
    versions += [f"{name} {stamp[name]}" for name in PACKAGES if name in stamp]
    seed = options(results, "study")["seed"]
    return words("paper.computing", seed=seed, version=results.version, packages=", ".join(versions) or "–")


_OWN: Final[Mapping[str, Callable[[Results, Words], str]]] = MappingProxyType(
    {
        "projections": _projections,
        "granger": _granger,
        "event_study": _event_study,
        "correlation": _correlation,
        "vector_autoregression": _vector_autoregression,
        "granger_checks": _reused("granger_checks", *CHECKS),
        "forums": _forums,
        "robustness": _robustness,
        "calibration": lambda results, words: words(
            "paper.calibration", draws=words.numbers.count(options(results, "calibration")["draws"])
        ),
        "clock": lambda results, words: words("paper.clock", cite=cited(("dimson1979",), words)),
        "stationarity": lambda results, words: words(
            "paper.stationarity", cite=cited(("said1984", "kwiatkowski1992", "zivot1992"), words)
        ),
        "themes": lambda results, words: words(
            "paper.themes",
            cite=cited(("monroe2008",), words),
            min_authors=words.numbers.count(options(results, "themes")["min_authors"]),
        ),
    }
)
